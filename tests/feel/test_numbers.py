"""Decimal arithmetic: the laws it keeps, the digits it has, and the functions of numbers."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.feel.asking import said, value

small = st.decimals(min_value=-(10**9), max_value=10**9, places=4, allow_nan=False, allow_infinity=False)
whole = st.integers(min_value=-(10**12), max_value=10**12)


@given(a=small, b=small, c=small)
def test_exact_sums_and_products_keep_the_laws_of_arithmetic(a: Decimal, b: Decimal, c: Decimal) -> None:
    names = {"a": a, "b": b, "c": c}
    assert value("a + b = b + a and (a + b) + c = a + (b + c)", **names) is True
    assert value("a * b = b * a and a * (b + c) = a * b + a * c", **names) is True
    assert value("a - b = -(b - a)", **names) is True


@given(a=small, b=small.filter(bool))
def test_a_quotient_is_right_to_34_digits(a: Decimal, b: Decimal) -> None:
    exact = Fraction(a) / Fraction(b)
    error = abs(Fraction(value("a / b", a=a, b=b)) - exact)
    assert error <= abs(exact) * Fraction(1, 10**33)


@given(a=whole, b=whole.filter(bool))
def test_modulo_is_pythons_floored_remainder(a: int, b: int) -> None:
    assert value("modulo(a, b)", a=a, b=b) == a % b


@given(a=small, b=small)
def test_order_is_total(a: Decimal, b: Decimal) -> None:
    verdicts = [value(text, a=a, b=b) for text in ("a < b", "a = b", "a > b")]
    assert verdicts.count(True) == 1


@given(n=small, places=st.integers(min_value=0, max_value=3))
def test_rounding_stays_within_its_unit(n: Decimal, places: int) -> None:
    unit = Decimal(1).scaleb(-places)
    assert value("floor(n, p) <= n and n <= ceiling(n, p)", n=n, p=places) is True
    assert abs(value("decimal(n, p)", n=n, p=places) - n) <= unit / 2
    assert value("abs(round down(n, p)) <= abs(n) and abs(n) <= abs(round up(n, p))", n=n, p=places) is True


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("0 ** 0", "1"),
        ("0 ** -1", "null"),
        ("decimal(2.5, 0)", "2"),
        ("decimal(3.5, 0)", "4"),
        ("decimal(125, -1)", "120"),
        ("round half up(2.5, 0)", "3"),
        ("round half up(-2.5, 0)", "-3"),
        ("round half down(2.5, 0)", "2"),
        ("round up(-1.11, 1)", "-1.2"),
        ("round down(-1.19, 1)", "-1.1"),
        ("floor(-1.5)", "-2"),
        ("ceiling(-1.5)", "-1"),
        ("floor(-1.56, 1)", "-1.6"),
        ("floor(1.56, null)", "null"),
        ("round up(5.5, 6176)", "5.5"),
        ("round up(5.5, 6177)", "null"),
        ("decimal(1, 7000)", "null"),
        ("modulo(12, 5)", "2"),
        ("modulo(-12, 5)", "3"),
        ("modulo(12, -5)", "-3"),
        ("modulo(10.1, 4.5)", "1.1"),
        ("modulo(1, 0)", "null"),
        ("sqrt(16)", "4"),
        ("sqrt(-1)", "null"),
        ("log(0)", "null"),
        ("exp(0)", "1"),
        ("odd(-5)", "true"),
        ("even(-2)", "true"),
        ("abs(-10)", "10"),
        ('abs(duration("-P1Y2M"))', "P1Y2M"),
        ('number("1 000,5", " ", ",")', "1000.5"),
        ('number("1.000.000,01", ".", ",")', "1000000.01"),
        ('number("1,000", ",", ",")', "null"),
        ('number("abc")', "null"),
        ("string(1.10)", '"1.1"'),
        ("99999999999999999999999999999999999999", "100000000000000000000000000000000000000"),
    ],
)
def test_functions_of_numbers(text: str, answer: str) -> None:
    assert said(text) == answer
