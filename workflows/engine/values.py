"""Values at rest: every FEEL value to JSON and back without loss, whatever its keys and texts are.

JSON's own null, booleans, texts, lists and objects stand for themselves and whole numbers for numbers; all
else
is an object with one key that begins with `$`. A user's key that begins with `$` gets a second one.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime, time, timedelta, timezone
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from workflows.engine.step import EngineError, Value
from workflows.feel import NotAFeelValue, to_feel
from workflows.feel.values import Range, YearsMonthsDuration

_SAFE_INTEGER = 2**53


class NotStorable(EngineError):
    """A value that is no FEEL value (an object, a function) was given as a variable."""


def feel_variables(variables: Mapping[str, Any]) -> dict[str, Value]:
    """Variables from outside as FEEL values: numbers are decimals, sequences lists, mappings have text keys.

    Raises `NotStorable` for what FEEL has no value for, and for functions.
    """
    try:
        return {str(name): _storable(to_feel(value)) for name, value in variables.items()}
    except NotAFeelValue as fault:
        raise NotStorable(fault.sentence.en) from fault


def variables_to_rest(variables: Mapping[str, Any]) -> dict[str, Any]:
    """Variables from outside as JSON has them, each under its name as it is. Raises `NotStorable`."""
    try:
        return {str(name): to_rest(to_feel(value)) for name, value in variables.items()}
    except NotAFeelValue as fault:
        raise NotStorable(fault.sentence.en) from fault


def _storable(value: Value) -> Value:
    to_rest(value)
    return value


def to_rest(value: Value) -> Any:
    """A FEEL value as JSON has it. Raises `NotStorable` for functions and foreign objects."""
    match value:
        case None | bool():
            return value
        case str():
            return value if value.isascii() or _is_utf8(value) else {"$text": _surrogates(value)}
        case Decimal():
            return _number_to_rest(value)
        case dict():
            return context_to_rest(value)
        case list():
            return [to_rest(item) for item in value]
        case datetime():
            return _datetime_to_rest(value)
        case date():
            return {"$date": value.isoformat()}
        case time():
            return {"$time": [value.replace(tzinfo=None).isoformat(), _zone_to_rest(value)]}
        case timedelta():
            return {"$duration": [value.days, value.seconds, value.microseconds]}
        case YearsMonthsDuration(months):
            return {"$months": months}
        case Range(start, end, start_included, end_included, operator):
            bounds = [to_rest(start), to_rest(end), start_included, end_included]
            return {"$range": [*bounds, operator] if operator else bounds}
    raise NotStorable(f"{type(value).__name__} cannot be stored as a variable")


def from_rest(stored: Any) -> Value:
    """The FEEL value back from its JSON."""
    match stored:
        case bool() | None | str():
            return stored
        case int():
            return Decimal(stored)
        case list():
            return [from_rest(item) for item in stored]
        case dict():
            return _tagged(stored) if len(stored) == 1 else context_from_rest(stored)
    raise NotStorable(f"{stored!r} is no stored value")


def context_to_rest(context: Mapping[str, Value]) -> dict[str, Any]:
    """A context, or the variables of a scope. Keys JSON cannot hold make it a list of pairs."""
    if not all(key.isascii() or _is_utf8(key) for key in context):
        return {"$pairs": [[to_rest(key), to_rest(item)] for key, item in context.items()]}
    return {f"${key}" if key.startswith("$") else key: to_rest(item) for key, item in context.items()}


def context_from_rest(stored: dict[str, Any]) -> dict[str, Value]:
    """The context back from its JSON."""
    if stored.keys() == {"$pairs"}:
        return {from_rest(key): from_rest(item) for key, item in stored["$pairs"]}
    return {key[1:] if key.startswith("$") else key: from_rest(item) for key, item in stored.items()}


def _tagged(stored: dict[str, Any]) -> Value:
    [(tag, held)] = stored.items()
    match tag:
        case "$number":
            return Decimal(held)
        case "$text":
            return bytes.fromhex(held).decode("utf-16-be", "surrogatepass")
        case "$date":
            return date.fromisoformat(held)
        case "$time":
            return time.fromisoformat(held[0]).replace(tzinfo=_zone_from_rest(held[1]))
        case "$datetime":
            return datetime.fromisoformat(held[0]).replace(tzinfo=_zone_from_rest(held[1]), fold=held[2])
        case "$duration":
            return timedelta(days=held[0], seconds=held[1], microseconds=held[2])
        case "$months":
            return YearsMonthsDuration(held)
        case "$range":
            return Range(from_rest(held[0]), from_rest(held[1]), *held[2:])
    return context_from_rest(stored)


def _number_to_rest(number: Decimal) -> Any:
    """Whole numbers as JSON's own; with a fraction or an exponent as text, which keeps every digit."""
    _, digits, exponent = number.as_tuple()
    if exponent == 0 and len(digits) < 17 and not (number.is_zero() and number.is_signed()):
        whole = int(number)
        if -_SAFE_INTEGER < whole < _SAFE_INTEGER:
            return whole
    return {"$number": str(number)}


def _datetime_to_rest(value: datetime) -> Any:
    return {"$datetime": [value.replace(tzinfo=None, fold=0).isoformat(), _zone_to_rest(value), value.fold]}


def _zone_to_rest(value: datetime | time) -> Any:
    """None: local; a text: a zone by name; a number: a fixed offset in seconds."""
    if value.tzinfo is None:
        return None
    if isinstance(value.tzinfo, ZoneInfo) and value.tzinfo.key:
        return value.tzinfo.key
    offset = value.utcoffset()
    if offset is None:
        raise NotStorable(f"the time zone of {value!r} cannot be stored")
    return offset.total_seconds()


def _zone_from_rest(stored: Any) -> Any:
    if stored is None:
        return None
    if isinstance(stored, str):
        return ZoneInfo(stored)
    return UTC if stored == 0 else timezone(timedelta(seconds=stored))


def _surrogates(text: str) -> str:
    """A text that UTF-8 cannot hold (half a surrogate pair), which JSON could not either."""
    return text.encode("utf-16-be", "surrogatepass").hex()


def _is_utf8(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True
