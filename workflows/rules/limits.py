"""When a limit ends: hours, office hours, calendar days, working days, months, and dates somebody set.

Sources: 民法典 Arts 200–204 (by analogy for Order 493), 《生产安全事故报告和调查处理条例》 Art. 27 (time
for a technical appraisal is not counted), and the office's own settings where the law is silent.
"""

from __future__ import annotations

import calendar as months
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum

from workflows.rules.calendars import WorkingCalendar, end_of_day, last_day_before, local_day
from workflows.rules.office_hours import add_office_time, office_time_between, shift_working_days


class LimitUnit(StrEnum):
    """What a limit is counted in; the same words as the rule book's."""

    HOUR = "hour"  #: 24×7
    OFFICE_HOUR = "office_hour"  #: office hours of working days only
    CALENDAR_DAY = "calendar_day"  #: the day of the event is not counted; ends at 24:00
    WORKING_DAY = "working_day"  #: ends at close of business
    MONTH = "month"  #: the corresponding day, or the month's last; ends at 24:00
    DATE = "date"  #: a date somebody set; ends at close of business


@dataclass(frozen=True, slots=True)
class Pause:
    """A time that does not count, from one aware moment to another."""

    start: datetime
    end: datetime


@dataclass(frozen=True, slots=True)
class DueDate:
    """When a limit ends, and what to say beside it."""

    at: datetime  #: aware UTC
    provisional: bool  #: counted over a year whose calendar is not announced
    rolled_on: date | None  #: for information: the next working day, when the last day is a day off

    @property
    def day(self) -> date:
        """The limit's last day in Shanghai (24:00 belongs to the day it ends)."""
        return last_day_before(self.at)


def due(
    anchor: datetime, unit: str, amount: int | date, calendar: WorkingCalendar, pauses: Iterable[Pause] = ()
) -> DueDate:
    """When a limit that runs from `anchor` ends.

    `amount` counts hours, days or months; for a set date it is that date. Hours never move for holidays
    (民法典 201); a last day on a holiday is not moved either, only told (domain default, 〔议〕).
    Raises ValueError for a naive anchor, because nobody knows what it means.
    """
    if anchor.tzinfo is None:
        raise ValueError(f"a limit cannot run from a naive time: {anchor!r}")
    limit = LimitUnit(unit)
    at = later_by_pauses(plain_end(anchor, limit, amount, calendar), pauses, anchor, limit, calendar)
    return _told(anchor, at, limit, calendar)


def later_by_pauses(
    end: datetime, pauses: Iterable[Pause], since: datetime, limit: LimitUnit, calendar: WorkingCalendar
) -> datetime:
    """An end moved by the pauses that begin before it, in the limit's own measure; what of a pause lies
    before `since` does not count."""
    for pause in merged(pauses):
        if pause.start >= end:
            break
        end = _pushed(end, max(pause.start, since), pause.end, limit, calendar)
    return end


def time_taken(pauses: Iterable[Pause], since: datetime, limit: LimitUnit, calendar: WorkingCalendar) -> int:
    """How much of a limit's own measure pauses took from it: whole hours, working days or days."""
    return sum(_taken(max(pause.start, since), pause.end, limit, calendar) for pause in merged(pauses))


def _taken(start: datetime, end: datetime, limit: LimitUnit, calendar: WorkingCalendar) -> int:
    if end <= start:
        return 0
    if limit is LimitUnit.HOUR:
        return (end - start) // timedelta(hours=1)
    if limit is LimitUnit.OFFICE_HOUR:
        return office_time_between(start, end, calendar) // timedelta(hours=1)
    first, last = local_day(start), local_day(end)
    if limit is LimitUnit.WORKING_DAY:
        return calendar.working_days_between(first, last)
    return (last - first).days


