"""``number``, ``string``, ``date``, ``time``, ``date and time``, ``duration`` … (DMN 10.3.4.1)."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo
from decimal import Decimal
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from workflows.feel.border import feel_text
from workflows.feel.builtins.registry import builtin
from workflows.feel.errors import Null
from workflows.feel.evaluation import Run
from workflows.feel.numbers import DECIMAL128, as_integer
from workflows.feel.temporal import midnight, months_between
from workflows.feel.temporal_text import (
    MAX_OFFSET,
    parsed_date,
    parsed_date_time,
    parsed_duration,
    parsed_time,
)
from workflows.feel.values import Value, YearsMonthsDuration, type_name
from workflows.feel.wide_time import (
    Clock,
    Day,
    Moment,
    WideDate,
    WideDateTime,
    WideDuration,
    WideTime,
    clock_of,
    clock_part,
    day_of,
    day_part,
    is_date,
    is_moment,
    moment_of,
)

_NUMBER = re.compile(r"-?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]+)?")


@builtin("number(from: string)", "number(from: string, grouping separator: any, decimal separator: any)")
def number(run: Run, text: str, grouping: Value = None, point: Value = None) -> Decimal:
    if (
        grouping not in (None, " ", ",", ".")
        or point not in (None, ",", ".")
        or (point and grouping == point)
    ):
        raise Null("分组符或小数点不合规定", "the separators are not among the standard's")
    plain = text.replace(grouping, "") if grouping else text
    if point == ",":
        plain = plain.replace(".", "?").replace(",", ".")
    if not _NUMBER.fullmatch(plain):
        raise Null(f"“{text}”不是数", f"{text!r} is no number")
    return DECIMAL128.create_decimal(plain)


@builtin("number(from: number)")
def number_itself(run: Run, value: Decimal) -> Decimal:
    return value


@builtin("string(from: any)")
def string(run: Run, value: Value) -> str | None:
    return None if value is None else feel_text(value)


@builtin("date(from: any)")
def date_from(run: Run, value: Value) -> Day:
    match value:
        case str():
            if (day := parsed_date(value)) is None:
                raise Null(f"“{value}”不是日期", f"{value!r} is no date")
            return day
        case datetime() | WideDateTime():
            return day_part(value)
        case date() | WideDate():
            return value
    raise _not_from(value, "日期", "a date")


@builtin("date(year: number, month: number, day: number)")
def date_of(run: Run, year: Decimal, month: Decimal, day: Decimal) -> Day:
    found = day_of(_whole(year), _whole(month), _whole(day)) if abs(year) < 1_000_000_000 else None
    if found is None:
        raise Null("没有这一天", "there is no such day")
    return found


@builtin("time(from: any)")
def time_from(run: Run, value: Value) -> Clock:
    match value:
        case str():
            if (clock := parsed_time(value)) is None:
                raise Null(f"“{value}”不是时间", f"{value!r} is no time")
            return clock
        case datetime() | WideDateTime():
            return clock_part(value)
        case date() | WideDate():
            return time(0, tzinfo=UTC)
        case time() | WideTime():
            return value
    raise _not_from(value, "时间", "a time")


@builtin("time(hour: number, minute: number, second: number, offset: days and time duration?)")
def time_of(
    run: Run, hour: Decimal, minute: Decimal, second: Decimal, offset: timedelta | None = None
) -> Clock:
    zone = None
    if offset is not None:
        if abs(offset) > MAX_OFFSET:
            raise Null("时区偏移超过14小时", "the offset is more than 14 hours")
        zone = timezone(offset)
    return _clock(hour, minute, second, zone)


def _clock(hour: Decimal, minute: Decimal, second: Decimal, zone: tzinfo | None) -> Clock:
    if min(hour, minute, second) < 0 or max(hour, minute, second) >= 60:
        raise Null("没有这个时刻", "there is no such time of day")
    whole = int(second)
    found = clock_of(_whole(hour), _whole(minute), whole, int((second - whole).scaleb(9)), zone)
    if found is None:
        raise Null("没有这个时刻", "there is no such time of day")
    return found


@builtin("date and time(from: any)")
def date_and_time_from(run: Run, value: Value) -> Moment:
    match value:
        case str():
            if (moment := parsed_date_time(value)) is None:
                raise Null(f"“{value}”不是日期时间", f"{value!r} is no date and time")
            return moment
        case datetime() | WideDateTime():
            return value
        case date() | WideDate():
            return moment_of(value, time(0, tzinfo=UTC))
    raise _not_from(value, "日期时间", "a date and time")


@builtin("date and time(date: any, time: time)")
def date_and_time_of(run: Run, day: Value, clock: Clock) -> Moment:
    if not (is_date(day) or is_moment(day)):
        raise _not_from(day, "日期", "a date")
    return moment_of(day, clock)


@builtin("date and time(date: any, timezone: string)")
def date_and_time_in(run: Run, moment: Value, zone: str) -> datetime:
    """The same instant on the clocks of a zone (DMN 1.5); a local date and time is taken to be in it."""
    if not isinstance(moment, date):
        raise _not_from(moment, "日期时间", "a date and time")
    moment = moment if isinstance(moment, datetime) else midnight(moment)
    try:
        return moment.astimezone(_zone(zone)) if moment.tzinfo else moment.replace(tzinfo=_zone(zone))
    except OverflowError:
        raise Null("日期超出范围", "the date is out of range") from None


_SIX = "year: number, month: number, day: number, hour: number, minute: number, second: number"


@builtin(f"date and time({_SIX}, offset: any?)", f"date and time({_SIX}, timezone: string)")
def date_and_time_of_numbers(
    run: Run,
    year: Decimal,
    month: Decimal,
    day: Decimal,
    hour: Decimal,
    minute: Decimal,
    second: Decimal,
    zone: Value = None,
) -> Moment:
    day_ = date_of(run, year, month, day)
    if zone is None:
        return moment_of(day_, _clock(hour, minute, second, None))
    if isinstance(zone, str):
        return moment_of(day_, _clock(hour, minute, second, _zone(zone)))
    if not isinstance(zone, timedelta):
        raise _not_from(zone, "时区偏移", "an offset")
    return moment_of(day_, time_of(run, hour, minute, second, zone))


def _zone(name: str) -> ZoneInfo:
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        # ValueError: a name that leaves the zone folder; OSError: the name of a folder, such as "Asia".
        raise Null(f"没有名为“{name}”的时区", f"there is no zone named {name!r}") from None


@builtin("duration(from: any)")
def duration(run: Run, value: Value) -> Value:
    match value:
        case str():
            if (length := parsed_duration(value)) is None:
                raise Null(f"“{value}”不是时长", f"{value!r} is no duration")
            return length
        case timedelta() | WideDuration() | YearsMonthsDuration():
            return value
    raise _not_from(value, "时长", "a duration")


@builtin("years and months duration(from: any, to: any)")
def years_and_months(run: Run, start: Value, end: Value) -> YearsMonthsDuration:
    for point in (start, end):
        if not (is_date(point) or is_moment(point)):
            raise _not_from(point, "日期", "a date")
    return months_between(start, end)


def _whole(value: Decimal) -> int:
    number = as_integer(value)
    if number is None:
        raise Null(f"{value}不是整数", f"{value} is not whole")
    return number


def _not_from(value: Value, zh: str, en: str) -> Null:
    return Null(f"{type_name(value)}不能成为{zh}", f"a {type_name(value)} does not make {en}")
