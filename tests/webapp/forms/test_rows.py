"""Dynamic lists: rows come and go without a script, and nothing typed in another row is lost."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from tests.webapp.forms.asking import answer, field, form, setting, shown
from workflows.rules.forms import add_row, first_answers, read_raw, remove_row

MATTERS = {
    "type": "dynamiclist",
    "path": "matters",
    "label": "事项",
    "components": [
        field("textfield", "title", validate={"required": True}),
        field("select", "lead", values=["yjj", "zjj"]),
        field("textfield", "why", conditional={"hide": '=lead != "zjj"'}),
    ],
}
ASKED = form(MATTERS)


def test_each_row_is_a_context_in_a_list() -> None:
    answered = answer(ASKED, {"matters[0].title": "甲", "matters[0].lead": "yjj", "matters[1].title": "乙"})
    assert answered.values == {"matters": [{"title": "甲", "lead": "yjj"}, {"title": "乙", "lead": None}]}


def test_an_error_names_the_row_and_field() -> None:
    assert set(answer(ASKED, {"matters[0].title": "甲", "matters[1].lead": "yjj"}).errors) == {
        "matters[1].title"
    }


def test_a_condition_in_a_row_sees_its_own_row() -> None:
    sent = {
        "matters[0].title": "甲",
        "matters[0].lead": "zjj",
        "matters[0].why": "因为",
        "matters[1].title": "乙",
        "matters[1].lead": "yjj",
        "matters[1].why": "x",
    }
    first, second = answer(ASKED, sent).values["matters"]
    assert first["why"] == "因为" and "why" not in second


def test_a_list_without_rows_is_an_empty_list() -> None:
    assert answer(ASKED, {"matters": ""}).values == {"matters": []}


def test_a_row_added_is_empty_and_the_others_stay() -> None:
    raw = add_row(read_raw(ASKED, [("matters[0].title", ["甲"])]), "matters")
    rows = shown(ASKED, {name: values for name, values in raw.items()}).fields[0].rows
    assert [row[0].value for row in rows] == ["甲", ""]


def test_rows_open_with_what_the_matter_holds() -> None:
    raw = first_answers(ASKED, setting({"matters": [{"title": "甲", "lead": "yjj"}, {"title": "乙"}]}))
    assert raw["matters[1].title"] == ["乙"] and raw["matters[0].lead"] == ["yjj"]


@given(st.lists(st.text(alphabet="甲乙丙丁", min_size=1, max_size=3), min_size=1, max_size=8), st.data())
def test_removing_a_row_removes_that_row_alone(titles, data) -> None:
    gone = data.draw(st.integers(0, len(titles) - 1))
    raw = read_raw(ASKED, [(f"matters[{number}].title", [title]) for number, title in enumerate(titles)])
    left = answer(ASKED, remove_row(raw, "matters", gone)).values["matters"]
    assert [row["title"] for row in left] == titles[:gone] + titles[gone + 1 :]
