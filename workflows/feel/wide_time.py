"""Points in time that Python's own types cannot hold: years outside 1 to 9999, fractions finer than
microseconds.

XML Schema, and so FEEL, knows both. They are read, written, compared and taken apart; arithmetic with
them is null. Everything Python can hold is held in Python's types, so a value has exactly one
representation.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, tzinfo

_NANOSECONDS = 1_000_000_000
_ZONES_AS_OF = 2024
"""The year whose rules tell a zone's standard offset; zones change theirs now and then, answers must not."""
_DAYS_IN = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


@dataclass(frozen=True, slots=True)
class WideDate:
    """A day of any year of the proleptic Gregorian calendar; there is no year 0."""

    year: int
    month: int
    day: int


@dataclass(frozen=True, slots=True)
class WideTime:
    hour: int
    minute: int
    second: int
    nanosecond: int
    tzinfo: tzinfo | None


@dataclass(frozen=True, slots=True)
class WideDateTime:
    year: int
    month: int
    day: int
    hour: int
    minute: int
    second: int
    nanosecond: int
    tzinfo: tzinfo | None


@dataclass(frozen=True, slots=True, order=True)
class WideDuration:
    """A days and time duration with a fraction finer than microseconds."""

    nanoseconds: int


WIDE = (WideDate, WideTime, WideDateTime, WideDuration)
Day = date | WideDate
Clock = time | WideTime
Moment = datetime | WideDateTime


def is_date(value: object) -> bool:
    return type(value) in (date, WideDate)


def is_time(value: object) -> bool:
    return type(value) in (time, WideTime)


def is_moment(value: object) -> bool:
    return type(value) in (datetime, WideDateTime)


def nanosecond(value: Clock | Moment) -> int:
    """The fraction of the second, in nanoseconds."""
    return value.nanosecond if isinstance(value, WideTime | WideDateTime) else value.microsecond * 1000


def day_of(year: int, month: int, day: int) -> Day | None:
    """The day, in the narrowest type that holds it; None if there is no such day."""
    if not (year and 1 <= month <= 12 and 1 <= day <= _days_in_month(year, month)):
        return None
    return date(year, month, day) if date.min.year <= year <= date.max.year else WideDate(year, month, day)


def _days_in_month(year: int, month: int) -> int:
    leap = month == 2 and year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
    return _DAYS_IN[month - 1] + leap


def clock_of(hour: int, minute: int, second: int, nanoseconds: int, zone: tzinfo | None) -> Clock | None:
    """The time of day, in the narrowest type that holds it; None if there is no such time."""
    if hour > 23 or minute > 59 or second > 59:
        return None
    if nanoseconds % 1000:
        return WideTime(hour, minute, second, nanoseconds, zone)
    return time(hour, minute, second, nanoseconds // 1000, tzinfo=zone)


def moment_of(day: Day | Moment, clock: Clock) -> Moment:
    """A day (of a date, or of a date and time) at a time of day."""
    if isinstance(day, date) and isinstance(clock, time):
        return datetime.combine(date(day.year, day.month, day.day), clock)
    parts = (clock.hour, clock.minute, clock.second, nanosecond(clock), clock.tzinfo)
    return WideDateTime(day.year, day.month, day.day, *parts)


def day_part(value: Moment) -> Day:
    if isinstance(value, datetime):
        return value.date()
    found = day_of(value.year, value.month, value.day)
    assert found is not None  # it was checked when the moment was made
    return found


def clock_part(value: Moment) -> Clock:
    if isinstance(value, datetime):
        return value.timetz()
    found = clock_of(value.hour, value.minute, value.second, value.nanosecond, value.tzinfo)
    assert found is not None  # it was checked when the moment was made
    return found


def day_number(value: Day | Moment) -> int:
    """Days since 0001-01-01, negative before."""
    year = value.year if value.year > 0 else value.year + 1  # the year before 1 is -1
    # Count from March, so that the leap day is a year's last; 400 years are 146097 days.
    shifted = year - (value.month < 3)
    era, of_era = divmod(shifted, 400)
    of_year = (153 * ((value.month + 9) % 12) + 2) // 5 + value.day - 1
    return era * 146097 + of_era * 365 + of_era // 4 - of_era // 100 + of_year - 306


def line_position(value: Day | Clock | Moment) -> int:
    """Where a point stands among those of its kind: nanoseconds, in UTC where it has a zone."""
    if is_date(value):
        return day_number(value) * 86_400 * _NANOSECONDS
    seconds = value.hour * 3600 + value.minute * 60 + value.second - _offset_seconds(value)
    if is_moment(value):
        seconds += day_number(value) * 86_400
    return seconds * _NANOSECONDS + nanosecond(value)


def standard_offset(zone: tzinfo) -> timedelta | None:
    """A zone's offset from UTC outside summer time: a time alone has no date to ask for."""
    winter_and_summer = (datetime(_ZONES_AS_OF, month, 1, tzinfo=zone).utcoffset() for month in (1, 7))
    return min((offset for offset in winter_and_summer if offset is not None), default=None)


def wide_offset(value: Clock | Moment) -> timedelta | None:
    """The offset from UTC; where the zone needs a year it does not know, that of the nearest year it does."""
    if value.tzinfo is None:
        return None
    if not isinstance(value, datetime | WideDateTime):
        return standard_offset(value.tzinfo)
    year, day = min(max(value.year, 2), 9998), min(value.day, 28)
    return datetime(
        year, value.month, day, value.hour, value.minute, value.second, tzinfo=value.tzinfo
    ).utcoffset()


def duration_of(nanoseconds: int) -> timedelta | WideDuration | None:
    """The duration, in the narrowest type that holds it; None beyond a thousand million days."""
    if abs(nanoseconds) > 999_999_999 * 86_400 * _NANOSECONDS:
        return None
    if nanoseconds % 1000:
        return WideDuration(nanoseconds)
    return timedelta(microseconds=nanoseconds // 1000)


def duration_nanoseconds(value: timedelta | WideDuration) -> int:
    if isinstance(value, WideDuration):
        return value.nanoseconds
    return ((value.days * 86_400 + value.seconds) * 1_000_000 + value.microseconds) * 1000


def _offset_seconds(value: Clock | Moment) -> int:
    offset = wide_offset(value)
    return int(offset.total_seconds()) if offset is not None else 0
