"""Functions of the office inside FEEL: registered here, answered from an immutable snapshot handed in.

``@host_function("deadline", params=("rule", "party?"))`` over ``def deadline(office, rule, party=None)``.
The first argument is the ``host`` of the evaluation. Arguments are FEEL values; what comes back is
converted to one.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable
from dataclasses import dataclass

from workflows.feel.border import to_feel
from workflows.feel.evaluation import Run
from workflows.feel.values import Function, Value
from workflows.words import DomainError

HOST_FUNCTIONS: dict[str, Function] = {}
"""The office's functions, by name. They stand before the standard's of the same name."""


@dataclass(frozen=True, slots=True)
class HostFunction:
    """How one function of the office is called, for completion, the linter and documentation."""

    name: str
    parameters: tuple[str, ...]
    required: int
    summary: str


HOST_SIGNATURES: dict[str, HostFunction] = {}


def host_function(name: str, params: tuple[str, ...] = ()) -> Callable:
    """Register a function; a parameter whose name ends in ``?`` may be left out (it is then None).

    A DomainError it raises becomes null with the error's own sentence as the warning. Without a host the
    call is null.
    """
    names = tuple(parameter.rstrip("?") for parameter in params)
    required = sum(not parameter.endswith("?") for parameter in params)

    def register(function: Callable[..., Value]) -> Callable[..., Value]:
        HOST_SIGNATURES[name] = HostFunction(name, names, required, inspect.getdoc(function) or "")
        HOST_FUNCTIONS[name] = Function(name, None, _HostCall(name, names, required, function))
        return function

    return register


@dataclass(frozen=True, slots=True)
class _HostCall:
    name: str
    parameters: tuple[str, ...]
    required: int
    function: Callable[..., Value]

    def __call__(self, run: Run, given: list[Value]) -> Value:
        if not self.required <= len(given) <= len(self.parameters):
            return run.warn(
                f"函数 {self.name} 的参数是 {'、'.join(self.parameters) or '无'}",
                f"the parameters of {self.name}() are {', '.join(self.parameters) or 'none'}",
            )
        if run.host is None:
            return run.warn(f"函数 {self.name} 在这里不可用", f"{self.name}() is not available here")
        try:
            return to_feel(self.function(run.host, *given))
        except DomainError as error:
            return run.warn(error.sentence.zh, error.sentence.en)

    def by_name(self, run: Run, named: dict[str, Value]) -> Value:
        if not set(named) <= set(self.parameters):
            return run.warn(
                f"函数 {self.name} 的参数是 {'、'.join(self.parameters)}",
                f"the parameters of {self.name}() are {', '.join(self.parameters)}",
            )
        missing = [name for name in self.parameters[: self.required] if name not in named]
        if missing:
            return run.warn(
                f"函数 {self.name} 缺少参数 {'、'.join(missing)}", f"{self.name}() lacks {', '.join(missing)}"
            )
        return self(run, [named.get(name) for name in self.parameters])
