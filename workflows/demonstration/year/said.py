"""What the plan says, at a moment in a matter: days counted from then, and FEEL over its variables."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from typing import Any

from workflows.deployments.element_properties import value_of
from workflows.rules.calendars import SHANGHAI, WorkingCalendar, local_day
from workflows.rules.forms import FormSetting

_DAYS = {"days", "working_days", "at", "minutes"}


def said_now(
    said: Mapping[str, Any], setting: FormSetting, calendar: WorkingCalendar, now: datetime
) -> dict[str, Any]:
    """The plan's answers as values. Raises FeelSyntaxError for a broken expression."""
    return {name: _value(value, setting, calendar, now) for name, value in said.items()}


def expressed(said: Any, setting: FormSetting) -> Any:
    """One value of the plan that may be FEEL. Raises FeelSyntaxError."""
    return value_of(said, setting.variables, setting.host) if isinstance(said, str) else said


def _value(said: Any, setting: FormSetting, calendar: WorkingCalendar, now: datetime) -> Any:
    if isinstance(said, list):
        return [_value(one, setting, calendar, now) for one in said]
    if isinstance(said, Mapping):
        if said and set(said) <= _DAYS:
            return _day(said, calendar, now)
        return said_now(said, setting, calendar, now)
    return expressed(said, setting)


def _day(said: Mapping[str, Any], calendar: WorkingCalendar, now: datetime) -> date | datetime:
    """{"days": -2}, {"working_days": 5}, {"days": 0, "at": "08:30"}, {"minutes": -40}."""
    if "minutes" in said:
        return now + timedelta(minutes=said["minutes"])
    day = local_day(now) + timedelta(days=said.get("days", 0))
    if "working_days" in said:
        day = calendar.add_working_days(day, said["working_days"])
    return datetime.combine(day, time.fromisoformat(said["at"]), SHANGHAI) if "at" in said else day
