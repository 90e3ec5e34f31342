"""Values across the border: Python's and JSON's into FEEL's, and FEEL's into JSON's."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

from workflows.feel.errors import NotAFeelValue
from workflows.feel.numbers import is_integral, number_text
from workflows.feel.temporal_text import temporal_text
from workflows.feel.values import Function, Range, Value, YearsMonthsDuration
from workflows.feel.wide_time import WIDE
from workflows.words import Sentence

MAX_EXPONENT = 6144
"""The largest power of ten of decimal128."""

MAX_DEPTH = 200
"""Lists and contexts inside each other that a value from outside may have."""

_AS_THEY_ARE = frozenset(
    {
        type(None),
        bool,
        str,
        date,
        time,
        datetime,
        timedelta,
        YearsMonthsDuration,
        Range,
        Function,
        *WIDE,
    }
)
_TEMPORAL = (date, time, timedelta, YearsMonthsDuration, *WIDE)


def to_feel(value: Any, depth: int = 0) -> Value:
    """A Python value as a FEEL value; lists and contexts are copied, so an evaluation never changes the
    caller's.

    Raises NotAFeelValue for what FEEL has no counterpart for.
    """
    kind = type(value)
    if kind in _AS_THEY_ARE:
        return value
    if kind is int:
        return Decimal(value)
    if kind is Decimal:
        if not (value.is_finite() and abs(value.adjusted()) <= MAX_EXPONENT):
            raise NotAFeelValue(Sentence("数值超出范围", "the number is out of range"))
        return value
    if kind is float:
        if not math.isfinite(value):
            raise _no_counterpart(value)
        return Decimal(repr(value))
    if depth > MAX_DEPTH:
        raise NotAFeelValue(
            Sentence(f"数据嵌套超过{MAX_DEPTH}层", f"the data is nested more than {MAX_DEPTH} deep")
        )
    if isinstance(value, list | tuple | set | frozenset):
        return [to_feel(item, depth + 1) for item in value]
    if isinstance(value, Mapping):
        return {str(key): to_feel(item, depth + 1) for key, item in value.items()}
    return _of_a_subclass(value)


def _of_a_subclass(value: Any) -> Value:
    """Enumerations and other subclasses of the plain types count as what they extend."""
    if isinstance(value, str):
        return str.__str__(value)
    if isinstance(value, int):
        return Decimal(int(value))
    raise _no_counterpart(value)


def _no_counterpart(value: Any) -> NotAFeelValue:
    name = type(value).__name__
    return NotAFeelValue(Sentence(f"FEEL中没有与{name}对应的值", f"FEEL has no counterpart for a {name}"))


def from_json(value: Any) -> Value:
    """What ``json.loads`` gave, as FEEL values: strings stay strings, whatever they look like."""
    return to_feel(value)


def to_json(value: Value) -> Any:
    """A FEEL value as ``json.dumps`` takes it: temporal values as ISO 8601 text, ranges and tests as FEEL
    text.

    Whole numbers become ``int``; others ``float``, which keeps 17 digits — ``json_text`` keeps them all.
    """
    if value is None or isinstance(value, bool | str):
        return value
    if isinstance(value, Decimal):
        return int(value) if is_integral(value) else float(value)
    if isinstance(value, list):
        return [to_json(item) for item in value]
    if isinstance(value, dict):
        return {key: to_json(item) for key, item in value.items()}
    return feel_text(value)


def json_text(value: Value) -> str:
    """A FEEL value as JSON text in which numbers keep all their digits."""
    if isinstance(value, Decimal):
        return number_text(value)
    if isinstance(value, list):
        return "[" + ", ".join(json_text(item) for item in value) + "]"
    if isinstance(value, dict):
        entries = (f"{json.dumps(key, ensure_ascii=False)}: {json_text(item)}" for key, item in value.items())
        return "{" + ", ".join(entries) + "}"
    return json.dumps(to_json(value), ensure_ascii=False)


def feel_text(value: Value) -> str:
    """A value as the standard's ``string()`` writes it; strings inside lists and contexts in quotes."""
    if isinstance(value, str):
        return value
    return _nested_text(value)


def _nested_text(value: Value) -> str:
    match value:
        case None:
            return "null"
        case bool():
            return "true" if value else "false"
        case Decimal():
            return number_text(value)
        case str():
            return quoted(value)
        case list():
            return "[" + ", ".join(_nested_text(item) for item in value) + "]"
        case dict():
            return (
                "{"
                + ", ".join(f"{_key_text(key)}: {_nested_text(item)}" for key, item in value.items())
                + "}"
            )
        case Range():
            return _range_text(value)
        case Function():
            return f"function {value.name}" if value.name else "function"
    if isinstance(value, _TEMPORAL):
        return temporal_text(value)
    raise _no_counterpart(value)


def quoted(text: str) -> str:
    """A FEEL string literal."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    for character, code in (("\n", "\\n"), ("\r", "\\r"), ("\t", "\\t")):
        escaped = escaped.replace(character, code)
    return f'"{escaped}"'


def _key_text(key: str) -> str:
    plain = key and not any(character in '"\\{}[]():,' for character in key)
    return key if plain else quoted(key)


def _range_text(bounds: Range) -> str:
    if bounds.operator:
        return f"({bounds.operator} {_literal_text(bounds.end if bounds.start is None else bounds.start)})"
    opening, closing = "[" if bounds.start_included else "(", "]" if bounds.end_included else ")"
    return f"{opening}{_literal_text(bounds.start)}..{_literal_text(bounds.end)}{closing}"


def _literal_text(value: Value) -> str:
    """A value as it can be written back into an expression."""
    return f'@"{temporal_text(value)}"' if isinstance(value, _TEMPORAL) else _nested_text(value)
