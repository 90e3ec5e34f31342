"""How far a limit may be moved, and until when one may ask for it."""

from __future__ import annotations

from datetime import datetime

from workflows.rules.calendars import ONE_DAY, WorkingCalendar, last_day_before, local_day
from workflows.rules.limits import LimitUnit, end_of, last_day, plain_end


def latest_extension(
    anchor: datetime, original_due: datetime, unit: str, amount: int | None, calendar: WorkingCalendar
) -> datetime:
    """The latest time all extensions together may reach: the original length once more 〔议〕.

    `amount` None (or a set date) takes the length in calendar days between anchor and original end.
    """
    limit = LimitUnit(unit)
    day = last_day_before(original_due)
    if limit is LimitUnit.DATE or amount is None:
        return original_due + max(day - local_day(anchor), ONE_DAY)
    if limit in (LimitUnit.HOUR, LimitUnit.OFFICE_HOUR):
        return plain_end(original_due, limit, amount, calendar)
    return end_of(last_day(day, limit, amount, calendar), limit, calendar)


def extended(due_at: datetime, unit: str, amount: int, calendar: WorkingCalendar) -> datetime:
    """The end of a limit after an extension by `amount` of its unit from the current end."""
    limit = LimitUnit(unit)
    if limit in (LimitUnit.HOUR, LimitUnit.OFFICE_HOUR):
        return plain_end(due_at, limit, amount, calendar)
    return end_of(last_day(last_day_before(due_at), limit, amount, calendar), limit, calendar)


def last_moment_to_ask(anchor: datetime, due_at: datetime, calendar: WorkingCalendar) -> datetime:
    """Until when an extension may be asked for: the end itself, and for limits over five working days
    the close of business three working days before it 〔议〕."""
    last = last_day_before(due_at)
    if calendar.working_days_between(local_day(anchor), last) <= calendar.customs.short_limit_working_days:
        return due_at
    return calendar.close_of_business(
        calendar.add_working_days(last, -calendar.customs.ask_working_days_before)
    )
