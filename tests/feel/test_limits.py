"""Whatever is asked, there is an answer or a clear refusal, soon, and never a RecursionError."""

from __future__ import annotations

import time

import pytest

from tests.feel.asking import value
from workflows.feel import FeelSyntaxError, NotAFeelValue, compile_expression, evaluate

DEEP = 1_000
HANGS = 8
"""Seconds of processor time. It tells growth that runs away from growth with the text's length, on whatever
machine and beside whatever else it does; how fast we are is the benchmarks' to say."""


@pytest.mark.parametrize(
    "text",
    [
        "(" * DEEP + "1" + ")" * DEEP,
        "[" * DEEP + "1" + "]" * DEEP,
        "{a:" * DEEP + "1" + "}" * DEEP,
        "not(" * DEEP + "true" + ")" * DEEP,
        "-" * DEEP + "1",
        "x" + "[1]" * DEEP,
        "x" + ".a" * DEEP,
        "f" + "(1)" * DEEP,
        "if true then " * DEEP + "1" + " else 2" * DEEP,
        "if false then 1 else " * DEEP + "2",
        "1 in (" * DEEP + "1" + ")" * DEEP,
        "for i in " * DEEP + "[1]" + " return i" * DEEP,
        "function(x) " * DEEP + "x",
        "1 + (2 * " * DEEP + "1" + ")" * DEEP,
        "1 = " * DEEP + "1",
        "1 instance of " + "list<" * DEEP + "number" + ">" * DEEP,
        "1" + " instance of number" * DEEP,
        "+".join(["amount"] * 14_000),
        " and ".join(["true"] * 14_000),
        " or ".join(["x in (1, 2)"] * 7_000),
        "[" + ",".join(["1"] * 50_000) + "]",
        '"' + "x" * 100_000 + '"',
        "x" * 100_000,
        "x " * 50_000,
        "[1..2" * 20_000,
    ],
)
def test_a_huge_or_deep_expression_is_answered_or_refused_and_never_hangs(text: str) -> None:
    start = time.process_time()
    try:
        compile_expression(text).evaluate({"x": 1, "amount": 1})
    except FeelSyntaxError as refusal:
        assert refusal.line >= 1 and refusal.sentence.zh and refusal.sentence.en
    assert time.process_time() - start < HANGS


@pytest.mark.parametrize(
    "text",
    [
        "for i in 1..100000000 return i",
        "for i in 1..10000, j in 1..10000 return i * j",
        "some i in 1..100000000 satisfies i < 0",
        "count(for i in 1..40 return if i = 1 then [1, 1] else concatenate(partial[-1], partial[-1]))",
        'string length((for i in 1..60 return if i = 1 then "xx" else partial[-1] + partial[-1])[-1])',
        "{f: function(n) f(n + 1), r: f(1)}.r",
        "{f: function(n) f(n) + f(n), r: f(1)}.r",
        "for i in [1..1000000000] return i",
        "sort(for i in 1..30000 return -i, function(a, b) a < b)",
    ],
)
def test_a_runaway_evaluation_ends_in_null_with_a_reason(text: str) -> None:
    told = evaluate(text, {})
    assert told.value is None
    assert told.warnings


def test_deep_data_is_refused_or_answered() -> None:
    nested: list = []
    for _ in range(DEEP):
        nested = [nested]
    with pytest.raises(NotAFeelValue):
        evaluate("x = x", {"x": nested})
    assert value("for i in 1..3000 return if i = 1 then [1] else [partial[-1]]")[-1] is not None


@pytest.mark.parametrize("alien", [object(), {1, object()}, b"bytes", float("nan"), float("inf"), 1j])
def test_what_feel_has_no_counterpart_for_is_refused_at_the_border(alien: object) -> None:
    with pytest.raises(NotAFeelValue):
        evaluate("x", {"x": alien})


def test_variables_an_expression_does_not_read_are_not_looked_at() -> None:
    assert evaluate("1", {"x": object()}).value == 1


def test_the_callers_data_is_never_changed() -> None:
    data = {"xs": [3, 1, 2], "c": {"a": 1}}
    evaluate('[sort(xs), context put(c, "a", 2), append(xs, 4)]', data)
    assert data == {"xs": [3, 1, 2], "c": {"a": 1}}
