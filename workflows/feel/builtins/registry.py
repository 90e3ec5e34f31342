"""How built-in functions are declared: a signature in one line, a Python function of the arguments.

``@builtin("substring(string: string, start position: number, length: number?)")`` — a ``?`` marks a
parameter that may be left out, ``*`` one that takes all the remaining arguments, one at least. An argument
that does not fit its type, after the standard's conversions, makes the call null; so does null where the
type is not ``any``.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from decimal import DecimalException

from workflows.feel.arithmetic import arithmetic_fault
from workflows.feel.errors import Null
from workflows.feel.evaluation import Run
from workflows.feel.types import SIMPLE_TYPES, DoesNotConform, converted
from workflows.feel.values import Function, Value, type_name

BUILTINS: dict[str, Function] = {}
"""The standard's library, by name."""

_SIGNATURE = re.compile(r"(?P<name>[^(]+)\((?P<parameters>.*)\)")
_LEFT_OUT = object()


@dataclass(frozen=True, slots=True)
class Parameter:
    name: str
    type: str
    optional: bool
    rest: bool


@dataclass(frozen=True, slots=True)
class Signature:
    parameters: tuple[Parameter, ...]
    function: Callable[..., Value]

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(parameter.name for parameter in self.parameters)

    @property
    def required(self) -> int:
        return sum(not parameter.optional for parameter in self.parameters)

    @property
    def takes_rest(self) -> bool:
        return bool(self.parameters) and self.parameters[-1].rest

    def fits(self, count: int) -> bool:
        return self.required <= count and (self.takes_rest or count <= len(self.parameters))

    def arguments(self, given: list[Value], run: Run) -> list[Value] | None:
        """The arguments converted; None where one of them does not fit."""
        ready = []
        for index, value in enumerate(given):
            parameter = self.parameters[min(index, len(self.parameters) - 1)]
            fitted = _fitted(value, parameter, run)
            if fitted is _LEFT_OUT:
                return None
            ready.append(fitted)
        return ready

    def positional(self, named: dict[str, Value]) -> list[Value] | None:
        """Named arguments in the parameters' order; None where the names are not this signature's."""
        if not set(named) <= set(self.names):
            return None
        given = []
        for parameter in self.parameters:
            if parameter.name in named:
                given.append(named[parameter.name])
            elif not parameter.optional:
                return None
            else:
                given.append(None)
        return given


def builtin(*signatures: str) -> Callable:
    """Register a function of the library under one or more signatures of the same name."""

    def register(function: Callable[..., Value]) -> Callable[..., Value]:
        parsed = [_parsed(text, function) for text in signatures]
        name = parsed[0][0]
        known = _SIGNATURES.setdefault(name, [])
        known.extend(signature for _, signature in parsed)
        BUILTINS[name] = Function(name, None, _dispatcher(name, known))
        return function

    return register


_SIGNATURES: dict[str, list[Signature]] = {}


def signatures_of(name: str) -> tuple[Signature, ...]:
    """How a built-in function may be called, for completion and documentation."""
    return tuple(_SIGNATURES.get(name, ()))


def _parsed(text: str, function: Callable[..., Value]) -> tuple[str, Signature]:
    found = _SIGNATURE.fullmatch(text)
    assert found, text
    parts = [part.strip() for part in found["parameters"].split(",") if part.strip()]
    return found["name"], Signature(tuple(_parameter(part) for part in parts), function)


def _parameter(text: str) -> Parameter:
    name, _, kind = text.partition(":")
    kind = kind.strip()
    return Parameter(name.strip(), kind.rstrip("?*"), kind.endswith("?"), kind.endswith("*"))


def _fitted(value: Value, parameter: Parameter, run: Run) -> Value:
    if parameter.type == "any":
        return value
    if value is None:
        return None if parameter.optional else _LEFT_OUT
    if parameter.type == "date or time":
        return value
    try:
        return converted(value, SIMPLE_TYPES[parameter.type], run.types)
    except DoesNotConform:
        return _LEFT_OUT


def _dispatcher(name: str, signatures: list[Signature]) -> Callable[[Run, list[Value]], Value]:
    def call(run: Run, given: list[Value]) -> Value:
        fitting = [signature for signature in signatures if signature.fits(len(given))]
        if not fitting:
            return run.warn(
                f"函数 {name} 的参数个数不对：{len(given)}", f"{name}() does not take {len(given)} arguments"
            )
        return _first_that_fits(name, [(signature, given) for signature in fitting], run)

    def call_named(run: Run, named: dict[str, Value]) -> Value:
        # before(point, range) and before(range, point) differ only in their order: the caller's counts.
        as_written = sorted(signatures, key=lambda each: each.names != tuple(named))
        candidates = [(signature, signature.positional(named)) for signature in as_written]
        fitting = [(signature, given) for signature, given in candidates if given is not None]
        if not fitting:
            return run.warn(
                f"函数 {name} 没有这样的参数名：{'、'.join(named)}",
                f"{name}() has no such parameters: {', '.join(named)}",
            )
        return _first_that_fits(name, fitting, run)

    return _Dispatch(call, call_named)


@dataclass(frozen=True, slots=True)
class _Dispatch:
    """Calls by position; ``by_name`` for a named invocation, since overloads differ in their names."""

    by_position: Callable[[Run, list[Value]], Value]
    by_name: Callable[[Run, dict[str, Value]], Value]

    def __call__(self, run: Run, given: list[Value]) -> Value:
        return self.by_position(run, given)


def _first_that_fits(name: str, candidates: list[tuple[Signature, list[Value]]], run: Run) -> Value:
    for signature, given in candidates:
        arguments = signature.arguments(given, run)
        if arguments is not None:
            return _answer(name, signature, arguments, run)
    kinds = [type_name(value) for value in candidates[0][1]]
    return run.warn(
        f"函数 {name} 的参数类型不对：{'、'.join(kinds)}",
        f"{name}() does not take arguments of type {', '.join(kinds)}",
    )


def _answer(name: str, signature: Signature, arguments: list[Value], run: Run) -> Value:
    try:
        return signature.function(run, *arguments)
    except Null as null:
        sentence = null.sentence
    except DecimalException as error:
        sentence = arithmetic_fault(error).sentence
    return run.warn(f"函数 {name}：{sentence.zh}", f"{name}(): {sentence.en}")
