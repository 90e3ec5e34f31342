"""Equality and order of FEEL values (DMN 10.3.2.13, tables 53 and 54)."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

from workflows.feel.errors import Null
from workflows.feel.temporal import on_one_line, order_key
from workflows.feel.values import Range, Value, YearsMonthsDuration, type_name
from workflows.feel.wide_time import (
    WIDE,
    Clock,
    Moment,
    WideDuration,
    duration_nanoseconds,
    is_date,
    line_position,
)

_SIMPLE = (bool, Decimal, str, timedelta, YearsMonthsDuration)
_ORDERED = (Decimal, str, date, timedelta, YearsMonthsDuration)


def equal(left: Value, right: Value) -> bool | None:
    """``left = right``: anything may be compared with null, otherwise only what is of one kind; else None."""
    if left is None or right is None:
        return left is right
    kind = type(left)
    if kind in WIDE or type(right) in WIDE:
        return _wide_equal(left, right)
    if kind is not type(right):
        return None
    if kind in _SIMPLE:
        return left == right
    if kind is list:
        return _all_equal(left, right) if len(left) == len(right) else False
    if kind is dict:
        if left.keys() != right.keys():
            return False
        return _all_equal(left.values(), [right[key] for key in left])
    if kind is datetime or kind is time:
        return _same_kind_of_zone(left, right) and order_key(left) == order_key(right)
    if kind is Range:
        return _ranges_equal(left, right)
    return left == right


def _all_equal(left, right) -> bool | None:
    """Equal in every pair; a pair that cannot be compared makes it None unless another pair already
    differs.
    """
    verdict: bool | None = True
    for one, other in zip(left, right, strict=True):
        answer = equal(one, other)
        if answer is False:
            return False
        if answer is None:
            verdict = None
    return verdict


def _wide_equal(left: Value, right: Value) -> bool | None:
    """Where one of the two is wide: a value has one representation, so only two wide ones can be equal."""
    if type_name(left) != type_name(right):
        return None
    if type(left) is not type(right):
        return False
    if is_date(left) or isinstance(left, WideDuration):
        return left == right
    return _same_kind_of_zone(left, right) and line_position(left) == line_position(right)


def _same_kind_of_zone(left: Clock | Moment, right: Clock | Moment) -> bool:
    """The zone is one of the properties compared: local, an offset and a named zone are never equal."""
    return (left.tzinfo is None) == (right.tzinfo is None) and isinstance(
        left.tzinfo, ZoneInfo
    ) == isinstance(right.tzinfo, ZoneInfo)


def _ranges_equal(left: Range, right: Range) -> bool | None:
    if left.operator != right.operator:
        return False
    if (left.start_included, left.end_included) != (right.start_included, right.end_included):
        return False
    return _all_equal((left.start, left.end), (right.start, right.end))


def same(left: Value, right: Value) -> bool:
    """Equality where the standard's lists ask for it (``list contains``, ``distinct values``): unknown is
    no.
    """
    return equal(left, right) is True


def compared(left: Value, right: Value) -> int:
    """-1, 0 or 1 as left comes before, with or after right; raises Null where the two have no order."""
    kind = type(left)
    if kind in WIDE or type(right) in WIDE:
        return _wide_compared(left, right)
    if kind is type(right):
        if kind in _ORDERED:
            return -1 if left < right else (1 if left > right else 0)
        if kind is datetime:
            left, right = on_one_line(left, right)
            return _sign(order_key(left), order_key(right))
        if kind is time:
            return _times_compared(left, right)
    raise Null(
        f"{type_name(left)}与{type_name(right)}不能比较大小",
        f"{type_name(left)} and {type_name(right)} have no order",
    )


def _wide_compared(left: Value, right: Value) -> int:
    if type_name(left) == type_name(right):
        if isinstance(left, timedelta | WideDuration):
            return _sign(duration_nanoseconds(left), duration_nanoseconds(right))
        if is_date(left) or (left.tzinfo is None) == (right.tzinfo is None):
            return _sign(line_position(left), line_position(right))
    raise Null("这两个时间不能比较先后", "these two points in time have no order")


def _times_compared(left: time, right: time) -> int:
    if (left.tzinfo is None) != (right.tzinfo is None):
        raise Null("有时区的时间不能与无时区的相比", "a time with a zone and one without cannot be compared")
    return _sign(order_key(left), order_key(right))


def _sign(left: Value, right: Value) -> int:
    return -1 if left < right else (1 if left > right else 0)


def includes(bounds: Range, value: Value) -> bool:
    """Whether a range includes a value; raises Null where they have no common order."""
    if bounds.operator == "!=":
        return compared(value, bounds.start) != 0
    if value is None or (not bounds.operator and (bounds.start is None or bounds.end is None)):
        raise Null(
            "空值不能与区间比较", "null cannot be compared with a range, nor anything with a range to null"
        )
    if bounds.start is not None:
        order = compared(value, bounds.start)
        if order < 0 or (order == 0 and not bounds.start_included):
            return False
    if bounds.end is not None:
        order = compared(value, bounds.end)
        if order > 0 or (order == 0 and not bounds.end_included):
            return False
    return True
