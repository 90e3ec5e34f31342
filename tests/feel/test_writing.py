"""What is printed parses into the same tree, and values written as text are the values that were meant."""

from __future__ import annotations

import json
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workflows.feel import compile_expression, evaluate, feel_text, from_json, json_text, to_json
from workflows.feel import syntax as s
from workflows.feel.printing import printed
from workflows.feel.types import SIMPLE_TYPES, ContextOf, FunctionOf, ListOf, RangeOf

names = st.sampled_from(["x", "amount", "事故等级", "a1"])
numbers = st.decimals(min_value=0, max_value=10**6, places=2).map(lambda n: n.normalize() + 0)
literals = st.one_of(
    numbers.map(s.Literal),
    st.text(max_size=8).map(s.Literal),
    st.sampled_from([True, False, None]).map(s.Literal),
    st.sampled_from(["2026-01-01", "P1D"]).map(s.AtLiteral),
)
simple_types = st.sampled_from([SIMPLE_TYPES[name] for name in ("number", "string", "date and time", "Any")])
types = st.recursive(
    simple_types,
    lambda inner: st.one_of(
        inner.map(ListOf),
        inner.map(RangeOf),
        st.tuples(names, inner).map(lambda pair: ContextOf((pair,))),
        st.tuples(inner, inner).map(lambda pair: FunctionOf((pair[0],), pair[1])),
    ),
    max_leaves=3,
)


def grown(inner: st.SearchStrategy) -> st.SearchStrategy:
    pairs = st.lists(inner, min_size=2, max_size=3).map(tuple)
    iterators = st.tuples(names, inner).map(lambda pair: (s.Iterator(*pair),))
    operators = st.sampled_from([("+", "-"), ("*", "/"), ("**",)])
    return st.one_of(
        st.tuples(st.sampled_from(["and", "or"]), pairs).map(lambda t: s.Logic(*t)),
        st.tuples(operators, inner, inner, inner).map(
            lambda t: s.Arithmetic(t[1], ((t[0][0], t[2]), (t[0][-1], t[3])))
        ),
        st.tuples(st.sampled_from(["=", "!=", "<", "<=", ">", ">="]), inner, inner).map(
            lambda t: s.Comparison(*t)
        ),
        inner.map(s.Negation),
        st.tuples(inner, inner, inner).map(lambda t: s.Between(*t)),
        st.tuples(inner, pairs).map(lambda t: s.In(*t)),
        st.tuples(inner, names).map(lambda t: s.Path(*t)),
        st.tuples(inner, inner).map(lambda t: s.Filter(*t)),
        st.tuples(inner, types).map(lambda t: s.InstanceOf(*t)),
        pairs.map(s.ListLiteral),
        st.tuples(inner, inner).map(lambda t: s.ContextLiteral((("a", t[0]), ("b c", t[1])))),
        st.tuples(inner, inner, st.booleans(), st.booleans()).map(lambda t: s.RangeLiteral(*t)),
        st.tuples(inner, inner, inner, inner).map(
            lambda t: s.If(((t[0], t[1]),), s.ListLiteral((t[2], t[3])))
        ),
        st.tuples(iterators, inner).map(lambda t: s.For(*t)),
        st.tuples(st.sampled_from(["some", "every"]), iterators, inner).map(lambda t: s.Quantified(*t)),
        st.tuples(names, st.none() | types, inner).map(lambda t: s.FunctionLiteral(((t[0], t[1]),), t[2])),
        st.tuples(inner, pairs).map(lambda t: s.Call(t[0], t[1], None)),
        st.tuples(inner, inner).map(lambda t: s.Call(t[0], (t[1],), ("start position",))),
    )


trees = st.recursive(literals | names.map(lambda name: s.Name(name, 0)), grown, max_leaves=12)


def parsed(text: str) -> s.Node:
    return compile_expression(text).tree


@given(tree=trees)
def test_parse_print_parse_is_parse(tree: s.Node) -> None:
    once = parsed(printed(tree))
    assert printed(parsed(printed(once))) == printed(once)
    assert without_positions(parsed(printed(once))) == without_positions(once)


def without_positions(tree: s.Node) -> str:
    import re

    return re.sub(r"position=\d+", "", repr(tree))


@given(tree=trees)
def test_evaluating_any_tree_gives_a_value_and_never_raises(tree: s.Node) -> None:
    value, warnings = evaluate(printed(tree), {"x": 3, "amount": [1, {"a": "b"}], "事故等级": "larger"})
    assert isinstance(warnings, tuple)
    feel_text(value)


@pytest.mark.parametrize(
    "cell", ["-", "< 10", "not(1, 2)", '"a", "b"', "[1..5], > 10", "? > 1", "(< 5)", 'contains(?, "x")']
)
def test_cells_print_as_cells(cell: str) -> None:
    tree = compile_expression(cell, mode="unary").tree
    again = compile_expression(printed(tree), mode="unary").tree
    assert without_positions(again) == without_positions(tree)


json_values = st.recursive(
    st.none() | st.booleans() | st.integers(-(10**30), 10**30) | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=8,
)


@given(value=json_values)
def test_json_goes_in_and_comes_out_the_same(value: object) -> None:
    assert to_json(from_json(value)) == value
    assert json.loads(json_text(from_json(value))) == value


def test_numbers_keep_all_their_digits_in_json_text() -> None:
    value = evaluate("1 / 3", {}).value
    assert json_text(value) == "0." + "3" * 34
    assert json_text([Decimal("1E+3"), Decimal("0.50"), Decimal("-0")]) == "[1000, 0.5, 0]"


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ('@"2026-01-01T08:00:00+08:00"', '"2026-01-01T08:00:00+08:00"'),
        ('@"P1Y2M"', '"P1Y2M"'),
        ("[1..3)", '"[1..3)"'),
        ('["a".."b"]', '"[\\"a\\"..\\"b\\"]"'),
        ("(> 5)", '"(> 5)"'),
        ('date and time("2026-01-01T00:00:00.123456789Z")', '"2026-01-01T00:00:00.123456789Z"'),
        ('date("99999-12-31")', '"99999-12-31"'),
    ],
)
def test_what_json_has_no_type_for_is_text(text: str, written: str) -> None:
    assert json_text(evaluate(text, {}).value) == written
