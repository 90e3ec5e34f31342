"""Decision tables: which rules fire under each hit policy, and what they then say."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from tests.decisions.drawing import decision, model, table
from workflows.decisions import ConflictingRules
from workflows.feel import json_text

BANDS = [["< 10", '"low"', "1"], ["[5..20]", '"middle"', "2"], [">= 20", '"high"', "3"]]


def answer(drawn: str, **inputs: Any) -> str:
    return json_text(model(decision("d", drawn)).evaluate("d", inputs).value)


def test_a_unique_table_says_what_its_one_rule_says() -> None:
    drawn = table(["x"], ["word", "number"], BANDS)
    assert answer(drawn, x=3) == '{"word": "low", "number": 1}'
    assert answer(drawn, x=21) == '{"word": "high", "number": 3}'


def test_two_rules_of_a_unique_table_are_an_error_that_names_them() -> None:
    with pytest.raises(ConflictingRules) as caught:
        answer(table(["x"], ["word", "number"], BANDS), x=7)
    assert caught.value.rules == ("1", "2")
    assert "1、2" in caught.value.sentence.zh and "rules 1, 2" in caught.value.sentence.en


def test_any_lets_rules_that_agree_fire_and_refuses_those_that_differ() -> None:
    rules = [["< 10", '"same"'], ["> 5", '"same"'], ["> 8", '"other"']]
    assert answer(table(["x"], ["word"], rules, "ANY"), x=7) == '"same"'
    with pytest.raises(ConflictingRules):
        answer(table(["x"], ["word"], rules, "ANY"), x=9)


@pytest.mark.parametrize(
    ("policy", "x", "expected"),
    [
        ("FIRST", 7, '"low"'),
        ("PRIORITY", 7, '"middle"'),
        ("PRIORITY", 20, '"high"'),
        ("RULE ORDER", 7, '["low", "middle"]'),
        ("OUTPUT ORDER", 7, '["middle", "low"]'),
        ("OUTPUT ORDER", 20, '["high", "middle"]'),
        ("COLLECT", 7, '["low", "middle"]'),
    ],
)
def test_policies_choose_and_order_the_rules_that_match(policy: str, x: int, expected: str) -> None:
    rules = [row[:2] for row in BANDS]
    assert answer(table(["x"], ['word|"high","middle","low"'], rules, policy), x=x) == expected


@pytest.mark.parametrize(
    ("aggregation", "expected", "of_nothing"),
    [("SUM", "3", "null"), ("COUNT", "2", "0"), ("MIN", "1", "null"), ("MAX", "2", "null")],
)
def test_collect_aggregates_what_fired(aggregation: str, expected: str, of_nothing: str) -> None:
    rules = [[row[0], row[2]] for row in BANDS]
    drawn = table(["x"], ["number"], rules, "COLLECT", aggregation)
    assert answer(drawn, x=7) == expected
    assert answer(drawn, x=None) == of_nothing


def test_no_rule_gives_the_default_or_nothing() -> None:
    rules = [["> 10", '"big"']]
    assert answer(table(["x"], ["word"], rules), x=1) == "null"
    assert answer(table(["x"], ['word|"big","small"|"small"'], rules), x=1) == '"small"'
    assert answer(table(["x"], ["word"], rules, "COLLECT"), x=1) == "[]"


@pytest.mark.parametrize(
    ("cell", "x", "holds"),
    [
        ("-", None, True),
        ("", 1, True),
        ("1, 2", 2, True),
        ("not(1, 2)", 3, True),
        ("not(1, 2)", 2, False),
        ("null", None, True),
        ("not(null)", None, False),
        ("? > 1 and ? < 3", 2, True),
        ('contains(?, "煤")', "双鸭山煤矿", True),
        ("[1..3)", 3, False),
        ("(1..3]", 3, True),
        ("]1..3[", 2, True),
        ('"a", "b"', "b", True),
        ("true", True, True),
        ("false", False, True),
        ("[1, 2, 3]", 2, True),
        ("x + 0", 5, True),
        ("< 10", "text", False),
        ("> 5, < 2", 1, True),
    ],
)
def test_a_cell_tests_its_input(cell: str, x: Any, holds: bool) -> None:
    drawn = table(["x"], ["word"], [[cell, '"hit"']])
    assert answer(drawn, x=x) == ('"hit"' if holds else "null")


def test_an_answer_carries_the_rules_that_fired_and_what_they_saw() -> None:
    told = model(
        decision("d", table(["x", "x * 2"], ["word", "number"], [["-", *row] for row in BANDS]))
    ).evaluate("d", {"x": 11})
    (fired,) = told.rules_fired
    assert (fired.table, fired.number) == ("d", 3)
    assert fired.saw == {"x": Decimal(11), "x * 2": Decimal(22)}
    assert told.inputs_seen == {"x": Decimal(11)}


def test_a_value_outside_those_an_input_expects_gives_null_and_says_so() -> None:
    drawn = table(["x"], ["word"], [["-", '"hit"']]).replace(
        "</inputExpression></input>", "</inputExpression><inputValues><text>1, 2</text></inputValues></input>"
    )
    told = model(decision("d", drawn)).evaluate("d", {"x": 3})
    assert told.value is None
    assert "not among those expected" in told.warnings[0].en