def plain_end(anchor: datetime, limit: LimitUnit, amount: int | date, calendar: WorkingCalendar) -> datetime:
    """The end of a limit without pauses, aware UTC."""
    if limit is LimitUnit.DATE or isinstance(amount, date):
        if not isinstance(amount, date) or limit is not LimitUnit.DATE:
            raise TypeError("a set date is given as a date, every other limit as a number")
        return calendar.close_of_business(amount)
    if limit is LimitUnit.HOUR:
        return anchor.astimezone(UTC) + timedelta(hours=amount)
    if limit is LimitUnit.OFFICE_HOUR:
        return add_office_time(anchor, timedelta(hours=amount), calendar)
    end = end_of(last_day(local_day(anchor), limit, amount, calendar), limit, calendar)
    if end < anchor:  # “the same day”, asked for after close of business, is the next working day
        return plain_end(anchor, limit, amount + 1, calendar)
    return end


def last_day(day: date, limit: LimitUnit, amount: int, calendar: WorkingCalendar) -> date:
    """The last day of a limit counted in days or months; the day of the event is not counted."""
    if limit is LimitUnit.WORKING_DAY:
        return calendar.next_working_day(calendar.add_working_days(day, amount))
    if limit is LimitUnit.MONTH:
        return months_later(day, amount)
    return day + timedelta(days=amount)


def end_of(day: date, limit: LimitUnit, calendar: WorkingCalendar) -> datetime:
    """When a limit ends on its last day: close of business for working days and set dates, else 24:00."""
    if limit in (LimitUnit.WORKING_DAY, LimitUnit.DATE):
        return calendar.close_of_business(day)
    return end_of_day(day)


def months_later(day: date, amount: int) -> date:
    """The corresponding day `amount` months later, or that month's last day (民法典 202)."""
    month = day.year * 12 + day.month - 1 + amount
    year, zero_based = divmod(month, 12)
    last = months.monthrange(year, zero_based + 1)[1]
    return date(year, zero_based + 1, min(day.day, last))


def merged(pauses: Iterable[Pause]) -> list[Pause]:
    """Pauses in order, those that overlap or touch made one, so that no time is left out twice."""
    result: list[Pause] = []
    for pause in sorted(pauses, key=lambda pause: pause.start):
        if pause.end <= pause.start:
            continue
        if result and pause.start <= result[-1].end:
            result[-1] = Pause(result[-1].start, max(result[-1].end, pause.end))
        else:
            result.append(pause)
    return result


def _pushed(
    at: datetime, start: datetime, end: datetime, limit: LimitUnit, calendar: WorkingCalendar
) -> datetime:
    """An end moved by a pause, in the limit's own measure: hours for hours, whole days for days."""
    if end <= start:
        return at
    if limit is LimitUnit.HOUR:
        return at + (end - start)
    if limit is LimitUnit.OFFICE_HOUR:
        return add_office_time(at, office_time_between(start, end, calendar), calendar)
    first, last = local_day(start), local_day(end)
    if limit is LimitUnit.WORKING_DAY:
        return shift_working_days(at, calendar.working_days_between(first, last), calendar)
    return at + (last - first)


def _told(anchor: datetime, at: datetime, limit: LimitUnit, calendar: WorkingCalendar) -> DueDate:
    last = last_day_before(at)
    runs_by_the_clock = limit is LimitUnit.HOUR
    rolled = None if runs_by_the_clock or calendar.is_working_day(last) else calendar.next_working_day(last)
    counts_working_time = limit in (LimitUnit.WORKING_DAY, LimitUnit.OFFICE_HOUR)
    provisional = (
        calendar.provisional_between(local_day(anchor), last)
        if counts_working_time
        else rolled is not None and calendar.provisional(last.year)
    )
    return DueDate(at, provisional, rolled)


def pauses_of(moments: Sequence[tuple[datetime, datetime | None]], now: datetime) -> list[Pause]:
    """Pauses from (from, to) pairs; one that has no end yet lasts until now."""
    return [Pause(start, end or now) for start, end in moments]
