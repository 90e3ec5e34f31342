"""An expression whose result has a declared type: converted to it as the standard allows, otherwise null."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from workflows.feel import syntax
from workflows.feel.border import to_feel
from workflows.feel.compile_calls import as_declared
from workflows.feel.compiler import Compiled, Compiler, compiles
from workflows.feel.evaluation import Run
from workflows.feel.temporal_text import parsed_date, parsed_date_time, parsed_duration, parsed_time
from workflows.feel.types import (
    ContextOf,
    FeelType,
    ListOf,
    Simple,
    Types,
    resolved,
)
from workflows.feel.values import Value


@dataclass(frozen=True, slots=True)
class Typed:
    value: syntax.Node
    type: FeelType


@compiles(Typed)
def _typed(compiler: Compiler, node: Typed) -> Compiled:
    value = compiler.compile(node.value)
    return lambda frame: as_declared(value(frame), node.type, frame.run)


_NUMBER = re.compile(r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]{1,4})?")


def _number(text: str) -> Decimal | None:
    return to_feel(Decimal(text)) if _NUMBER.fullmatch(text) else None


_READERS = {
    "number": _number,
    "boolean": {"true": True, "false": False}.get,
    "date": parsed_date,
    "time": parsed_time,
    "date and time": parsed_date_time,
    "days and time duration": parsed_duration,
    "years and months duration": parsed_duration,
}


def read_as(value: Value, kind: FeelType | None, types: Types) -> Value:
    """A value from outside, its strings read as the dates, durations, numbers … the type asks for."""
    asked = resolved(kind, types) if kind is not None else None
    match asked:
        case Simple(name) if isinstance(value, str) and name in _READERS:
            parsed = _READERS[name](value)
            return value if parsed is None else parsed
        case ListOf(item) if type(value) is list:
            return [read_as(each, item, types) for each in value]
        case ListOf(item) if value is not None:
            return read_as(value, item, types)
        case ContextOf(members) if type(value) is dict:
            kinds = dict(members)
            # What the sender left out is null: JSON has no other way to say so.
            given = {name: None for name in kinds} | value
            return {key: read_as(each, kinds.get(key), types) for key, each in given.items()}
    return value


def input_value(value: Value, kind: FeelType | None, name: str, run: Run) -> Value:
    """An input of the model from outside: read by its type, then converted to it."""
    return as_declared(read_as(value, kind, run.types), kind, run, name)
