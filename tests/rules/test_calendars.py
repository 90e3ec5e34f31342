"""Working days, make-up days, years not announced yet."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.rules.demo_calendar import CALENDAR, at
from workflows.rules.calendars import WorkingCalendar, end_of_day, last_day_before, local_day, qingming
from workflows.rules.office_hours import (
    add_office_time,
    next_office_moment,
    office_time_between,
    shift_working_days,
    subtract_office_time,
)

DAYS = st.dates(date(2024, 6, 1), date(2028, 6, 1))
AMOUNTS = st.integers(0, 60)
MOMENTS = st.datetimes(at("2025-01-01").replace(tzinfo=None), at("2027-12-31").replace(tzinfo=None)).map(
    lambda moment: at(moment.isoformat())
)


@pytest.mark.parametrize(
    ("day", "works"),
    [
        ("2026-11-23", True),  # a plain Monday
        ("2026-11-22", False),  # a plain Sunday
        ("2026-10-01", False),  # a holiday on a Thursday
        ("2026-09-20", True),  # a Sunday worked in exchange
        ("2026-10-10", True),  # a Saturday worked in exchange
        ("2027-01-01", False),  # a year not announced yet: the statutory day
        ("2031-05-01", False),  # a year nobody has entered
        ("2031-04-05", False),  # … a Saturday anyway
        ("2032-04-04", False),  # Qingming
        ("2031-10-08", True),
        ("1999-06-09", True),
    ],
)
def test_a_day_is_a_working_day_or_not(day: str, works: bool) -> None:
    assert CALENDAR.is_working_day(date.fromisoformat(day)) is works


def test_years_not_announced_are_provisional_and_never_an_error() -> None:
    assert [CALENDAR.provisional(year) for year in (2025, 2026, 2027, 2050, 1900)] == [
        False,
        False,
        True,
        True,
        True,
    ]


@pytest.mark.parametrize(("year", "day"), [(2024, 4), (2025, 4), (2026, 5), (2027, 5), (2028, 4)])
def test_qingming_falls_on_the_day_the_almanac_gives(year: int, day: int) -> None:
    assert qingming(year) == date(year, 4, day)


@given(DAYS, AMOUNTS, AMOUNTS)
def test_more_working_days_never_end_earlier(day: date, first: int, second: int) -> None:
    low, high = sorted((first, second))
    assert CALENDAR.add_working_days(day, low) <= CALENDAR.add_working_days(day, high)


@given(DAYS, DAYS, AMOUNTS)
def test_a_later_beginning_never_ends_earlier(one: date, other: date, amount: int) -> None:
    low, high = sorted((one, other))
    assert CALENDAR.add_working_days(low, amount) <= CALENDAR.add_working_days(high, amount)


@given(DAYS, st.integers(1, 60))
def test_going_forward_lands_on_a_working_day_and_is_counted_back(day: date, amount: int) -> None:
    end = CALENDAR.add_working_days(day, amount)
    assert CALENDAR.is_working_day(end)
    assert CALENDAR.working_days_between(day, end) == amount


@given(DAYS, st.integers(1, 60))
def test_going_back_leaves_that_many_working_days(day: date, amount: int) -> None:
    begin = CALENDAR.add_working_days(day, -amount)
    assert CALENDAR.is_working_day(begin)
    assert CALENDAR.working_days_between(begin, day) == amount


@given(DAYS, st.integers(1, 60))
def test_going_back_undoes_going_forward_between_working_days(day: date, amount: int) -> None:
    day = CALENDAR.next_working_day(day)
    assert CALENDAR.add_working_days(CALENDAR.add_working_days(day, amount), -amount) == day


@given(DAYS, DAYS)
def test_counting_backwards_is_the_negative(one: date, other: date) -> None:
    assert CALENDAR.working_days_between(one, other) == -CALENDAR.working_days_between(other, one)


def test_midnight_belongs_to_the_day_it_ends() -> None:
    end = end_of_day(date(2026, 9, 26))
    assert last_day_before(end) == date(2026, 9, 26)
    assert local_day(end) == date(2026, 9, 27)


def test_office_time_skips_nights_weekends_and_holidays() -> None:
    assert add_office_time(at("2026-09-30 16:00"), timedelta(hours=2), CALENDAR) == at("2026-10-08 09:30")
    assert add_office_time(at("2026-11-21 10:00"), timedelta(hours=2), CALENDAR) == at("2026-11-23 10:30")
    assert add_office_time(at("2026-11-23 07:00"), timedelta(hours=8.5), CALENDAR) == at("2026-11-23 17:00")


def test_office_time_goes_back_over_a_weekend() -> None:
    assert subtract_office_time(at("2026-11-23 09:30"), timedelta(hours=2), CALENDAR) == at(
        "2026-11-20 16:00"
    )
    assert subtract_office_time(at("2026-11-22 09:30"), timedelta(hours=1), CALENDAR) == at(
        "2026-11-20 16:00"
    )


@given(MOMENTS, st.timedeltas(timedelta(0), timedelta(days=5)))
def test_office_time_added_is_the_office_time_that_passed(moment, length: timedelta) -> None:
    end = add_office_time(moment, length, CALENDAR)
    assert office_time_between(moment, end, CALENDAR) == length


@given(MOMENTS, st.timedeltas(timedelta(seconds=1), timedelta(days=5)))
def test_office_time_taken_back_is_the_office_time_left(moment, length: timedelta) -> None:
    begin = subtract_office_time(moment, length, CALENDAR)
    assert office_time_between(begin, moment, CALENDAR) == length


@given(MOMENTS)
def test_the_next_office_moment_is_in_office_hours_and_not_before(moment) -> None:
    found = next_office_moment(moment, CALENDAR)
    assert found >= moment
    day = local_day(found)
    assert CALENDAR.is_working_day(day)
    assert CALENDAR.opening(day) <= found < CALENDAR.close_of_business(day)


def test_a_shift_keeps_the_time_of_day() -> None:
    assert shift_working_days(at("2026-09-30 17:00"), 1, CALENDAR) == at("2026-10-08 17:00")
    assert shift_working_days(at("2026-11-24 00:00"), 1, CALENDAR) == at("2026-11-25 00:00")


def test_a_calendar_cannot_be_changed_from_outside() -> None:
    years = dict(CALENDAR.years)
    calendar = WorkingCalendar(years)
    years.clear()
    assert calendar.provisional(2026) is False
