"""The arithmetic of the assessment, at its edges and against what must always hold."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workflows.rules.assessment import (
    averaged,
    capped,
    category_points,
    deducted,
    growth,
    quota,
    rate,
    rounded,
    total,
    within_quota,
)

points = st.decimals(min_value=0, max_value=100, places=2)


def test_a_clause_is_deducted_item_by_item_and_never_below_nothing() -> None:
    assert deducted(Decimal(20), [Decimal(10)]) == 10
    assert deducted(Decimal(20), [Decimal(10), Decimal(10)]) == 0
    assert deducted(Decimal(20), [Decimal(10), Decimal(10), Decimal(1)]) == 0


def test_a_finding_costs_its_points_each_time_up_to_its_most() -> None:
    assert capped(Decimal(10), 2, None) == 20
    assert capped(Decimal(1), 7, Decimal(5)) == 5


@pytest.mark.parametrize(
    ("on_time", "qualities", "expected"),
    [
        (2, [5, 5], Decimal(25)),
        (1, [5, 5], Decimal("12.5")),
        (2, [4, 5], Decimal("22.5")),
        (0, [5], Decimal(0)),
        (0, [], None),
    ],
)
def test_a_category_is_its_share_on_time_times_its_quality(
    on_time: int, qualities: list[int], expected: Decimal | None
) -> None:
    assert category_points(Decimal(25), on_time, [Decimal(quality) for quality in qualities]) == expected


def test_no_data_is_not_zero() -> None:
    assert rate(0, 0) is None
    assert rate(0, 4) == 0
    assert growth(Decimal(5), Decimal(0), Decimal(5), Decimal(4)) is None


def test_the_mean_of_three_scorers_is_shown_with_two_places() -> None:
    scores = [{"V-01": Decimal(value)} for value in (9, 9, 8)]
    assert rounded(averaged(scores)["V-01"]) == Decimal("8.67")
    assert str(rounded(Decimal("10.00"))) == "10"
    assert averaged([]) == {}


def test_bonus_and_a_late_self_assessment_count_last() -> None:
    assert total([Decimal(50), Decimal(40)], Decimal(3), Decimal(2)) == 91
    assert total([Decimal(1)], Decimal(0), Decimal(2)) == 0


@pytest.mark.parametrize(("assessed", "most"), [(8, 2), (9, 2), (10, 3), (3, 0), (0, 0)])
def test_thirty_percent_are_never_rounded_up(assessed: int, most: int) -> None:
    assert quota(assessed, Decimal(30)) == most


def test_within_the_quota_the_highest_stay_and_equals_at_the_edge_stand_back() -> None:
    totals = {"a": Decimal(95), "b": Decimal(93), "c": Decimal(93), "d": Decimal(91)}
    assert within_quota(totals, totals, 4) == {"a", "b", "c", "d"}
    assert within_quota(totals, totals, 3) == {"a", "b", "c"}
    assert within_quota(totals, totals, 2) == {"a"}
    assert within_quota(totals, totals, 0) == set()


def test_the_fund_keeps_pace_when_it_grows_as_fast_as_the_revenue() -> None:
    as_fast = growth(Decimal(105), Decimal(100), Decimal(1050), Decimal(1000))
    slower = growth(Decimal(104), Decimal(100), Decimal(1050), Decimal(1000))
    assert as_fast is not None and as_fast.keeps_pace
    assert slower is not None and not slower.keeps_pace


@given(points, st.lists(points, max_size=6), points)
def test_another_deduction_never_raises_a_score(full: Decimal, found: list, more: Decimal) -> None:
    assert 0 <= deducted(full, [*found, more]) <= deducted(full, found) <= full


@given(st.lists(points, min_size=1, max_size=5))
def test_a_mean_lies_between_the_lowest_and_the_highest(scores: list) -> None:
    value = averaged([{"E-01": score} for score in scores])["E-01"]
    assert min(scores) - Decimal("1e-20") <= value <= max(scores) + Decimal("1e-20")
