"""Dates, times and durations as text: XML Schema's lexical forms, with ``@zone`` as FEEL adds (DMN
10.3.2.3).
"""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from workflows.feel.values import Value, YearsMonthsDuration
from workflows.feel.wide_time import (
    Clock,
    Day,
    Moment,
    WideDuration,
    clock_of,
    day_of,
    duration_nanoseconds,
    duration_of,
    is_date,
    is_moment,
    is_time,
    moment_of,
    nanosecond,
)

_DATE = r"(?P<year>-?(?:[1-9][0-9]{4,8}|[0-9]{4}))-(?P<month>[0-9]{2})-(?P<day>[0-9]{2})"
_TIME = (
    r"(?P<hour>[0-9]{2}):(?P<minute>[0-9]{2}):(?P<second>[0-9]{2})(?:\.(?P<fraction>[0-9]+))?"
    r"(?P<zone>Z|z|[+-][0-9]{2}:[0-9]{2}(?::[0-9]{2})?|@[A-Za-z0-9_+\-/]+)?"
)
_DATE_FORM = re.compile(_DATE)
_TIME_FORM = re.compile(_TIME)
_DATE_TIME_FORM = re.compile(f"{_DATE}T{_TIME}")
_DAYS_FORM = re.compile(r"(-)?P(?:([0-9]+)D)?(?:T(?:([0-9]+)H)?(?:([0-9]+)M)?(?:([0-9]+)(?:\.([0-9]+))?S)?)?")
_MONTHS_FORM = re.compile(r"(-)?P(?:([0-9]+)Y)?(?:([0-9]+)M)?")

MAX_OFFSET = timedelta(hours=14)
"""XML Schema's bound for offsets from UTC."""


def parsed_temporal(text: str) -> Value:
    """The value of ``@"…"``: a date, time, date and time or duration; None if it is none of them."""
    if "P" in text[:2]:
        return parsed_duration(text)
    if "T" in text.partition("@")[0]:  # a zone's name may have a T too: Etc/UTC
        return parsed_date_time(text)
    return parsed_time(text) if ":" in text[:3] else parsed_date(text)


def parsed_date(text: str) -> Day | None:
    found = _DATE_FORM.fullmatch(text)
    return _date(found) if found else None


def parsed_time(text: str) -> Clock | None:
    found = _TIME_FORM.fullmatch(text)
    return _time(found) if found else None


def parsed_date_time(text: str) -> Moment | None:
    """A date and time; a date alone is its midnight."""
    if day := parsed_date(text):
        return moment_of(day, time(0))
    found = _DATE_TIME_FORM.fullmatch(text)
    if not found:
        return None
    if found["hour"] == "24":
        return _end_of_day(found)
    day, clock = _date(found), _time(found)
    return None if day is None or clock is None else moment_of(day, clock)


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


def _date(found: re.Match[str]) -> Day | None:
    return day_of(int(found["year"]), int(found["month"]), int(found["day"]))


def _time(found: re.Match[str]) -> Clock | None:
    zone = None
    if found["zone"] and (zone := parsed_zone(found["zone"])) is None:
        return None
    fraction = _nanoseconds(found["fraction"])
    return clock_of(int(found["hour"]), int(found["minute"]), int(found["second"]), fraction, zone)


def _nanoseconds(fraction: str | None) -> int:
    """The digits behind the point of a second; those beyond the ninth are finer than anything here."""
    return int(((fraction or "") + "000000000")[:9])


def _end_of_day(found: re.Match[str]) -> datetime | None:
    """XML Schema's 24:00:00 is the first instant of the next day."""
    if found["minute"] != "00" or found["second"] != "00" or _nanoseconds(found["fraction"]):
        return None
    zone = parsed_zone(found["zone"]) if found["zone"] else None
    day = _date(found)
    if not isinstance(day, date) or day == date.max or (found["zone"] and zone is None):
        return None
    return datetime.combine(day + timedelta(days=1), time(0), tzinfo=zone)


def _days_and_time(found: re.Match[str]) -> timedelta | WideDuration | None:
    sign, days, hours, minutes, seconds, fraction = found.groups()
    total = ((int(days or 0) * 24 + int(hours or 0)) * 60 + int(minutes or 0)) * 60 + int(seconds or 0)
    nanoseconds = total * 1_000_000_000 + _nanoseconds(fraction)
    return duration_of(-nanoseconds if sign else nanoseconds)


def temporal_text(value: Value) -> str:
    """The standard's writing of a temporal value; reading it again gives the same value."""
    if isinstance(value, YearsMonthsDuration):
        return _months_text(value)
    if isinstance(value, timedelta | WideDuration):
        return _days_text(duration_nanoseconds(value))
    if is_moment(value):
        return f"{_date_text(value)}T{_clock_text(value)}{zone_text(value)}"
    if is_time(value):
        return f"{_clock_text(value)}{zone_text(value)}"
    assert is_date(value)
    return _date_text(value)


def zone_text(value: Clock | Moment) -> str:
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


def _date_text(value: Day | Moment) -> str:
    return f"{'-' if value.year < 0 else ''}{abs(value.year):04}-{value.month:02}-{value.day:02}"


def _clock_text(value: Clock | Moment) -> str:
    return f"{value.hour:02}:{value.minute:02}:{value.second:02}{_fraction_text(nanosecond(value))}"


def _fraction_text(nanoseconds: int) -> str:
    return f".{nanoseconds:09}".rstrip("0") if nanoseconds else ""


def _months_text(value: YearsMonthsDuration) -> str:
    years, months = divmod(abs(value.months), 12)
    if not value.months:
        return "P0M"
    sign = "-" if value.months < 0 else ""
    return f"{sign}P{f'{years}Y' if years else ''}{f'{months}M' if months else ''}"


def _days_text(nanoseconds: int) -> str:
    if not nanoseconds:
        return "PT0S"
    sign = "-" if nanoseconds < 0 else ""
    total, fraction = divmod(abs(nanoseconds), 1_000_000_000)
    days, hours, minutes, seconds = total // 86_400, total // 3600 % 24, total // 60 % 60, total % 60
    clock = f"{hours}H" if hours else ""
    clock += f"{minutes}M" if minutes else ""
    if seconds or fraction:
        clock += f"{seconds}{_fraction_text(fraction)}S"
    return f"{sign}P{f'{days}D' if days else ''}{f'T{clock}' if clock else ''}"
