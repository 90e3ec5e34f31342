"""FEEL types: what a value is an instance of, what conforms to what, and the standard's implicit
conversions.

DMN 10.3.2.9 (type lattice, conformance, conversions). Item definitions of a decision model are types too:
they arrive as ``Named`` in an expression and are looked up in the evaluation's own table of types.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal

from workflows.feel.values import Function, Range, Value, YearsMonthsDuration
from workflows.feel.wide_time import WideDate, WideDateTime, WideDuration, WideTime


@dataclass(frozen=True, slots=True)
class Simple:
    """A type with no parts: ``number``, ``date and time``, ``Any``, ``Null`` …; also a bare ``list``,
    ``context`` …
    """

    name: str


@dataclass(frozen=True, slots=True)
class ListOf:
    item: FeelType


@dataclass(frozen=True, slots=True)
class RangeOf:
    item: FeelType


@dataclass(frozen=True, slots=True)
class ContextOf:
    members: tuple[tuple[str, FeelType], ...]


@dataclass(frozen=True, slots=True)
class FunctionOf:
    parameters: tuple[FeelType, ...]
    result: FeelType


@dataclass(frozen=True, slots=True)
class Named:
    """A type given by name elsewhere: an item definition of the decision model."""

    name: str


@dataclass(frozen=True, slots=True, eq=False)
class Constrained:
    """A type some of whose values are allowed only: an item definition with allowed values or a type
    constraint.
    """

    base: FeelType
    allows: Callable[[Value], bool]


FeelType = Simple | ListOf | RangeOf | ContextOf | FunctionOf | Named | Constrained
Types = Mapping[str, FeelType]
"""The item definitions an evaluation knows, by name."""

ANY = Simple("Any")
NULL = Simple("Null")

_CLASSES: dict[str, tuple[type, ...]] = {
    "number": (Decimal,),
    "string": (str,),
    "boolean": (bool,),
    "date": (date, WideDate),
    "time": (time, WideTime),
    "date and time": (datetime, WideDateTime),
    "days and time duration": (timedelta, WideDuration),
    "years and months duration": (YearsMonthsDuration,),
    "list": (list,),
    "context": (dict,),
    "range": (Range,),
    "function": (Function,),
}

_SPELLINGS = {
    "any": "Any",
    "null": "Null",
    "datetime": "date and time",
    "dateTime": "date and time",
    "dayTimeDuration": "days and time duration",
    "yearMonthDuration": "years and months duration",
    "day time duration": "days and time duration",
    "year month duration": "years and months duration",
}

SIMPLE_TYPES: dict[str, Simple] = {name: Simple(name) for name in [*_CLASSES, "Any", "Null"]}
SIMPLE_TYPES |= {spelling: Simple(name) for spelling, name in _SPELLINGS.items()}
"""The built-in types by every spelling DMN 1.1 to 1.5 files use."""


def is_known(kind: FeelType, types: Types) -> bool:
    """Whether every name inside the type means something here."""
    match kind:
        case Named(name):
            return name in types
        case ListOf(item) | RangeOf(item):
            return is_known(item, types)
        case ContextOf(members):
            return all(is_known(member, types) for _, member in members)
        case FunctionOf(parameters, result):
            return all(is_known(part, types) for part in (*parameters, result))
        case _:
            return True


def is_instance(value: Value, kind: FeelType, types: Types) -> bool:
    """``value instance of kind``: null is an instance of Null only; allowed values play no part."""
    if value is None:
        return kind == NULL
    return _belongs(value, unconstrained(kind, types), types)


def conforms(value: Value, kind: FeelType, types: Types) -> bool:
    """Whether the value may stand where the type is asked for: null may stand anywhere."""
    return value is None or _belongs(value, kind, types)


def _belongs(value: Value, kind: FeelType, types: Types) -> bool:
    match kind:
        case Simple(name):
            return name == "Any" or type(value) in _CLASSES.get(name, ())
        case Named(name):
            found = types.get(name)
            return found is not None and _belongs(value, found, types)
        case Constrained(base, allows):
            return _belongs(value, base, types) and allows(value)
        case ListOf(item):
            return type(value) is list and all(conforms(each, item, types) for each in value)
        case ContextOf(members):
            return type(value) is dict and all(
                name in value and conforms(value[name], member, types) for name, member in members
            )
        case RangeOf(item):
            return type(value) is Range and _range_belongs(value, item, types)
        case FunctionOf():
            return type(value) is Function and _function_belongs(value, kind, types)


def _range_belongs(value: Range, item: FeelType, types: Types) -> bool:
    return all(_belongs(end, item, types) for end in (value.start, value.end) if end is not None)


def _function_belongs(value: Function, kind: FunctionOf, types: Types) -> bool:
    """Parameters may ask for less, the result must give at least as much (contravariance, covariance)."""
    if value.parameters is None or len(value.parameters) != len(kind.parameters):
        return False
    declared = value.types or (None,) * len(kind.parameters)
    return all(
        asked is None or type_conforms(given, asked, types)
        for given, asked in zip(kind.parameters, declared, strict=True)
    ) and (value.result_type is None or type_conforms(value.result_type, kind.result, types))


def type_conforms(left: FeelType, right: FeelType, types: Types) -> bool:
    """Whether every value of the left type may stand for one of the right type."""
    left, right = resolved(left, types), resolved(right, types)
    if left == right or right == ANY or left == NULL:
        return True
    match left, right:
        case ListOf(a), ListOf(b):
            return type_conforms(a, b, types)
        case RangeOf(a), RangeOf(b):
            return type_conforms(a, b, types)
        case ContextOf(a), ContextOf(b):
            have = dict(a)
            return all(name in have and type_conforms(have[name], member, types) for name, member in b)
        case FunctionOf(a, given), FunctionOf(b, asked):
            return (
                len(a) == len(b)
                and all(type_conforms(theirs, ours, types) for ours, theirs in zip(a, b, strict=True))
                and type_conforms(given, asked, types)
            )
        case ListOf(), Simple("list"):
            return True
        case ContextOf(), Simple("context"):
            return True
        case _:
            return False


def resolved(kind: FeelType, types: Types) -> FeelType:
    """The type itself where a name or a constraint stands for it."""
    seen = set()
    while isinstance(kind, Named | Constrained):
        if isinstance(kind, Constrained):
            kind = kind.base
        elif kind.name in seen or kind.name not in types:
            return kind
        else:
            seen.add(kind.name)
            kind = types[kind.name]
    return kind


def result_of(kind: FeelType | None, types: Types) -> FeelType | None:
    """What a function's variable says of its result: a function type its result, any other type itself."""
    found = resolved(kind, types) if kind is not None else None
    return found.result if isinstance(found, FunctionOf) else kind


