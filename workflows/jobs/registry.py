"""The one door for what a process does by itself: handlers by job type.

A handler runs inside the act's transaction, on the office's own tables only, and answers the variables it
gives the process. Work that reaches outside is put into the outbox (`workflows.telling.outbox.put`) and sent
after the commit."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from types import ModuleType
from typing import TYPE_CHECKING, Any

from sqlalchemy.orm import Session

from models import ProcessInstance
from workflows.words import DomainError, Sentence

if TYPE_CHECKING:
    from workflows.office.entries import OfficeSnapshot
    from workflows.people.substitution import Actor

Value = Any


@dataclass(frozen=True, slots=True)
class JobCall:
    """What a handler is told. `by` is the person whose act led here, None when a timer or the office did."""

    session: Session
    instance: ProcessInstance
    element_id: str
    key: str
    headers: Mapping[str, str]
    variables: Mapping[str, Value]
    by: Actor | None
    now: datetime
    office: OfficeSnapshot


@dataclass(frozen=True, slots=True)
class OutsideCall:
    """What a handler that reaches outside is told. It has no session: it works after the commit, and what it
    answers becomes an act of its own. The same key may come again after a crash."""

    idempotency_key: str
    headers: Mapping[str, str]
    variables: Mapping[str, Value]
    now: datetime


Handler = Callable[[JobCall], Mapping[str, Value]]
OutsideHandler = Callable[[OutsideCall], Mapping[str, Value]]


class JobError(Exception):
    """A BPMN error the handler throws at its element, to be caught by an error boundary event."""

    def __init__(self, code: str, message: str = "") -> None:
        super().__init__(message or code)
        self.code = code


class UnknownJobType(DomainError):
    """No handler is registered for this type."""

    def __init__(self, type_: str) -> None:
        super().__init__(
            Sentence(f"没有登记名为“{type_}”的自动处理", f"no handler is registered for the job “{type_}”")
        )


_handlers: dict[str, Handler] = {}
_outside: dict[str, OutsideHandler] = {}
_gives: dict[str, tuple[str, ...] | None] = {}


class UndeclaredAnswer(Exception):
    """A handler answered a variable it does not declare. A fault in the program, not in the input."""


def job(type_: str, *, gives: tuple[str, ...] | None = None) -> Callable[[Handler], Handler]:
    """Register a handler under a job type: `@job("supervision.dispatch", gives=("number",))`.

    `gives` are the variables it may answer: what a diagram reads is checked against them before it is
    published. Where they are not declared (None) nothing is said of the names of its process. A type is
    registered once.
    """

    def register(handler: Handler) -> Handler:
        held = _handlers.get(type_)
        if held is not None and (held.__module__, held.__qualname__) != (
            handler.__module__,
            handler.__qualname__,
        ):
            raise ValueError(
                f"two handlers for the job type {type_!r}: {held.__module__} and {handler.__module__}"
            )
        _handlers[type_] = handler
        _gives[type_] = gives
        return handler

    return register


def outside_job(
    type_: str, *, gives: tuple[str, ...] | None = None
) -> Callable[[OutsideHandler], OutsideHandler]:
    """Register a handler that reaches outside: `@outside_job("mail.send")`; a worker calls it, with
    retries."""

    def register(handler: OutsideHandler) -> OutsideHandler:
        if type_ in _handlers or _outside.setdefault(type_, handler) is not handler:
            raise ValueError(f"two handlers for the job type {type_!r}")
        _gives[type_] = gives
        return handler

    return register


def is_outside(type_: str) -> bool:
    """Whether a type is done by a worker after the commit."""
    _load_handlers()
    return type_ in _outside


def outside_handler_of(type_: str) -> OutsideHandler:
    """The worker's handler of a type. Raises UnknownJobType."""
    _load_handlers()
    if type_ not in _outside:
        raise UnknownJobType(type_)
    return _outside[type_]


def handler_of(type_: str) -> Handler:
    """The handler of a type. Raises UnknownJobType."""
    _load_handlers()
    if type_ not in _handlers:
        raise UnknownJobType(type_)
    return _handlers[type_]


def known_types() -> frozenset[str]:
    """Every registered type; deployment refuses others."""
    _load_handlers()
    return frozenset(_handlers) | frozenset(_outside)


def given_by(type_: str) -> tuple[str, ...] | None:
    """The variables a job of this type may answer; None where it does not declare them."""
    _load_handlers()
    return _gives.get(type_)


def answered(type_: str, answer: Mapping[str, Value] | None) -> dict[str, Value]:
    """What a handler answered, as the process gets it. Raises UndeclaredAnswer."""
    given, declared = dict(answer or {}), given_by(type_)
    undeclared = [] if declared is None else _beyond(given, declared)
    if undeclared:
        raise UndeclaredAnswer(f"the job {type_} answers {', '.join(undeclared)}, which it does not declare")
    return given


def _beyond(given: Mapping[str, Value], declared: tuple[str, ...]) -> list[str]:
    """Variables that get a value without being declared; to forget one (null) needs no declaration."""
    return sorted(name for name, value in given.items() if value is not None and name not in declared)


_loaded: list[ModuleType] = []


def _load_handlers() -> None:
    """Import every subject of `workflows/jobs` once, so that its handlers are registered."""
    if _loaded:
        return
    package = importlib.import_module("workflows.jobs")
    for module in pkgutil.iter_modules(package.__path__):
        if module.name != "registry":
            importlib.import_module(f"workflows.jobs.{module.name}")
    _loaded.append(package)
