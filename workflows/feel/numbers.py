"""FEEL numbers: IEEE 754-2008 decimal128 (DMN 10.3.2.3.1), 34 digits, half-even, errors instead of NaN."""

from __future__ import annotations

from decimal import (
    ROUND_HALF_EVEN,
    Context,
    Decimal,
    DivisionByZero,
    InvalidOperation,
    Overflow,
)

DECIMAL128 = Context(
    prec=34,
    rounding=ROUND_HALF_EVEN,
    Emin=-6143,
    Emax=6144,
    traps=[DivisionByZero, InvalidOperation, Overflow],
)
"""Every arithmetic operation goes through this context; the thread's own context is never touched."""

ZERO = Decimal(0)
ONE = Decimal(1)


def number_text(number: Decimal) -> str:
    """The shortest plain writing of a number: no exponent, no trailing zeros, no negative zero."""
    if not number:
        return "0"
    text = format(number, "f")
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return text


def is_integral(number: Decimal) -> bool:
    return number == number.to_integral_value()


def as_integer(number: Decimal) -> int | None:
    """The whole number, or None where there is a fraction or the size is beyond any index or date."""
    if number.adjusted() > 18 or not is_integral(number):
        return None
    return int(number)
