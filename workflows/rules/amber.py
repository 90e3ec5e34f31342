"""When a limit turns amber."""

from __future__ import annotations

from datetime import datetime, timedelta

from workflows.rules.calendars import WorkingCalendar, last_day_before, local_day
from workflows.rules.limits import LimitUnit
from workflows.rules.office_hours import office_time_between, shift_working_days, subtract_office_time


def amber_at(anchor: datetime, due_at: datetime, unit: str, calendar: WorkingCalendar) -> datetime:
    """When a limit turns amber: in its last fifth, at most three working days before its end 〔议〕.

    Both numbers are customs of the office, carried by the calendar.
    """
    limit = LimitUnit(unit)
    if limit in (LimitUnit.HOUR, LimitUnit.CALENDAR_DAY, LimitUnit.MONTH):
        fifth = due_at - max(due_at - anchor, timedelta(0)) / calendar.customs.amber_part
        return max(fifth, shift_working_days(due_at, -calendar.customs.amber_working_days, calendar))
    if limit is LimitUnit.OFFICE_HOUR:
        fifth = office_time_between(anchor, due_at, calendar) / calendar.customs.amber_part
        return max(anchor, subtract_office_time(due_at, fifth, calendar))
    days = calendar.working_days_between(local_day(anchor), last_day_before(due_at))
    return max(anchor, _working_days_before(due_at, max(days, 0), calendar))


def _working_days_before(due_at: datetime, days: int, calendar: WorkingCalendar) -> datetime:
    customs = calendar.customs
    whole, fifths = divmod(days, customs.amber_part)
    if whole >= customs.amber_working_days:
        return shift_working_days(due_at, -customs.amber_working_days, calendar)
    earlier = shift_working_days(due_at, -whole, calendar) if whole else due_at
    return (
        subtract_office_time(earlier, calendar.hours.length * fifths / customs.amber_part, calendar)
        if fifths
        else earlier
    )
