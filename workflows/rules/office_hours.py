"""Arithmetic over office time: the hours an office is open, one working day after the other."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from workflows.rules.calendars import ONE_DAY, SHANGHAI, WorkingCalendar, last_day_before, local_day

NOTHING = timedelta(0)


def next_office_moment(moment: datetime, calendar: WorkingCalendar) -> datetime:
    """The moment itself during office hours, otherwise the next opening (aware UTC)."""
    day = calendar.next_working_day(local_day(moment))
    if day != local_day(moment):
        return calendar.opening(day)
    if moment >= calendar.close_of_business(day):
        return calendar.opening(calendar.next_working_day(day + ONE_DAY))
    return max(moment.astimezone(UTC), calendar.opening(day))


def add_office_time(moment: datetime, length: timedelta, calendar: WorkingCalendar) -> datetime:
    """The moment after `length` of office time has passed since `moment` (aware UTC).

    A length that ends exactly at close of business ends then, not at the next opening.
    """
    at = next_office_moment(moment, calendar)
    while length > (left := calendar.close_of_business(local_day(at)) - at):
        length -= left
        at = calendar.opening(calendar.next_working_day(local_day(at) + ONE_DAY))
    return at + length


def subtract_office_time(moment: datetime, length: timedelta, calendar: WorkingCalendar) -> datetime:
    """The moment from which `length` of office time remains until `moment` (aware UTC)."""
    at = moment.astimezone(UTC)
    day = last_day_before(moment)
    while True:
        if calendar.is_working_day(day):
            opening = calendar.opening(day)
            at = min(at, calendar.close_of_business(day))
            passed = max(at - opening, NOTHING)
            if length < passed or length == NOTHING == passed:
                return at - length
            length -= passed
            if length == NOTHING:
                return opening
        day -= ONE_DAY
        at = calendar.close_of_business(day)


def office_time_between(first: datetime, last: datetime, calendar: WorkingCalendar) -> timedelta:
    """Office time between two moments; nothing when `last` is not after `first`."""
    total = NOTHING
    day, end = local_day(first), local_day(last)
    while day <= end:
        if calendar.is_working_day(day):
            total += max(
                min(last, calendar.close_of_business(day)) - max(first, calendar.opening(day)),
                NOTHING,
            )
        day += ONE_DAY
    return total


def shift_working_days(moment: datetime, amount: int, calendar: WorkingCalendar) -> datetime:
    """The same time of day `amount` working days later, or earlier when negative (aware UTC).

    Midnight counts as 24:00 of the day before, so that limits ending at 24:00 keep ending then.
    """
    day = last_day_before(moment)
    moved = calendar.add_working_days(day, amount) - day
    return (moment.astimezone(SHANGHAI) + moved).astimezone(UTC)
