"""What changed between two versions is told completely, in words, and nothing else is told."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from workflows.deployments.shipped_processes import folder_files
from workflows.differences import Change, Kind, changes_between
from workflows.shipped import SHIPPED

FOLDER = SHIPPED / "supervision"
DIAGRAM = "supervision.bpmn"
QUOTED_RUNG = 'rung_at("ES-03"'


@pytest.fixture(scope="module")
def files() -> dict[str, bytes]:
    return folder_files(FOLDER)


def changed(files: dict[str, bytes], path: str, old: str, new: str) -> list[Change]:
    """The changes told when one text in a file is replaced by another."""
    text = files[path].decode()
    assert old in text, old
    (file,) = changes_between(files, {**files, path: text.replace(old, new, 1).encode()})
    assert file.path == path
    return list(file.changes)


def test_a_version_does_not_differ_from_itself(files: dict[str, bytes]) -> None:
    assert changes_between(files, dict(files)) == []


def test_a_changed_condition_is_told_with_both_texts(files: dict[str, bytes]) -> None:
    condition = re.search(r"<bpmn:conditionExpression[^>]*>([^<]+)<", files[DIAGRAM].decode()).group(1)
    (change,) = changed(files, DIAGRAM, f">{condition}<", ">=false<")
    assert (change.kind, change.of.zh, change.after) == (Kind.CHANGED, "条件", "=false")


def test_a_changed_timer_is_told_with_both_texts(files: dict[str, bytes]) -> None:
    (change,) = changed(files, DIAGRAM, QUOTED_RUNG, QUOTED_RUNG.replace("ES-03", "ES-02"))
    assert change.of.zh.startswith("定时") and "ES-03" in change.before and "ES-02" in change.after


def test_a_changed_property_is_told_by_the_name_people_know(files: dict[str, bytes]) -> None:
    (change,) = changed(files, DIAGRAM, 'name="due_rule" value="SV-02"', 'name="due_rule" value="SV-03"')
    assert (change.element, change.of.zh, change.before, change.after) == (
        "SV-02",
        "时限规则",
        "SV-02",
        "SV-03",
    )


def test_who_does_a_step_and_by_which_form_are_told(files: dict[str, bytes]) -> None:
    old = 'candidateGroups="supervision-office" />'
    (change,) = changed(files, DIAGRAM, old, 'candidateGroups="sg" />')
    assert change.of.en == "candidate groups" and change.after == "sg"
    (change,) = changed(files, DIAGRAM, 'formId="SV-02"', 'formId="SV-03"')
    assert change.of.zh == "表单"


def test_a_shape_that_only_moved_is_told_as_moved(files: dict[str, bytes]) -> None:
    shape = re.search(r'bpmnElement="SV-02"[^>]*>\s*<dc:Bounds x="([\d.]+)"', files[DIAGRAM].decode())
    old = shape.group(0)
    (change,) = changed(files, DIAGRAM, old, old.replace(shape.group(1), "1"))
    assert (change.element, change.kind) == ("SV-02", Kind.MOVED)


def test_elements_that_came_and_went_are_told_once_each(files: dict[str, bytes]) -> None:
    fresh = '<bpmn:userTask id="SV-99" name="新环节"/><bpmn:startEvent id="start"'
    (change,) = changed(files, DIAGRAM, '<bpmn:startEvent id="start"', fresh)
    assert (change.element, change.name, change.kind) == ("SV-99", "新环节", Kind.ADDED)
    text = files[DIAGRAM].decode()
    (back,) = changes_between(
        {**files, DIAGRAM: text.replace('<bpmn:startEvent id="start"', fresh, 1).encode()}, files
    )
    assert [one.kind for one in back.changes] == [Kind.REMOVED]


def test_a_form_is_compared_field_by_field(files: dict[str, bytes]) -> None:
    path = "forms/SV-02.json"
    form = json.loads(files[path])
    field = next(one for one in form["components"] if one.get("key") == "lead")
    field["label"] = "牵头承办单位"
    form["components"].append({"type": "textfield", "key": "phone", "label": "电话"})
    (file,) = changes_between(files, {**files, path: json.dumps(form).encode()})
    assert {(one.element, one.kind) for one in file.changes} == {
        ("lead", Kind.CHANGED),
        ("phone", Kind.ADDED),
    }
    assert next(one for one in file.changes if one.element == "lead").after == "牵头承办单位"


def test_a_table_is_compared_cell_by_cell(files: dict[str, bytes]) -> None:
    path = "escalation_ladder.dmn"
    cell = re.search(r"<outputEntry[^>]*>\s*<text>([^<]+)</text>", files[path].decode())
    (change, *more) = changed(files, path, cell.group(0), cell.group(0).replace(f">{cell.group(1)}<", ">99<"))
    assert not more and change.kind is Kind.CHANGED and change.after == "99" and "列" in change.of.zh


def test_files_that_came_or_went_are_told_and_broken_ones_do_not_break_the_telling(
    files: dict[str, bytes],
) -> None:
    told = changes_between(files, {**files, "forms/new.json": b"{}", DIAGRAM: b"<broken"})
    assert [(file.path, file.kind) for file in told] == [
        (DIAGRAM, Kind.CHANGED),
        ("forms/new.json", Kind.ADDED),
    ]
    less = {path: content for path, content in files.items() if path != "forms/SV-02.json"}
    assert [(file.path, file.kind) for file in changes_between(files, less)] == [
        ("forms/SV-02.json", Kind.REMOVED)
    ]


def test_nothing_of_a_foreign_vocabulary_is_overlooked() -> None:
    xml = Path(__file__).parent.parent.joinpath("engine/diagrams").glob("*.bpmn")
    before = next(iter(sorted(xml))).read_bytes().decode()
    mark = re.search(r"<(\w+:)?process [^>]*>", before).group(0)
    extended = before.replace(
        mark,
        f'{mark}<extensionElements xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL">'
        '<x:colour xmlns:x="urn:else" shade="red"/></extensionElements>',
        1,
    )
    (file,) = changes_between({"a.bpmn": before.encode()}, {"a.bpmn": extended.encode()})
    assert [(one.kind, one.after) for one in file.changes] == [(Kind.CHANGED, "red")]
