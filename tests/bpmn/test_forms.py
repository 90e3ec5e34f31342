"""The forms: they parse, every word is there in both languages, every form ends as the office expects."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from tests.bpmn.shipped_files import DIAGRAMS, FORMS, ZEEBE
from workflows.feel import compile_expression
from workflows.rules.forms import read_form

each_form = pytest.mark.parametrize("path", FORMS, ids=lambda path: path.stem)
LEADERS_STEPS = (
    "SV-03", "SV-05S", "SV-06", "SV-08A", "SV-09", "SV-10S", "SV-11", "SV-14",
    "ES-03", "ES-04", "ES-05", "ES-06", "ES-07A", "CI-02", "SC-04", "SC-11L", "SC-12L", "SC-13",
    "AR-03", "AR-05", "AR-06", "AR-09", "AR-10M", "AR-11W", "AR-13",
    "AI-01M", "AI-03M", "AI-04S", "AI-05M", "AI-09", "AI-14", "RE-08", "RE-08M", "RE-09", "RE-12",
    "WL-08R", "WL-09H", "WL-11L",
    "QH-05E", "QH-07", "QH-09S", "QH-09M",
    "HA-02", "HA-04M", "HA-10", "HA-12M", "HA-14M", "HA-14R", "HA-16",
    "WL-03", "WL-04S", "WL-05", "WL-07", "WL-12M", "WL-12SM", "WL-14", "DR-02", "DR-10",
)  # fmt: skip


def schema(path: Path) -> dict[str, Any]:
    return json.loads(path.read_text("utf-8"))


def components(path: Path) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []

    def walk(entries: list[dict[str, Any]]) -> None:
        for entry in entries:
            found.append(entry)
            walk(entry.get("components", []))

    walk(schema(path)["components"])
    return found


@each_form
def test_the_form_parses_and_knows_its_own_name(path: Path) -> None:
    assert read_form(schema(path)).id == path.stem
    assert schema(path)["schemaVersion"] >= 16


@each_form
def test_every_component_has_an_id_of_its_own(path: Path) -> None:
    ids = [component["id"] for component in components(path)]
    assert len(ids) == len(set(ids))


@each_form
def test_every_field_says_what_it_asks_in_both_languages(path: Path) -> None:
    for component in components(path):
        english = component["properties"]
        if component["type"] == "text":
            assert component["text"] and english["text_en"]
            continue
        name = component.get("key") or component.get("path") or component["id"]
        assert component.get("label") or component.get("dateLabel"), name
        assert english["label_en"].isascii(), name
        assert bool(component.get("description")) == bool(english.get("description_en")), name


@each_form
def test_every_option_is_said_in_both_languages(path: Path) -> None:
    for component in components(path):
        for value in component.get("values", []):
            assert value["label"] and value["label_en"].isascii(), (component["id"], value)


@each_form
def test_every_expression_of_the_form_is_feel(path: Path) -> None:
    for component in components(path):
        texts = [
            component.get("conditional", {}).get("hide"),
            component.get("valuesExpression"),
            component.get("text"),
            *(f"={text.removeprefix('=')}" for text, _ in conditions(component)),
        ]
        for text in [*texts, component["properties"].get("text_en")]:
            if isinstance(text, str) and text.startswith("="):
                compile_expression(text[1:])


@each_form
def test_every_condition_says_what_is_wrong_in_both_languages(path: Path) -> None:
    for component in components(path):
        for condition, name in conditions(component):
            said = component["properties"]
            assert said[f"{name}_zh"] and said[f"{name}_en"].isascii(), (component["id"], condition)


def conditions(component: dict[str, Any]) -> list[tuple[str, str]]:
    """The FEEL text of each condition of a field, with the property it stands in."""
    words = component.get("properties", {})
    return [(words[name], name) for name in words if re.fullmatch(r"must(_\d+)?", name)]


@each_form
def test_every_form_ends_with_an_opinion_and_attachments(path: Path) -> None:
    assert [component.get("key") for component in schema(path)["components"][-2:]] == [
        "opinion",
        "attachments",
    ]


@each_form
def test_what_belongs_to_one_task_is_never_filled_in_from_an_earlier_one(path: Path) -> None:
    for component in components(path):
        if component.get("key") in ("outcome", "opinion", "attachments"):
            assert component["properties"].get("fresh") == "true", component["id"]


@pytest.mark.parametrize("step", LEADERS_STEPS)
def test_a_leader_signs_with_preset_opinions(step: str) -> None:
    [path] = [path for path in FORMS if path.stem == step]
    opinion = schema(path)["components"][-2]["properties"]
    assert opinion["presets"].split("|") == ["同意", "已阅", "请××阅处", "退回"]
    assert len(opinion["presets_en"].split("|")) == 4


def test_every_task_says_on_its_button_what_happens() -> None:
    for diagram in DIAGRAMS:
        for task in diagram.elements("userTask"):
            words = diagram.properties(task)
            assert words.get("submit_zh") not in (None, "提交"), task.get("id")
            assert words.get("submit_en", "").isascii() and words.get("submit_en"), task.get("id")


def test_every_button_that_sends_a_message_says_who_may_press_it() -> None:
    pressed = [
        diagram.properties(event)
        for diagram in DIAGRAMS
        for event in diagram.elements("startEvent", "intermediateCatchEvent")
        if diagram.properties(event).get("action_zh")
    ]
    assert {"填报进展", "申请延期", "撤销事项", "提出异议", "终止行动"} <= {
        words["action_zh"] for words in pressed
    }
    for words in pressed:
        assert words["action_en"].isascii()
        compile_expression(words["action_for"].removeprefix("="))


def test_a_classified_paper_asks_for_nothing_but_its_label() -> None:
    [path] = [path for path in FORMS if path.stem == "SV-01"]
    shown = [
        component["key"]
        for component in schema(path)["components"]
        if component.get("conditional", {}).get("hide") != '=confidentiality = "classified"'
    ]
    assert shown == ["confidentiality", "opinion"]


def test_forms_are_found_where_the_diagram_looks_for_them() -> None:
    for diagram in DIAGRAMS:
        for form in diagram.root.iter(f"{ZEEBE}formDefinition"):
            assert any(path.stem == form.get("formId") and diagram.folder in path.parts for path in FORMS)
