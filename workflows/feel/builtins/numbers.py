"""Numbers (DMN table 74)."""

from __future__ import annotations

from datetime import timedelta
from decimal import (
    ROUND_CEILING,
    ROUND_DOWN,
    ROUND_FLOOR,
    ROUND_HALF_DOWN,
    ROUND_HALF_EVEN,
    ROUND_HALF_UP,
    ROUND_UP,
    Context,
    Decimal,
)

from workflows.feel.builtins.registry import builtin
from workflows.feel.errors import Null
from workflows.feel.evaluation import Run
from workflows.feel.numbers import DECIMAL128, ZERO, as_integer
from workflows.feel.values import Value, YearsMonthsDuration, type_name

_EXACT = Context(prec=7000, Emax=999999, Emin=-999999, traps=DECIMAL128.traps)
"""Room for any quotient of two decimal128 numbers, so that ``modulo`` and rounding lose nothing on the
way.
"""

_SCALES = range(-6111, 6177)


def _rounded(value: Decimal, scale: Decimal, mode: str) -> Decimal:
    """To a number of decimal places, negative ones left of the point; 34 digits hold."""
    places = as_integer(scale.to_integral_value(ROUND_DOWN))
    if places is None or places not in _SCALES:
        raise Null("小数位数超出范围", "the scale is out of range")
    if value.adjusted() + places > 34 or -value.as_tuple().exponent <= places:
        return DECIMAL128.plus(value)  # nothing to round away
    return DECIMAL128.plus(value.quantize(Decimal(1).scaleb(-places), mode, _EXACT))


@builtin("decimal(n: number, scale: number)")
def decimal(run: Run, n: Decimal, scale: Decimal) -> Decimal:
    return _rounded(n, scale, ROUND_HALF_EVEN)


@builtin("floor(n: number)", "floor(n: number, scale: number)")
def floor(run: Run, n: Decimal, scale: Decimal = ZERO) -> Decimal:
    return _rounded(n, scale, ROUND_FLOOR)


@builtin("ceiling(n: number)", "ceiling(n: number, scale: number)")
def ceiling(run: Run, n: Decimal, scale: Decimal = ZERO) -> Decimal:
    return _rounded(n, scale, ROUND_CEILING)


@builtin("round up(n: number, scale: number)")
def round_up(run: Run, n: Decimal, scale: Decimal) -> Decimal:
    return _rounded(n, scale, ROUND_UP)


@builtin("round down(n: number, scale: number)")
def round_down(run: Run, n: Decimal, scale: Decimal) -> Decimal:
    return _rounded(n, scale, ROUND_DOWN)


@builtin("round half up(n: number, scale: number)")
def round_half_up(run: Run, n: Decimal, scale: Decimal) -> Decimal:
    return _rounded(n, scale, ROUND_HALF_UP)


@builtin("round half down(n: number, scale: number)")
def round_half_down(run: Run, n: Decimal, scale: Decimal) -> Decimal:
    return _rounded(n, scale, ROUND_HALF_DOWN)


@builtin("abs(n: any)")
def absolute(run: Run, n: Value) -> Value:
    match n:
        case Decimal():
            return DECIMAL128.abs(n)
        case timedelta():
            return abs(n)
        case YearsMonthsDuration(months):
            return YearsMonthsDuration(abs(months))
        case [only]:
            return absolute(run, only)
    raise Null(f"{type_name(n)}没有绝对值", f"a {type_name(n)} has no absolute value")


@builtin("modulo(dividend: number, divisor: number)")
def modulo(run: Run, dividend: Decimal, divisor: Decimal) -> Decimal:
    """``dividend - divisor * floor(dividend / divisor)``: the sign is the divisor's."""
    if not divisor:
        raise Null("除数为零", "division by zero")
    rest = _EXACT.remainder(dividend, divisor)
    if rest and (rest < 0) != (divisor < 0):
        rest = _EXACT.add(rest, divisor)
    return DECIMAL128.plus(rest)


@builtin("sqrt(number: number)")
def square_root(run: Run, number: Decimal) -> Decimal:
    return DECIMAL128.sqrt(number)


@builtin("log(number: number)")
def logarithm(run: Run, number: Decimal) -> Decimal:
    if number <= 0:
        raise Null("只有正数有对数", "only a positive number has a logarithm")
    return DECIMAL128.ln(number)


@builtin("exp(number: number)")
def exponential(run: Run, number: Decimal) -> Decimal:
    return DECIMAL128.exp(number)


@builtin("odd(number: number)")
def odd(run: Run, number: Decimal) -> bool:
    return abs(_EXACT.remainder(number, Decimal(2))) == 1


@builtin("even(number: number)")
def even(run: Run, number: Decimal) -> bool:
    return _EXACT.remainder(number, Decimal(2)) == 0
