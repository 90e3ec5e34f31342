"""The office's calendar as rows: years imported as the State Council announces them, and read back."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import date, datetime, time
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from models import CalendarDay, CalendarStatus, CalendarYear, DayKind
from workflows.office.settings import get_setting
from workflows.rules.calendars import Customs, OfficeHours, WorkingCalendar, YearOfDays
from workflows.shipped import shipped_files
from workflows.words import DomainError, Sentence


class CalendarUnreadable(DomainError):
    """A calendar file does not say what a calendar file must; nothing of it is kept."""


def unreadable(zh: str, en: str) -> CalendarUnreadable:
    return CalendarUnreadable(
        Sentence(f"日历文件无法读取：{zh}。", f"The calendar file cannot be read: {en}.")
    )


def read_calendar(data: bytes) -> YearOfDays:
    """One year from JSON: `year`, `status` (official, provisional), `source`, `off`, `makeup` (ISO dates).

    Raises CalendarUnreadable: not JSON, a day of another year, a make-up day that is no weekend day, a day
    in both.
    """
    try:
        raw = json.loads(data)
    except ValueError as error:
        raise unreadable("不是JSON", "it is not JSON") from error
    if not isinstance(raw, dict) or not isinstance(raw.get("year"), int):
        raise unreadable("缺少年份", "the year is missing")
    if raw.get("status") not in ("official", "provisional"):
        raise unreadable("状态须为 official 或 provisional", "its status is neither official nor provisional")
    off, makeup = _days(raw, "off"), _days(raw, "makeup")
    if off & makeup:
        raise unreadable(
            f"{min(off & makeup)}既是假日又是调休上班日", f"{min(off & makeup)} is both off and worked"
        )
    weekdays = sorted(day for day in makeup if day.weekday() < 5)
    if weekdays:
        raise unreadable(
            f"调休上班日{weekdays[0]}不是周末", f"the make-up day {weekdays[0]} is no weekend day"
        )
    return YearOfDays(raw["year"], raw["status"] == "official", off, makeup, str(raw.get("source", "")))


def _days(raw: dict[str, Any], key: str) -> frozenset[date]:
    try:
        days = frozenset(date.fromisoformat(day) for day in raw.get(key, []))
    except (TypeError, ValueError) as error:
        raise unreadable(f"{key}中有无法识别的日期", f"{key} holds something that is no date") from error
    for day in days:
        if day.year != raw["year"]:
            raise unreadable(f"{day}不在{raw['year']}年", f"{day} is not in {raw['year']}")
    return days


def import_calendar(session: Session, data: bytes, now: datetime) -> CalendarYear:
    """Put one year in place of what was known of it. Raises CalendarUnreadable."""
    year = read_calendar(data)
    row = session.get(CalendarYear, year.year)
    if row is None:
        row = CalendarYear(year=year.year)
        session.add(row)
    row.status = CalendarStatus.OFFICIAL if year.official else CalendarStatus.PROVISIONAL
    row.source = year.source
    row.imported_at = now
    row.days = []
    session.flush()  # the old days go before the new ones come: a day stands in the calendar once
    row.days = [*_rows(year.off, DayKind.OFF), *_rows(year.makeup, DayKind.MAKEUP)]
    session.flush()
    return row


def _rows(days: Iterable[date], kind: DayKind) -> list[CalendarDay]:
    return [CalendarDay(day=day, kind=kind) for day in sorted(days)]


def import_shipped_calendars(session: Session, now: datetime) -> None:
    """The years shipped with the product, where the office has none yet."""
    for path in shipped_files("calendars"):
        data = path.read_bytes()
        if session.get(CalendarYear, read_calendar(data).year) is None:
            import_calendar(session, data, now)


def load_calendar(session: Session) -> WorkingCalendar:
    """The office's calendar with its hours and customs, as an immutable value."""
    rows = session.scalars(select(CalendarYear).options(selectinload(CalendarYear.days)))
    return WorkingCalendar.of((_year_of_days(row) for row in rows), _office_hours(session), _customs(session))


def _year_of_days(row: CalendarYear) -> YearOfDays:
    return YearOfDays(
        row.year,
        row.status is CalendarStatus.OFFICIAL,
        frozenset(day.day for day in row.days if day.kind is DayKind.OFF),
        frozenset(day.day for day in row.days if day.kind is DayKind.MAKEUP),
        row.source,
    )


def _office_hours(session: Session) -> OfficeHours:
    return OfficeHours(
        time.fromisoformat(get_setting(session, "office_hours.opens")),
        time.fromisoformat(get_setting(session, "office_hours.closes")),
    )


def _customs(session: Session) -> Customs:
    return Customs(
        get_setting(session, "deadline.amber_part"),
        get_setting(session, "deadline.amber_working_days"),
        get_setting(session, "deadline.ask_working_days_before"),
        get_setting(session, "deadline.short_limit_working_days"),
    )
