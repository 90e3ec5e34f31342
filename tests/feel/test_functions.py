"""The standard's functions of strings, lists, statistics, contexts and ranges."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.feel.asking import said, value, warned

words = st.lists(st.integers(min_value=-5, max_value=5), max_size=8)


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ('substring("foobar", 3)', '"obar"'),
        ('substring("foobar", 3, 3)', '"oba"'),
        ('substring("foobar", -2, 1)', '"a"'),
        ('substring("foobar", 3, 3.8)', '"oba"'),
        ('substring("foobar", 0)', "null"),
        ('substring("foobar", 1.5)', "null"),  # between two characters is no position
        ('substring("foobar", 3, 0)', "null"),
        ('substring("😀双鸭山", 2, 2)', '"双鸭"'),
        ('substring(string: "foobar", start position: 3)', '"obar"'),
        ('string length("😀市")', "2"),
        ('upper case("aß")', '"ASS"'),
        ('substring before("foobar", "bar")', '"foo"'),
        ('substring before("foobar", "xyz")', '""'),
        ('substring before("foobar", "")', '""'),
        ('substring after("foobar", "ob")', '"ar"'),
        ('substring after("", "a")', '""'),
        ('contains("foobar", "of")', "false"),
        ('starts with("foobar", "fo")', "true"),
        ('ends with("foobar", "r")', "true"),
        ('split("甲；乙；丙", "；")', '["甲", "乙", "丙"]'),
        ('split("a1b22c", "[0-9]+")', '["a", "b", "c"]'),
        ('split("a,,b", ",")', '["a", "", "b"]'),
        ('string join(["a", null, "b"], "-")', '"a-b"'),
        ('string join(["a", "b"])', '"ab"'),
        ('string join([], "-")', '""'),
        ('string join(["a", 1], "-")', "null"),
        ('contains(null, "a")', "null"),
        ('contains(1, "a")', "null"),
        ('string length(["abc"])', "3"),  # a list of one gives its element
        ("string length([null])", "null"),  # but not where that is nothing
        ('contains("abc", [[null]])', "null"),
        ("before(range: [1..2], point: 3)", "true"),
        ("before(point: 3, range: [1..2])", "false"),
        ('string({a: "x", b: [1, null, @"2026-01-01"]})', '"{a: "x", b: [1, null, 2026-01-01]}"'),
        ("string(null)", "null"),
    ],
)
def test_strings(text: str, answer: str) -> None:
    assert said(text) == answer


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("list contains([1, 2, null], null)", "true"),
        ("count([])", "0"),
        ("count(null)", "null"),
        ("min([3, 1, 2])", "1"),
        ("max(1, 3, 2)", "3"),
        ('min("b", "a")', '"a"'),
        ("min([])", "null"),
        ('max([1, "a"])', "null"),
        ("sum([])", "null"),
        ("sum(1, 2)", "3"),
        ("sum(5)", "5"),
        ("mean([1, 2, 3, 4])", "2.5"),
        ("median([8, 2, 5, 3, 4])", "4"),
        ("median([6, 1, 2, 3])", "2.5"),
        ("stddev([47])", "null"),
        ("stddev(2, 4, 7, 5)", "2.081665999466132735282297706979931"),
        ("mode([6, 1, 9, 6, 1])", "[1, 6]"),
        ("mode([])", "[]"),
        ("product([2, 3, 4])", "24"),
        ("product([])", "null"),
        ("all([true, null])", "null"),
        ("all()", "null"),
        ("mode()", "null"),
        ("concatenate()", "null"),
        ("any([false, true, null])", "true"),
        ("sublist([4, 5, 6], 1, 2)", "[4, 5]"),
        ("sublist([4, 5, 6], -2)", "[5, 6]"),
        ("sublist([4, 5, 6], 4)", "null"),
        ("sublist([4, 5, 6], 1.5)", "null"),
        ("append([1], 2, 3)", "[1, 2, 3]"),
        ("concatenate([1], [2, [3]])", "[1, 2, [3]]"),
        ("insert before([1, 3], 1, 2)", "[2, 1, 3]"),
        ("insert before([1, 3], -1, 2)", "[1, 2, 3]"),
        ("insert before([1, 3], 1.5, 2)", "null"),
        ("remove([1, 2, 3], 2)", "[1, 3]"),
        ("remove([1, 2, 3], -1)", "[1, 2]"),
        ("remove([1, 2, 3], 1.5)", "null"),
        ("reverse([1, 2, 3])", "[3, 2, 1]"),
        ("index of([1, 2, 3, 2], 2)", "[2, 4]"),
        ("union([1, 2], [2, 3])", "[1, 2, 3]"),
        ("distinct values([1, 2, 1, null, null])", "[1, 2, null]"),
        ("flatten([[1, 2], [[3]], 4])", "[1, 2, 3, 4]"),
        ("list replace([2, 4, 7], 3, 6)", "[2, 4, 6]"),
        ("list replace([2, 4, 7], 2.5, 6)", "null"),
        ("list replace([2, 4, 7, 8], function(item, newItem) item < newItem, 5)", "[5, 5, 7, 8]"),
        ("sort([3, 1, 2], function(x, y) x > y)", "[3, 2, 1]"),
        ('sort(list: ["b", "a"], precedes: function(x, y) x < y)', '["a", "b"]'),
    ],
)
def test_lists_and_statistics(text: str, answer: str) -> None:
    assert said(text) == answer


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ('get value({a: 1}, "a")', "1"),
        ('get value({a: 1}, "b")', "null"),
        ("get entries({a: 1})", '[{key: "a", value: 1}]'),
        ('context([{key: "a", value: 1}])', "{a: 1}"),
        ('context([{key: "a", value: 1}, {key: "a", value: 2}])', "null"),
        ('context put({a: 1}, "b", 2)', "{a: 1, b: 2}"),
        ('context put({a: {b: 1}}, ["a", "b"], 2)', "{a: {b: 2}}"),
        ('context put({}, ["a", "b"], 2)', "{a: {b: 2}}"),
        ("context put({}, [], 2)", "null"),
        ("context merge([{a: 1}, {a: 2, b: 3}])", "{a: 2, b: 3}"),
    ],
)
def test_contexts(text: str, answer: str) -> None:
    assert said(text) == answer


@pytest.mark.parametrize(
    ("true", "false"),
    [
        ("before(1, 10)", "before(10, 1)"),
        ("before(1, (1..10])", "before(1, [1..10])"),
        ("before([1..5), [5..10])", "before([1..5], [5..10])"),
        ("after((1..5], 1)", "after([1..5], 1)"),
        ("meets([1..5], [5..10])", "meets([1..5), [5..10])"),
        ("met by([5..10], [1..5])", "met by((5..10], [1..5])"),
        ("overlaps([1..5], [3..8])", "overlaps([1..5), [5..8])"),
        ("overlaps before([1..5], [3..8])", "overlaps before([3..8], [1..5])"),
        ("overlaps after([3..8], [1..5])", "overlaps after([1..5], [3..8])"),
        ("overlaps after((1..5], [1..5))", "overlaps after([1..5], [1..5))"),
        ("overlaps after((1..5], [1..5])", "overlaps after((5..8], [1..5])"),
        ("overlaps before([1..5), (1..5])", "overlaps before([1..5), [1..5])"),
        ("finishes(10, [1..10])", "finishes(10, [1..10))"),
        ("finishes([5..10], [1..10])", "finishes([5..10), [1..10])"),
        ("finished by([1..10], [5..10])", "finished by([1..10], 5)"),
        ("includes([1..10], 5)", "includes([1..10), 10)"),
        ("includes([1..10], [1..10))", "includes([1..10), [1..10])"),
        ("during(5, [1..10])", "during(1, (1..10])"),
        ("starts(1, [1..10])", "starts(1, (1..10])"),
        ("starts([1..5], [1..10])", "starts((1..5], [1..10])"),
        ("started by([1..10], [1..5])", "started by([1..10], 2)"),
        ("coincides([1..5], [1..5])", "coincides([1..5), [1..5])"),
        ("before(point: 1, range: [2..3])", "coincides(point1: 3, point2: 4)"),
    ],
)
def test_ranges_stand_to_each_other(true: str, false: str) -> None:
    assert said(true) == "true"
    assert said(false) == "false"


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ('range("[1..3)")', "[1..3)"),
        ('range("[\\"a\\"..\\"z\\"]")', '["a".."z"]'),
        ('range("[date(\\"2026-01-01\\")..date(\\"2026-02-01\\"))")', '[@"2026-01-01"..@"2026-02-01")'),
        ('range("(..5]")', "(<= 5)"),
        ('range("[3..1]")', "null"),
        ('range("1..3")', "null"),
        ('range("[x..3]")', "null"),
    ],
)
def test_a_range_from_its_text(text: str, answer: str) -> None:
    assert said(text) == answer


@given(items=words)
def test_lists_keep_their_laws(items: list[int]) -> None:
    assert value("reverse(reverse(xs)) = xs", xs=items) is True
    assert value("sort(xs)", xs=items) == sorted(items)
    assert value("count(distinct values(xs))", xs=items) == len(set(items))
    assert value("concatenate(xs, xs)", xs=items) == items + items


def test_a_call_that_does_not_fit_says_what_it_was_given() -> None:
    assert warned("substring(1, 2)") == ("substring() does not take arguments of type number, number",)
    assert warned('substring("a")') == ("substring() does not take 1 arguments",)
    assert warned('substring(text: "a", start position: 1)') == (
        "substring() has no such parameters: text, start position",
    )
