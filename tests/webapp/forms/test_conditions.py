"""Conditions of a form's author: between two fields, over a whole list, each with its own sentence."""

from __future__ import annotations

from datetime import date

import pytest

from tests.webapp.forms.asking import answer, field, form, setting
from workflows.rules.forms import first_answers

FROM = field("datetime", "from", subtype="date", validate={"required": True})
TO = field(
    "datetime",
    "to",
    subtype="date",
    properties={
        "must": "=value >= from",
        "must_zh": "不能早于开始日期",
        "must_en": "Not before the beginning",
        "must_2": "=value <= latest",
        "must_2_zh": "不能晚于截止日期",
        "must_2_en": "Not after the end",
    },
)
INSPECTORS = {
    "type": "dynamiclist",
    "path": "inspectors",
    "label": "检查人员",
    "defaultRepetitions": 0,
    "properties": {"must": "=count(value) >= 2", "must_zh": "不得少于2人", "must_en": "At least two"},
    "components": [
        field("textfield", "name", properties={"must": "=value != parent.chief", "must_zh": "不能重复"})
    ],
}


@pytest.mark.parametrize(
    ("to", "words"),
    [
        ("2026-11-22", "“to”：不能早于开始日期。"),
        ("2026-11-23", None),
        ("2026-12-01", "“to”：不能晚于截止日期。"),
    ],
)
def test_a_field_is_judged_against_others_each_condition_with_its_sentence(
    to: str, words: str | None
) -> None:
    sent = {"from": "2026-11-23", "to": to}
    errors = answer(form(FROM, TO), sent, {"latest": date(2026, 11, 30)}).errors
    assert (errors["to"].zh if errors else None) == words


def test_what_cannot_be_told_yet_holds_nothing_back() -> None:
    assert set(answer(form(FROM, TO), {"to": "2026-11-22"}).errors) == {"from"}


def test_an_empty_optional_field_has_no_condition_to_meet() -> None:
    assert answer(form(FROM, TO), {"from": "2026-11-23"}).is_complete


def test_a_list_is_judged_as_a_whole_and_its_rows_by_themselves() -> None:
    asked = form(field("textfield", "chief"), INSPECTORS)
    assert str(answer(asked, {"inspectors": ""}).errors["inspectors"].en) == "“检查人员”: At least two."
    two = {"chief": "甲", "inspectors[0].name": "乙", "inspectors[1].name": "甲"}
    assert set(answer(asked, two).errors) == {"inspectors[1].name"}
    assert answer(asked, {**two, "chief": "丙"}).is_complete


def test_a_list_that_is_fresh_opens_without_the_rows_of_an_earlier_answer() -> None:
    fresh = {**INSPECTORS, "defaultRepetitions": 1, "properties": {"fresh": "true"}}
    raw = first_answers(form(fresh), setting({"inspectors": [{"name": "乙"}, {"name": "丙"}]}))
    assert raw["inspectors[0].name"] == [] and "inspectors[1].name" not in raw
