"""The shipped calendar as an immutable value, for tests that need no database."""

from __future__ import annotations

from datetime import datetime

from workflows.office.calendar_years import read_calendar
from workflows.rules.calendars import SHANGHAI, WorkingCalendar
from workflows.shipped import shipped_files

CALENDAR = WorkingCalendar.of(read_calendar(path.read_bytes()) for path in shipped_files("calendars"))


def at(text: str) -> datetime:
    """A moment in Shanghai: at("2026-11-23 09:00")."""
    return datetime.fromisoformat(text).replace(tzinfo=SHANGHAI)
