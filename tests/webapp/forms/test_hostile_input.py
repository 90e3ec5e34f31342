"""What a browser of ours would never send does no harm and loses nothing of what was typed."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.webapp.forms.asking import answer, field, form
from workflows.rules.forms import FormNotUnderstood, read_form, read_raw

LIST = {"type": "dynamiclist", "path": "rows", "label": "r", "components": [field("textfield", "t")]}
EVERYTHING = form(
    field("textfield", "text"),
    field("textarea", "area"),
    field("number", "number"),
    field("checkbox", "box"),
    field("radio", "radio", values=["a", "b"]),
    field("taglist", "tags", values=["a", "b"]),
    field("datetime", "day", subtype="date"),
    field("datetime", "moment", subtype="datetime"),
    field("filepicker", "files"),
    LIST,
)


def test_fields_the_form_does_not_have_are_ignored() -> None:
    answered = answer(form(field("textfield")), {"x": "a", "approved": "true", "x.y": "b", "__class__": "c"})
    assert answered.values == {"x": "a"}


def test_a_text_that_is_far_too_long_is_refused_in_words_and_kept() -> None:
    asked = form(field("textfield"))
    raw = read_raw(asked, [("x", ["长" * 5000])])
    assert raw["x"][0] == "长" * 5000
    assert "最多500个字，现在有5000个字" in str(answer(asked, {"x": "长" * 5000}).errors["x"])


def test_nul_bytes_and_control_characters_are_taken_out() -> None:
    assert answer(form(field("textarea")), {"x": "a\x00b\x1bc\td\ne"}).values == {"x": "abc\td\ne"}


def test_two_answers_where_one_is_expected_are_refused() -> None:
    for kind in ("textfield", "number", "select", "datetime"):
        answered = answer(form(field(kind, values=["a", "b"])), {"x": ["a", "b"]})
        assert "这里只能填一个" in str(answered.errors["x"])


def test_rows_with_absurd_numbers_are_counted_not_built() -> None:
    began = time.process_time()
    answered = answer(
        form(LIST), {"rows[999999].t": "a", "rows[12345678].t": "b", "rows[-1].t": "c", "rows[x].t": "d"}
    )
    assert answered.values == {"rows": [{"t": "a"}]}
    assert time.process_time() - began < 5  # unbounded, it would take hours


def test_no_more_than_a_hundred_rows_are_read() -> None:
    answered = answer(form(LIST), {f"rows[{number}].t": "a" for number in range(5000)})
    assert len(answered.values["rows"]) == 100


def test_a_slow_pattern_is_never_tried_on_a_long_text() -> None:
    asked = form(field("textarea", validate={"pattern": "^(a+)+$"}))
    began = time.process_time()
    assert not answer(asked, {"x": "a" * 10_000 + "!"}).is_complete
    assert time.process_time() - began < 5  # unbounded, it would take hours


names = st.sampled_from(
    [
        "text",
        "area",
        "number",
        "box",
        "radio",
        "tags",
        "day",
        "moment",
        "files",
        "rows",
        "rows[0].t",
        "rows[0]",
        "evil",
    ]
)


@given(st.dictionaries(names, st.lists(st.text(max_size=40), max_size=3), max_size=8))
def test_whatever_is_sent_there_is_an_answer_or_a_sentence(sent) -> None:
    answered = answer(EVERYTHING, sent)
    assert set(answered.values) | set(answered.errors) >= {"text", "number", "day"}
    assert all(str(error) for error in answered.errors.values())
    assert "\x00" not in repr(answered.values)


@pytest.mark.parametrize(
    "schema",
    [
        None,
        [],
        {"components": "no list"},
        {"components": [{"key": "x"}]},
        {"components": ["text"]},
        {"components": [{"type": "html", "content": "<script>alert(1)</script>"}]},
        {"components": [{"type": "iframe", "url": "https://evil.example"}]},
        {"components": [{"type": "textfield", "label": "no key"}]},
        {"components": [{"type": "textfield", "key": "a b"}]},
        {"components": [{"type": "textfield", "key": "x[0]"}]},
        {"components": [field("textfield"), field("number")]},
        {"components": [field("textfield", validate={"pattern": "("})]},
        {"components": [field("datetime", subtype="year")]},
    ],
)
def test_a_schema_that_cannot_be_drawn_safely_is_refused_in_words(schema) -> None:
    with pytest.raises(FormNotUnderstood) as refused:
        read_form(schema)
    assert refused.value.sentence.zh and refused.value.sentence.en


def test_a_schema_nested_without_end_is_refused() -> None:
    schema = {"components": [field("textfield")]}
    for _level in range(50):
        schema = {"components": [{"type": "group", "components": schema["components"]}]}
    with pytest.raises(FormNotUnderstood):
        read_form(schema)
