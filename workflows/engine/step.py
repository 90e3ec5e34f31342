"""What one act on a process instance brought about, in the person's terms.

Nothing here knows SpiffWorkflow, tables or the web. Every element id is an id of the diagram as it
was drawn; every time is aware UTC. Keys (`TaskKey` …) are stable for the life of the instance and
unique within it; the instance's row and the key together name a thing for ever.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

Value = Any
"""A FEEL value: None, bool, Decimal, str, date, time, datetime, a duration, a list or a context of such."""


@dataclass(frozen=True, slots=True)
class ScopeStep:
    """One level of a scope path: the subprocess or multi-instance body, its item index and its round.

    The index counts from 0, the round from 1: how often the element was entered in its own scope.
    """

    element_id: str
    index: int | None
    round: int


@dataclass(frozen=True, slots=True)
class OpenedTask:
    """A user task that now waits for a person. Expressions are already evaluated."""

    key: str
    element_id: str
    name: str
    scope: tuple[ScopeStep, ...]
    candidate_groups: tuple[str, ...]
    candidate_users: tuple[str, ...]
    assignee: str | None
    due_date: datetime | None
    follow_up_date: datetime | None
    priority: int
    form_id: str | None
    properties: Mapping[str, str]
    variables: Mapping[str, Value]
    """The variables visible from the task's scope (instance, subprocesses, item, local)."""


@dataclass(frozen=True, slots=True)
class OpenedJob:
    """Work the process does by itself: a service task at which the engine has stopped."""

    key: str
    element_id: str
    type: str
    headers: Mapping[str, str]
    retries: int
    scope: tuple[ScopeStep, ...]
    variables: Mapping[str, Value]


@dataclass(frozen=True, slots=True)
class OpenedCall:
    """A call activity that waits for an instance of its own; ended with `finish_job` or `fail_job`."""

    key: str
    element_id: str
    process_id: str
    properties: Mapping[str, str]
    scope: tuple[ScopeStep, ...]
    variables: Mapping[str, Value]
    """What the input mapping hands over, and nothing else."""


@dataclass(frozen=True, slots=True)
class Subscription:
    """A message waited for: by an event subprocess's start, a boundary or catch event, a receive task."""

    key: str
    element_id: str
    message: str
    correlation_key: str | None
    interrupting: bool
    scope: tuple[ScopeStep, ...]
    properties: Mapping[str, str]
    variables: Mapping[str, Value]


@dataclass(frozen=True, slots=True)
class ThrownMessage:
    element_id: str
    name: str
    correlation_key: str | None
    variables: Mapping[str, Value]


@dataclass(frozen=True, slots=True)
class ThrownSignal:
    element_id: str
    name: str
    variables: Mapping[str, Value]


@dataclass(frozen=True, slots=True)
class ThrownEscalation:
    """An escalation nobody in the instance caught: a call activity that waits for the instance may."""

    element_id: str
    code: str | None


@dataclass(frozen=True, slots=True)
class FiredTimer:
    """A timer that fired: when it was due, when it fired, how many overdue turns of a cycle it stands for."""

    element_id: str
    due_at: datetime
    fired_at: datetime
    skipped: int = 0


@dataclass(frozen=True, slots=True)
class Incident:
    """Something a person must mend: the instance waits there and nothing is lost."""

    key: str
    element_id: str
    kind: str
    """`condition`, `timer`, `assignment`, `mapping`, `script`, `decision`, `collection`, `job`, `error` …"""
    message_zh: str
    message_en: str
    expression: str | None = None
    values_seen: Mapping[str, Value] = field(default_factory=dict)
    job_key: str | None = None


class Happened(StrEnum):
    """What a history line says of an element."""

    ENTERED = "entered"
    COMPLETED = "completed"
    CANCELLED = "cancelled"
    TAKEN = "taken"
    """A sequence flow was taken."""
    FIRED = "fired"
    """An event was triggered (timer, message, signal, error, escalation)."""
    ERROR = "error"


@dataclass(frozen=True, slots=True)
class HistoryLine:
    """One line of the trace; `body`: the body of a multi-instance or loop, beside its instances' lines."""

    element_id: str
    name: str
    what: Happened
    at: datetime
    scope: tuple[ScopeStep, ...]
    key: str | None = None
    body: bool = False


class Outcome(StrEnum):
    COMPLETED = "completed"
    TERMINATED = "terminated"
    FAILED = "failed"
    """An error nobody caught."""
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True)
class Step:
    """All an act changed. The use case projects it into rows; nothing else leaves the engine."""

    opened: tuple[OpenedTask, ...] = ()
    closed: tuple[str, ...] = ()
    """Keys of user tasks that were completed."""
    cancelled: tuple[str, ...] = ()
    """Keys of user tasks that were withdrawn: an event interrupted them, or their scope ended."""
    jobs: tuple[OpenedJob, ...] = ()
    calls: tuple[OpenedCall, ...] = ()
    withdrawn_jobs: tuple[str, ...] = ()
    """Keys of jobs and calls that are no longer wanted."""
    subscriptions: tuple[Subscription, ...] = ()
    """Message subscriptions that were opened."""
    closed_subscriptions: tuple[str, ...] = ()
    messages: tuple[ThrownMessage, ...] = ()
    signals: tuple[ThrownSignal, ...] = ()
    escalations: tuple[ThrownEscalation, ...] = ()
    """Those that go out of the instance, to whom called it."""
    signal_subscriptions: frozenset[str] = frozenset()
    """Names of all signals the instance waits for now."""
    fired_timers: tuple[FiredTimer, ...] = ()
    next_due_at: datetime | None = None
    """The earliest armed timer after the act; None: no timer waits."""
    unset_timers: tuple[str, ...] = ()
    """Elements whose armed timer expression gave null, e.g. `deadline("SV-09")` before the deadline exists.
    The use case opens deadlines and calls `wake`; what is still unset then is an incident."""
    incidents: tuple[Incident, ...] = ()
    resolved_incidents: tuple[str, ...] = ()
    history: tuple[HistoryLine, ...] = ()
    outcome: Outcome | None = None
    """None while the instance lives."""
    error_code: str | None = None
    variables: Mapping[str, Value] = field(default_factory=dict)
    """The instance scope's variables after the act."""


@dataclass(frozen=True, slots=True)
class Result:
    """The instance's new state at rest and what the act brought about."""

    state: bytes
    step: Step


@dataclass(frozen=True, slots=True)
class Context:
    """What an act may know of the world: the moment, and an immutable snapshot of the office for FEEL."""

    now: datetime
    host: object | None = None


class EngineError(Exception):
    """An act that this instance cannot take (unknown key, already closed)."""


class UnknownKey(EngineError):
    """No task, job, call, subscription or incident with that key waits in the instance."""

    def __init__(self, key: str) -> None:
        super().__init__(f"nothing waits under the key {key!r}")
        self.key = key
