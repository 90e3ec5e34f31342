"""A form's own rules: required, length, range, pattern, conditions."""

from __future__ import annotations

import pytest

from tests.webapp.forms.asking import answer, field, form, shown
from workflows.rules.forms import UploadedFile

DECISION = field("radio", "decision", values=["approve", "return"], validate={"required": True})
REASON = field(
    "textarea", "reason", validate={"required": True}, conditional={"hide": '=decision != "return"'}
)


@pytest.mark.parametrize(
    ("component", "words"),
    [
        (field("textfield", validate={"required": True}), "请填写“x”"),
        (field("select", values=["a"], validate={"required": True}), "请选择“x”"),
        (field("checklist", values=["a"], validate={"required": True}), "请选择“x”"),
        (field("checkbox", validate={"required": True}), "请勾选“x”"),
        (field("filepicker", validate={"required": True}), "请上传“x”"),
    ],
)
def test_a_required_field_without_an_answer_asks_for_it_by_name(component, words) -> None:
    assert words in str(answer(form(component), {}).errors["x"])


@pytest.mark.parametrize(
    ("rules", "sent", "words"),
    [
        ({"maxLength": 3}, "四个汉字", "最多3个字，现在有4个字"),
        ({"minLength": 5}, "四个汉字", "至少5个字"),
        ({"pattern": r"^\d+$"}, "abc", "格式不对"),
        ({"validationType": "phone"}, "call me", "电话号码的格式不对"),
        ({"validationType": "email"}, "me@", "邮箱地址的格式不对"),
        ({"maxLength": "=most"}, "四个汉字", "最多2个字"),
    ],
)
def test_a_text_keeps_to_its_rules(rules, sent, words) -> None:
    answered = answer(form(field("textfield", validate=rules)), {"x": sent}, {"most": 2})
    assert words in str(answered.errors["x"])


@pytest.mark.parametrize(("sent", "fits"), [("0", False), ("1", True), ("5", True), ("6", False)])
def test_a_number_keeps_to_its_range(sent, fits) -> None:
    answered = answer(form(field("number", validate={"min": 1, "max": 5})), {"x": sent})
    assert answered.is_complete is fits


def test_a_date_may_not_lie_in_the_past_where_the_form_says_so() -> None:
    asked = form(field("datetime", subtype="date", disallowPassedDates=True))
    assert "不能早于今天" in str(answer(asked, {"x": "2026-11-22"}).errors["x"])
    assert answer(asked, {"x": "2026-11-23"}).is_complete


def test_a_hidden_field_is_not_asked_for_and_gives_no_answer() -> None:
    asked = form(DECISION, REASON)
    assert answer(asked, {"decision": "approve", "reason": "typed before"}).values == {"decision": "approve"}
    assert set(answer(asked, {"decision": "return"}).errors) == {"reason"}


def test_a_condition_may_hang_on_a_field_that_a_condition_hides() -> None:
    asked = form(
        DECISION,
        field("checkbox", "urgent", conditional={"hide": '=decision != "return"'}),
        field("textfield", "why", validate={"required": True}, conditional={"hide": "=urgent != true"}),
    )
    assert answer(asked, {"decision": "approve", "urgent": "true"}).is_complete
    assert set(answer(asked, {"decision": "return", "urgent": "true"}).errors) == {"why"}


def test_a_hidden_group_hides_what_stands_in_it() -> None:
    group = {
        "type": "group",
        "label": "g",
        "conditional": {"hide": "=true"},
        "components": [field("textfield", validate={"required": True})],
    }
    assert answer(form(group), {"x": "typed"}).values == {}


def test_an_unasked_field_is_laid_out_but_marked_hidden() -> None:
    drawn = shown(form(DECISION, REASON), {"decision": "approve"})
    assert [field.hidden for field in drawn.fields] == [False, True]
    assert drawn.hidden == {"reason"}


def test_a_readonly_field_keeps_the_matters_value_whatever_is_sent() -> None:
    asked = form(field("textfield", "number", readonly=True), field("textfield", "note", disabled=True))
    answered = answer(asked, {"number": "forged", "note": "forged"}, {"number": "双政督〔2026〕1号"})
    assert answered.values == {"number": "双政督〔2026〕1号"}


def test_conditions_see_what_the_matter_says_of_a_readonly_field_not_what_was_sent() -> None:
    points = field(
        "number",
        "points",
        properties={"must": "=value <= full", "must_zh": "不能超过满分", "must_en": "Too many"},
    )
    asked = form(field("number", "full", readonly=True), points)
    answered = answer(asked, {"full": "1000", "points": "500"}, {"full": 10})
    assert "不能超过满分" in str(answered.errors["points"])
    assert answer(asked, {"full": "1", "points": "10"}, {"full": 10}).is_complete


def test_choices_come_from_a_variable_or_from_an_expression() -> None:
    by_key = form(field("select", valuesKey="units"))
    by_expression = form(
        field("select", valuesExpression="=for u in units return {value: u.value, label: u.label}")
    )
    units = [{"value": "yjj", "label": "市应急管理局"}]
    for asked in (by_key, by_expression):
        assert answer(asked, {"x": "yjj"}, {"units": units}).values == {"x": "yjj"}
        assert not answer(asked, {"x": "gaj"}, {"units": units}).is_complete
        assert not answer(asked, {"x": "yjj"}, {"units": "not a list"}).is_complete


def test_files_kept_for_the_field_are_its_answer() -> None:
    asked = form(field("filepicker", "proof", validate={"required": True}))
    answered = answer(asked, {"proof": "forged"}, files={"proof": (UploadedFile(7, "报告.pdf"),)})
    assert answered.values == {"proof": [{"document": "7", "name": "报告.pdf"}]}


def test_an_expression_component_is_computed_from_the_answers() -> None:
    asked = form(
        field("number", "a"),
        field("number", "b"),
        {"type": "expression", "key": "sum", "expression": "=a + b"},
    )
    assert answer(asked, {"a": "2", "b": "3", "sum": "999"}).values["sum"] == 5
