"""The values of FEEL and the names of their types.

null is ``None``, a boolean ``bool``, a number ``Decimal``, a string ``str``, a date ``datetime.date``, a
time ``datetime.time``, a date and time ``datetime.datetime``, a days and time duration
``datetime.timedelta``, a list ``list``, a context ``dict`` with string keys. What Python has no type for
is here and in ``wide_time``.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

from workflows.feel.wide_time import WideDate, WideDateTime, WideDuration, WideTime

Value = Any


@dataclass(frozen=True, slots=True, order=True)
class YearsMonthsDuration:
    """A years and months duration, in months; negative ones count backwards."""

    months: int

    @property
    def whole_years(self) -> int:
        return abs(self.months) // 12 * (1 if self.months >= 0 else -1)

    @property
    def odd_months(self) -> int:
        return abs(self.months) % 12 * (1 if self.months >= 0 else -1)


@dataclass(frozen=True, slots=True)
class Range:
    """A range of comparable values.

    ``operator`` tells a range written as a test: ``(< 10)`` has no start and the operator ``<``; ``(= 10)``
    and ``(!= 10)`` start and end at 10, the one with both ends included, the other with neither. A range
    written with two ends of which one is null, as ``(null..10]``, has no operator, and nothing can be said
    to be in it.
    """

    start: Value
    end: Value
    start_included: bool
    end_included: bool
    operator: str = ""


@dataclass(frozen=True, slots=True, eq=False)
class Function:
    """Something that can be called: a built-in, a function of the office, a function literal or a
    knowledge model.

    ``parameters`` holds the names a named invocation may use; None means the function sorts that out
    itself. ``types`` are the declared parameter types, or None where nothing is declared.
    """

    name: str
    parameters: tuple[str, ...] | None
    call: Callable[..., Value]
    types: tuple[Any, ...] = ()
    result_type: Any = None


_TYPE_NAMES: dict[type, str] = {
    type(None): "Null",
    bool: "boolean",
    Decimal: "number",
    str: "string",
    date: "date",
    time: "time",
    datetime: "date and time",
    timedelta: "days and time duration",
    YearsMonthsDuration: "years and months duration",
    WideDate: "date",
    WideTime: "time",
    WideDateTime: "date and time",
    WideDuration: "days and time duration",
    list: "list",
    dict: "context",
    Range: "range",
    Function: "function",
}


def type_name(value: Value) -> str:
    """The standard's name for the type of a FEEL value; total: what is no FEEL value is ``unknown``."""
    return _TYPE_NAMES.get(type(value), "unknown")
