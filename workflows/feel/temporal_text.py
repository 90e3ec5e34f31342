"""Dates, times and durations as text: XML Schema's lexical forms, with ``@zone`` as FEEL adds (DMN 10.3.2.3)."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from workflows.feel.values import Value, YearsMonthsDuration

_DATE = r"(?P<year>-?(?:[1-9][0-9]{4,8}|[0-9]{4}))-(?P<month>[0-9]{2})-(?P<day>[0-9]{2})"
_TIME = (
    r"(?P<hour>[0-9]{2}):(?P<minute>[0-9]{2}):(?P<second>[0-9]{2})(?:\.(?P<fraction>[0-9]+))?"
    r"(?P<zone>Z|z|[+-][0-9]{2}:[0-9]{2}(?::[0-9]{2})?|@[A-Za-z0-9_+\-/]+)?"
)
_DATE_FORM = re.compile(_DATE)
_TIME_FORM = re.compile(_TIME)
_DATE_TIME_FORM = re.compile(f"{_DATE}T{_TIME}")
_DAYS_FORM = re.compile(
    r"(-)?P(?:([0-9]+)D)?(?:T(?:([0-9]+)H)?(?:([0-9]+)M)?(?:([0-9]+)(?:\.([0-9]*))?S)?)?"
)
_MONTHS_FORM = re.compile(r"(-)?P(?:([0-9]+)Y)?(?:([0-9]+)M)?")

MAX_OFFSET = timedelta(hours=14)
"""XML Schema's bound for offsets from UTC."""


def parsed_temporal(text: str) -> Value:
    """The value of ``@"…"``: a date, time, date and time or duration; None if it is none of them."""
    if "P" in text[:2]:
        return parsed_duration(text)
    if "T" in text:
        return parsed_date_time(text)
    return parsed_time(text) if ":" in text[:3] else parsed_date(text)


def parsed_date(text: str) -> date | None:
    found = _DATE_FORM.fullmatch(text)
    return _date(found) if found else None


def parsed_time(text: str) -> time | None:
    found = _TIME_FORM.fullmatch(text)
    return _time(found) if found else None


def parsed_date_time(text: str) -> datetime | None:
    """A date and time; a date alone is its midnight."""
    if day := parsed_date(text):
        return datetime(day.year, day.month, day.day)
    found = _DATE_TIME_FORM.fullmatch(text)
    if not found:
        return None
    if found["hour"] == "24":
        return _end_of_day(found)
    day, clock = _date(found), _time(found)
    return None if day is None or clock is None else datetime.combine(day, clock)


def parsed_duration(text: str) -> timedelta | YearsMonthsDuration | None:
    if text.endswith(("P", "T")):
        return None
    if found := _MONTHS_FORM.fullmatch(text):
        months = int(found[2] or 0) * 12 + int(found[3] or 0)
        return YearsMonthsDuration(-months if found[1] else months)
    if found := _DAYS_FORM.fullmatch(text):
        return _days_and_time(found)
    return None


def parsed_zone(name: str) -> tzinfo | None:
    """The zone behind ``Z``, ``+08:00`` or ``@Asia/Shanghai``; None if there is no such zone."""
    if name in ("Z", "z"):
        return UTC
    if name.startswith("@"):
        return _named_zone(name[1:])
    hours, minutes, *seconds = (int(part) for part in name[1:].split(":"))
    if minutes > 59 or (seconds and seconds[0] > 59):
        return None
    offset = timedelta(hours=hours, minutes=minutes, seconds=seconds[0] if seconds else 0)
    if offset > MAX_OFFSET:
        return None
    return timezone(-offset if name[0] == "-" else offset)


def _named_zone(name: str) -> tzinfo | None:
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        # ValueError: a name that leaves the zone folder; OSError: the name of a folder, such as "Asia".
        return None


def _date(found: re.Match[str]) -> date | None:
    try:
        return date(int(found["year"]), int(found["month"]), int(found["day"]))
    except ValueError:
        return None


