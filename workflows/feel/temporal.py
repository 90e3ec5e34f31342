"""Arithmetic, order and properties of dates, times and durations (DMN 10.3.2.3, tables 45–48 and 65)."""

from __future__ import annotations

from calendar import monthrange
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

from workflows.feel.errors import Null
from workflows.feel.values import Value, YearsMonthsDuration
from workflows.feel.wide_time import (
    WIDE,
    Clock,
    Day,
    Moment,
    WideDate,
    WideDateTime,
    WideDuration,
    WideTime,
    day_number,
    duration_nanoseconds,
    nanosecond,
    standard_offset,
    wide_offset,
)

_DAY = timedelta(days=1)


def offset_of(value: time | datetime) -> timedelta | None:
    """The offset from UTC; None for a local value. A bare time in a named zone has the zone's standard
    offset.
    """
    if isinstance(value, time) and isinstance(value.tzinfo, ZoneInfo):
        return standard_offset(value.tzinfo)
    return value.utcoffset()


def seconds_of_day(value: time) -> timedelta:
    """Time since midnight, as written, without regard to the zone."""
    return timedelta(
        hours=value.hour, minutes=value.minute, seconds=value.second, microseconds=value.microsecond
    )


def instant_of_day(value: time) -> timedelta:
    """Time since midnight UTC; a local time stands as written."""
    return seconds_of_day(value) - (offset_of(value) or timedelta(0))


def midnight(value: date) -> datetime:
    """A date as a date and time: midnight UTC (DMN 10.3.2.3.5)."""
    return datetime(value.year, value.month, value.day, tzinfo=UTC)


def plus_months(value: date | datetime, months: int) -> date | datetime:
    """The same day so many months on; the last day of the month where that month is shorter."""
    year, month = divmod(value.year * 12 + value.month - 1 + months, 12)
    if not date.min.year <= year <= date.max.year:
        raise Null("日期超出范围", "the date is out of range")
    return value.replace(year=year, month=month + 1, day=min(value.day, monthrange(year, month + 1)[1]))


def plus_time(value: Value, duration: timedelta) -> Value:
    """A date, time or date and time moved by a days and time duration."""
    try:
        if type(value) is datetime:
            return _date_time_plus(value, duration)
        if type(value) is time:
            return _time_plus(value, duration)
        return (datetime(value.year, value.month, value.day) + duration).date()
    except OverflowError:
        raise Null("日期超出范围", "the date is out of range") from None


def _date_time_plus(value: datetime, duration: timedelta) -> datetime:
    """In a named zone the duration passes on the time line, so a clock change in between shifts the wall
    clock.
    """
    if not isinstance(value.tzinfo, ZoneInfo):
        return value + duration
    return (value.astimezone(UTC) + duration).astimezone(value.tzinfo)


def _time_plus(value: time, duration: timedelta) -> time:
    moved = (seconds_of_day(value) + duration) % _DAY
    return (datetime.min + moved).time().replace(tzinfo=value.tzinfo)


def difference(left: Value, right: Value) -> timedelta:
    """``left - right`` of two points in time; a date next to a date and time counts as its midnight UTC."""
    if type(left) is time and type(right) is time:
        if (left.tzinfo is None) != (right.tzinfo is None):
            raise Null(
                "有时区的时间不能与无时区的相减", "a time with a zone and one without cannot be subtracted"
            )
        return instant_of_day(left) - instant_of_day(right)
    left, right = on_one_line(left, right)
    if isinstance(left, datetime):
        return _instant(left) - _instant(right)
    return left - right


def on_one_line(left: Value, right: Value) -> tuple[Value, Value]:
    """Two dates or dates and times made comparable; raises Null where one is local and the other is not."""
    if type(left) is date and type(right) is datetime:
        left = midnight(left)
    elif type(right) is date and type(left) is datetime:
        right = midnight(right)
    if isinstance(left, datetime) and (left.tzinfo is None) != (right.tzinfo is None):
        raise Null(
            "有时区的日期时间不能与无时区的相比",
            "a date and time with a zone and one without cannot be compared",
        )
    return left, right


def _instant(value: datetime) -> timedelta:
    """Time since the calendar's beginning, in UTC where there is a zone: a number, so that the calendar's
    first and last hours have one too.
    """
    return (value.replace(tzinfo=None) - datetime.min) - (value.utcoffset() or timedelta(0))


def order_key(value: Value) -> Value:
    """What a point in time is compared by among values of its own type."""
    if isinstance(value, datetime):
        return _instant(value)
    return instant_of_day(value) if isinstance(value, time) else value


def months_between(start: Day, end: Day) -> YearsMonthsDuration:
    """Whole months from start to end, negative if end is the earlier (``years and months duration``)."""
    if day_number(end) < day_number(start):
        return YearsMonthsDuration(-months_between(end, start).months)
    months = (end.year - start.year) * 12 + end.month - start.month
    return YearsMonthsDuration(months - (1 if end.day < start.day else 0))


def _seconds(value: Clock | Moment) -> Decimal:
    return _with_fraction(value.second, nanosecond(value))


def _with_fraction(seconds: int, nanoseconds: int) -> Decimal:
    return Decimal(seconds) + Decimal(nanoseconds).scaleb(-9) if nanoseconds else Decimal(seconds)


def zone_offset(value: Clock | Moment) -> timedelta | None:
    """The offset from UTC of any point in time; None for a local one."""
    return wide_offset(value) if isinstance(value, WIDE) else offset_of(value)


def _weekday(value: Day | Moment) -> Decimal:
    return Decimal((day_number(value)) % 7 + 1)


def _zone(value: Clock | Moment) -> str | None:
    return value.tzinfo.key if isinstance(value.tzinfo, ZoneInfo) else None


def _part(unit: int, modulus: int | None):
    """One component of a duration, with the duration's sign: how many of a unit, below the next greater
    one.
    """

    def component(value: timedelta | WideDuration) -> Decimal:
        nanoseconds = duration_nanoseconds(value)
        count = abs(nanoseconds) // (unit * 1_000_000_000)
        count = count % modulus if modulus else count
        return Decimal(count if nanoseconds >= 0 else -count)

    return component


def _duration_seconds(value: timedelta | WideDuration) -> Decimal:
    nanoseconds = duration_nanoseconds(value)
    seconds, fraction = divmod(abs(nanoseconds), 1_000_000_000)
    number = _with_fraction(seconds % 60, fraction)
    return number if nanoseconds >= 0 else -number


_DATE = {
    "year": lambda v: Decimal(v.year),
    "month": lambda v: Decimal(v.month),
    "day": lambda v: Decimal(v.day),
    "weekday": _weekday,
}
_TIME = {
    "hour": lambda v: Decimal(v.hour),
    "minute": lambda v: Decimal(v.minute),
    "second": _seconds,
    "time offset": zone_offset,
    "timezone": _zone,
}
_DURATION = {
    "days": _part(86_400, None),
    "hours": _part(3600, 24),
    "minutes": _part(60, 60),
    "seconds": _duration_seconds,
}

PROPERTIES = {
    date: _DATE,
    time: _TIME,
    datetime: _DATE | _TIME,
    WideDate: _DATE,
    WideTime: _TIME,
    WideDateTime: _DATE | _TIME,
    timedelta: _DURATION,
    WideDuration: _DURATION,
    YearsMonthsDuration: {
        "years": lambda v: Decimal(v.whole_years),
        "months": lambda v: Decimal(v.odd_months),
    },
}
"""What may follow the dot behind a temporal value, by its type."""
