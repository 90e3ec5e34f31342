"""The bars of the trend: as high as their numbers, and never wrong for an office with nothing in it."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from webapp.board.trend import HEIGHT, trend_of
from workflows.queries.board import Week

NUMBERS = st.tuples(st.integers(0, 5000), st.integers(0, 5000), st.integers(0, 5000))


def weeks_of(numbers: list[tuple[int, int, int]]) -> list[Week]:
    first = date(2026, 9, 7)
    return [
        Week(first + timedelta(weeks=index), opened, closed, min(late, closed))
        for index, (opened, closed, late) in enumerate(numbers)
    ]


@given(st.lists(NUMBERS, min_size=1, max_size=12))
def test_no_bar_leaves_the_drawing_and_no_number_above_none_is_invisible(
    numbers: list[tuple[int, int, int]],
) -> None:
    for bars in trend_of(weeks_of(numbers)).bars:
        for height, number in ((bars.opened, bars.week.opened), (bars.closed, bars.week.closed)):
            assert 0 <= height <= HEIGHT
            assert (height > 0) == (number > 0)
        assert bars.late <= bars.closed


def test_the_tallest_number_is_as_high_as_the_drawing() -> None:
    trend = trend_of(weeks_of([(2, 8, 0), (4, 0, 0)]))
    assert [(bars.opened, bars.closed) for bars in trend.bars] == [(HEIGHT // 4, HEIGHT), (HEIGHT // 2, 0)]


def test_an_office_with_nothing_in_it_has_an_empty_drawing() -> None:
    assert trend_of([]).bars == ()
    assert trend_of(weeks_of([(0, 0, 0)])).top == 0