def unconstrained(kind: FeelType, types: Types) -> FeelType:
    """The type without its allowed values, at its top."""
    kind = resolved(kind, types)
    if isinstance(kind, ListOf):
        return ListOf(unconstrained(kind.item, types))
    return kind


class DoesNotConform(Exception):
    """The value has no implicit conversion to the type. Caught in this room and in decisions only."""


def converted(value: Value, kind: FeelType, types: Types) -> Value:
    """The value as the type asks for it, by the standard's implicit conversions; raises DoesNotConform.

    A list of one gives its element, a date gives midnight UTC where a date and time is asked for, a
    single value gives a list of one where a list is asked for (DMN 10.3.2.9.4).
    """
    if conforms(value, kind, types):
        return value
    asked = resolved(kind, types)
    for candidate in _conversions(value, asked):
        if conforms(candidate, kind, types):
            return candidate
    raise DoesNotConform


def _conversions(value: Value, asked: FeelType) -> list[Value]:
    is_list = isinstance(asked, ListOf) or asked == Simple("list")
    candidates = []
    inner = value
    while type(inner) is list and len(inner) == 1 and not is_list:
        inner = inner[0]
        if inner is not None:  # a null inside is nothing that could stand for the list
            candidates.append(inner)
    if is_list and type(value) is not list:
        candidates.append([value])
    if type(value) is date and asked == Simple("date and time"):
        candidates.append(datetime(value.year, value.month, value.day, tzinfo=UTC))
    return candidates
