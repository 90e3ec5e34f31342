"""Where the rungs of an escalation ladder stand in time."""

from __future__ import annotations

from datetime import datetime, timedelta

from workflows.rules.calendars import WorkingCalendar
from workflows.rules.office_hours import next_office_moment, shift_working_days


def rung_time(
    due_at: datetime,
    working_days: int | None,
    hours: int | None,
    calendar: WorkingCalendar,
    review: timedelta,
) -> datetime:
    """When a rung of a ladder stands: so many working days (or, 24×7, hours) after a limit's current end.

    `review` is the time after that end during which the result lay with the reviewers; it does not count.
    A rung counted in working days never fires outside office hours.
    """
    if hours is not None:
        return due_at + timedelta(hours=hours) + review
    at = shift_working_days(due_at, working_days or 0, calendar)
    if review and (working_days or 0) >= 0:
        return next_office_moment(at + review, calendar)
    return at