def _time(found: re.Match[str]) -> time | None:
    zone = None
    if found["zone"] and (zone := parsed_zone(found["zone"])) is None:
        return None
    microsecond = int(((found["fraction"] or "") + "000000")[:6])
    try:
        return time(int(found["hour"]), int(found["minute"]), int(found["second"]), microsecond, tzinfo=zone)
    except ValueError:
        return None


def _end_of_day(found: re.Match[str]) -> datetime | None:
    """XML Schema's 24:00:00 is the first instant of the next day."""
    if found["minute"] != "00" or found["second"] != "00" or (found["fraction"] or "").strip("0"):
        return None
    zone = parsed_zone(found["zone"]) if found["zone"] else None
    day = _date(found)
    if day is None or day == date.max or (found["zone"] and zone is None):
        return None
    return datetime.combine(day + timedelta(days=1), time(0), tzinfo=zone)


def _days_and_time(found: re.Match[str]) -> timedelta | None:
    sign, days, hours, minutes, seconds, fraction = found.groups()
    microseconds = int(((fraction or "") + "000000")[:6])
    try:
        duration = timedelta(
            days=int(days or 0), hours=int(hours or 0), minutes=int(minutes or 0), seconds=int(seconds or 0),
            microseconds=microseconds,
        )
    except OverflowError:
        return None
    return -duration if sign else duration


def temporal_text(value: date | time | datetime | timedelta | YearsMonthsDuration) -> str:
    """The standard's writing of a temporal value; reading it again gives the same value."""
    if isinstance(value, YearsMonthsDuration):
        return _months_text(value)
    if isinstance(value, timedelta):
        return _days_text(value)
    if isinstance(value, datetime):
        return f"{_date_text(value)}T{_clock_text(value)}{zone_text(value)}"
    if isinstance(value, time):
        return f"{_clock_text(value)}{zone_text(value)}"
    return _date_text(value)


def zone_text(value: time | datetime) -> str:
    zone = value.tzinfo
    if zone is None:
        return ""
    if isinstance(zone, ZoneInfo):
        return f"@{zone.key}"
    offset = zone.utcoffset(value if isinstance(value, datetime) else None)
    return "Z" if not offset else _offset_text(offset)


def _offset_text(offset: timedelta) -> str:
    sign = "-" if offset < timedelta(0) else "+"
    total = abs(int(offset.total_seconds()))
    text = f"{sign}{total // 3600:02}:{total // 60 % 60:02}"
    return f"{text}:{total % 60:02}" if total % 60 else text


def _date_text(value: date) -> str:
    return f"{value.year:04}-{value.month:02}-{value.day:02}"


def _clock_text(value: time | datetime) -> str:
    return f"{value.hour:02}:{value.minute:02}:{value.second:02}{_fraction_text(value.microsecond)}"


def _fraction_text(microsecond: int) -> str:
    return f".{microsecond:06}".rstrip("0") if microsecond else ""


def _months_text(value: YearsMonthsDuration) -> str:
    years, months = divmod(abs(value.months), 12)
    if not value.months:
        return "P0M"
    sign = "-" if value.months < 0 else ""
    return f"{sign}P{f'{years}Y' if years else ''}{f'{months}M' if months else ''}"


def _days_text(value: timedelta) -> str:
    if not value:
        return "PT0S"
    sign = "-" if value < timedelta(0) else ""
    size = abs(value)
    hours, minutes, seconds = size.seconds // 3600, size.seconds // 60 % 60, size.seconds % 60
    clock = f"{hours}H" if hours else ""
    clock += f"{minutes}M" if minutes else ""
    if seconds or size.microseconds:
        clock += f"{seconds}{_fraction_text(size.microseconds)}S"
    return f"{sign}P{f'{size.days}D' if size.days else ''}{f'T{clock}' if clock else ''}"
