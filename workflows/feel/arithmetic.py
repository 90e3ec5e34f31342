"""``+ - * / **`` and the sign over every pair of types that has them (DMN 10.3.2.13, tables 55 to 57)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from decimal import Context, Decimal, DecimalException

from workflows.feel.errors import Null
from workflows.feel.numbers import DECIMAL128, ONE, as_integer
from workflows.feel.temporal import difference, plus_months, plus_time
from workflows.feel.values import Value, YearsMonthsDuration, type_name

MAX_STRING = 1_000_000
"""Characters a string may have; a loop that doubles a string would otherwise eat the machine within its
steps.
"""

_MICROSECONDS = Decimal(1_000_000)
# Durations times numbers are taken to more digits than either has, then rounded once.
_WIDE = Context(prec=60, traps=DECIMAL128.traps)


def add(left: Value, right: Value) -> Value:
    match left, right:
        case str(), str():
            return joined(left, right)
        case ((date() | datetime() | time()), timedelta()):
            return plus_time(left, right)
        case timedelta(), (date() | datetime() | time()):
            return plus_time(right, left)
        case date(), YearsMonthsDuration():
            return plus_months(left, right.months)
        case YearsMonthsDuration(), date():
            return plus_months(right, left.months)
        case timedelta(), timedelta():
            return _bounded(lambda: left + right)
        case YearsMonthsDuration(), YearsMonthsDuration():
            return YearsMonthsDuration(left.months + right.months)
    raise _no_operation("+", left, right)


def subtract(left: Value, right: Value) -> Value:
    match left, right:
        case ((date() | datetime() | time()), timedelta()):
            return plus_time(left, -right)
        case date(), YearsMonthsDuration():
            return plus_months(left, -right.months)
        case (date(), date()) | (time(), time()):
            return difference(left, right)
        case timedelta(), timedelta():
            return _bounded(lambda: left - right)
        case YearsMonthsDuration(), YearsMonthsDuration():
            return YearsMonthsDuration(left.months - right.months)
    raise _no_operation("-", left, right)


def multiply(left: Value, right: Value) -> Value:
    match left, right:
        case ((timedelta() | YearsMonthsDuration()), Decimal()):
            return _scaled(left, right)
        case Decimal(), (timedelta() | YearsMonthsDuration()):
            return _scaled(right, left)
    raise _no_operation("*", left, right)


def divide(left: Value, right: Value) -> Value:
    match left, right:
        case ((timedelta() | YearsMonthsDuration()), Decimal()):
            if not right:
                raise Null("除数为零", "division by zero")
            return _scaled(left, right, _WIDE.divide)
        case timedelta(), timedelta():
            return DECIMAL128.divide(_microseconds(left), _microseconds(right))
        case YearsMonthsDuration(), YearsMonthsDuration():
            return DECIMAL128.divide(Decimal(left.months), Decimal(right.months))
    raise _no_operation("/", left, right)


def power(left: Value, right: Value) -> Value:
    raise _no_operation("**", left, right)


def negated(value: Value) -> Value:
    match value:
        case Decimal():
            return DECIMAL128.minus(value)
        case timedelta():
            return -value
        case YearsMonthsDuration(months):
            return YearsMonthsDuration(-months)
        case None:
            raise Null("空值没有相反数", "null has no negative")
    raise Null(f"{type_name(value)}没有相反数", f"a {type_name(value)} has no negative")


def joined(left: str, right: str) -> str:
    if len(left) + len(right) > MAX_STRING:
        raise Null(f"字符串超过{MAX_STRING}个字符", f"a string of more than {MAX_STRING} characters")
    return left + right


def decimal_power(left: Decimal, right: Decimal) -> Decimal:
    """IEEE 754's ``pow``: anything to the power of zero is one, zero too."""
    if not left and right < 0:
        raise Null("除数为零", "division by zero")
    return DECIMAL128.power(left, right) if right else ONE


OPERATIONS: dict[str, tuple[Callable[[Decimal, Decimal], Decimal], Callable[[Value, Value], Value]]] = {
    "+": (DECIMAL128.add, add),
    "-": (DECIMAL128.subtract, subtract),
    "*": (DECIMAL128.multiply, multiply),
    "/": (DECIMAL128.divide, divide),
    "**": (decimal_power, power),
}
"""For each operator: what it does to two numbers, and what to anything else. Both may raise Null or
DecimalException.
"""


def arithmetic_fault(error: DecimalException) -> Null:
    """Why a decimal operation has no result, in words."""
    names = {type_.__name__ for type_ in type(error).__mro__} | {str(part) for part in error.args}
    if "DivisionByZero" in names or "DivisionUndefined" in names or "DivisionUndefined" in str(error):
        return Null("除数为零", "division by zero")
    if "Overflow" in names:
        return Null("数值超出范围", "the number is out of range")
    return Null("此运算没有数值结果", "this operation has no result")


def _microseconds(value: timedelta) -> Decimal:
    return Decimal((value.days * 86400 + value.seconds) * 1_000_000 + value.microseconds)


def _scaled(duration: Value, factor: Decimal, operation=_WIDE.multiply) -> Value:
    """A duration times or divided by a number; months are cut to whole ones, time to whole microseconds."""
    if isinstance(duration, YearsMonthsDuration):
        months = as_integer(operation(Decimal(duration.months), factor).to_integral_value("ROUND_DOWN"))
        if months is None:
            raise Null("时长超出范围", "the duration is out of range")
        return YearsMonthsDuration(months)
    microseconds = operation(_microseconds(duration), factor).to_integral_value()
    if microseconds.adjusted() > 30:
        raise Null("时长超出范围", "the duration is out of range")
    return _bounded(lambda: timedelta(microseconds=int(microseconds)))


def _bounded(compute: Callable[[], timedelta]) -> timedelta:
    try:
        return compute()
    except OverflowError:
        raise Null("时长超出范围", "the duration is out of range") from None


def _no_operation(operator: str, left: Value, right: Value) -> Null:
    names = f"{type_name(left)} {operator} {type_name(right)}"
    return Null(f"没有 {names} 这种运算", f"there is no {names}")
