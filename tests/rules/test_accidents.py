"""What is known of an accident's harm: unknown is not zero, known stays known, the missing are counted."""

from __future__ import annotations

from decimal import Decimal
from functools import cache
from typing import Any

import pytest

from tests.bpmn.shipped_files import SHIPPED
from workflows.decisions import Decisions, read_decisions
from workflows.rules.accidents import GRADES, Harm, is_higher, lowest_grade


@cache
def grades() -> Decisions:
    return read_decisions((SHIPPED / "accident_report" / "accident_grade.dmn").read_bytes())


def harm(**known: Any) -> Harm:
    return Harm.read({name: Decimal(str(value)) for name, value in known.items()})


def grade(of: Harm) -> str:
    return lowest_grade(grades().evaluate("accident_grade", of.as_values()).value)


@pytest.mark.parametrize(
    ("known", "expected"),
    [
        ({}, "general"),
        ({"deaths": 2}, "general"),
        ({"deaths": 3}, "larger"),
        ({"deaths": 10}, "major"),
        ({"deaths": 30}, "extraordinary"),
        ({"serious_injuries": 9}, "general"),
        ({"serious_injuries": 50}, "major"),
        ({"direct_loss_wan": "999.99"}, "general"),
        ({"direct_loss_wan": 1000}, "larger"),
        ({"direct_loss_wan": 10000}, "extraordinary"),
    ],
)
def test_what_is_not_known_never_lowers_the_grade(known: dict, expected: str) -> None:
    assert grade(harm(**known)) == expected
    assert not harm(**known).is_complete


def test_a_count_is_complete_when_nothing_can_raise_it_any_more() -> None:
    known = {"deaths": 1, "serious_injuries": 0, "direct_loss_wan": 5}
    assert harm(**known).is_complete and harm(**known, missing=0).is_complete
    assert not harm(**known, missing=1).is_complete


def test_what_was_known_stays_known_and_may_be_corrected() -> None:
    earlier = harm(deaths=3, missing=1)
    assert Harm().or_else(earlier) == earlier
    assert harm(deaths=2, serious_injuries=4).or_else(earlier) == harm(
        deaths=2, missing=1, serious_injuries=4
    )


def test_the_missing_are_added_to_the_dead_once() -> None:
    counted = harm(deaths=1, missing=2, serious_injuries=4).with_the_missing_dead()
    assert counted == harm(deaths=3, missing=0, serious_injuries=4)
    assert counted.with_the_missing_dead() == counted
    assert harm(missing=2).with_the_missing_dead() == harm(deaths=2, missing=0)
    assert Harm().with_the_missing_dead() == Harm()


def test_grades_have_an_order() -> None:
    assert [is_higher(one, other) for one, other in zip(GRADES[1:], GRADES, strict=False)] == [True] * 3
    assert not is_higher("larger", "larger") and not is_higher("general", "major")


def test_what_is_no_number_is_not_known() -> None:
    assert Harm.read({"deaths": "三人", "missing": True, "serious_injuries": None}) == Harm()
