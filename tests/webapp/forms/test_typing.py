"""What people type becomes what it means, or a sentence that says what to do."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from decimal import Decimal

import pytest

from tests.webapp.forms.asking import answer, field, form

CHOICES = [{"value": "a", "label": "甲"}, {"value": 2, "label": "乙"}, {"value": True, "label": "丙"}]


@pytest.mark.parametrize(
    ("component", "sent", "value"),
    [
        (field("textfield"), "  同意 ", "同意"),
        (field("textarea"), "一\r\n二", "一\n二"),
        (field("number"), "12", Decimal("12")),
        (field("number"), "１２．５", Decimal("12.5")),
        (field("number"), "1,234.50", Decimal("1234.50")),
        (field("number"), "-0", Decimal("0")),
        (field("checkbox"), "true", True),
        (field("checkbox"), "", False),
        (field("radio", values=CHOICES), "a", "a"),
        (field("select", values=CHOICES), "2", 2),
        (field("select", values=CHOICES), "true", True),
        (field("checklist", values=CHOICES), ["2", "a", "2"], [2, "a"]),
        (field("taglist", values=CHOICES), [], []),
        (field("datetime", subtype="date"), "2026-11-30", date(2026, 11, 30)),
        (field("datetime", subtype="date"), "2026年11月30日", date(2026, 11, 30)),
        (field("datetime", subtype="date"), "2026/1/5", date(2026, 1, 5)),
        (field("datetime", subtype="time"), "16:30", time(16, 30)),
        (field("datetime", subtype="time"), "16：30", time(16, 30)),
    ],
)
def test_each_component_gives_its_type(component, sent, value) -> None:
    answered = answer(form(component), {"x": sent})
    assert answered.errors == {}
    assert answered.values == {"x": value}
    assert type(answered.values["x"]) is type(value)


def test_a_date_and_time_is_the_offices_own_and_aware() -> None:
    answered = answer(form(field("datetime", subtype="datetime")), {"x": "2026-11-23T16:30"})
    assert answered.values["x"].astimezone(UTC) == datetime(2026, 11, 23, 8, 30, tzinfo=UTC)


@pytest.mark.parametrize("kind", ["textfield", "textarea", "number", "radio", "select", "datetime"])
def test_an_optional_field_left_empty_is_none(kind) -> None:
    assert answer(form(field(kind)), {"x": "  "}).values == {"x": None}
    assert answer(form(field(kind)), {}).values == {"x": None}


@pytest.mark.parametrize(
    ("component", "sent", "words"),
    [
        (field("number"), "twelve", "请填写数字"),
        (field("number"), "1e9", "请填写数字"),
        (field("number"), "NaN", "请填写数字"),
        (field("number"), "9" * 60, "请填写数字"),
        (field("number", decimalDigits=0), "1.5", "请填写整数"),
        (field("number", decimalDigits=2), "1.555", "最多2位小数"),
        (field("radio", values=CHOICES), "d", "请从列出的选项中选择"),
        (field("checklist", values=CHOICES), ["a", "d"], "请从列出的选项中选择"),
        (field("datetime", subtype="date"), "2026-02-30", "没有这一天"),
        (field("datetime", subtype="date"), "tomorrow", "请填写日期"),
        (field("datetime", subtype="date"), "0001-01-01", "年份应在"),
        (field("datetime", subtype="time"), "25:00", "请填写时间"),
        (field("datetime", subtype="datetime"), "2026-11-23", "请填写日期和时间"),
    ],
)
def test_what_means_nothing_is_told_in_words_at_its_field(component, sent, words) -> None:
    answered = answer(form(component), {"x": sent})
    assert words in str(answered.errors["x"])
    assert "“x”" in str(answered.errors["x"])


def test_every_sentence_is_there_in_both_languages() -> None:
    error = answer(form(field("number")), {"x": "no"}).errors["x"]
    assert error.in_language("en") == "“x”: Enter a number, such as 12 or 3.5."


def test_one_whole_number_keeps_its_zeros_under_the_decimal_limit() -> None:
    assert answer(form(field("number", decimalDigits=0)), {"x": "100"}).values == {"x": Decimal(100)}
