"""What is live in an instance, read from its state without changing anything."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from workflows.engine import codec
from workflows.engine.definition import Definition
from workflows.engine.marks import Phase
from workflows.engine.routing.arming import trigger_node, trigger_of
from workflows.engine.specs import CallActivity, UserTask
from workflows.engine.step import Incident, Outcome, ScopeStep, Value
from workflows.engine.timers.firing import next_due
from workflows.engine.tree import Instance, Scope, Token, scope_path


@dataclass(frozen=True, slots=True)
class LiveToken:
    """Something that waits: a task, a job, a call, a trigger, a join or a scope that is open.

    `kind` is one of `task`, `job`, `call`, `message`, `signal`, `timer`, `condition`, `join`, `scope`,
    `body`,
    `incident`.
    """

    key: str
    element_id: str
    kind: str
    scope: tuple[ScopeStep, ...]
    since: datetime | None
    variables: Mapping[str, Value]
    """The token's own variables and those of the scope it holds open."""
    name: str | None = None
    """Of the message or signal."""
    correlation_key: str | None = None
    due_at: datetime | None = None
    flow: str | None = None
    """The sequence flow a token at a join came by."""


@dataclass(frozen=True, slots=True)
class Snapshot:
    """An instance at rest."""

    outcome: Outcome | None
    variables: Mapping[str, Value]
    tokens: tuple[LiveToken, ...]
    incidents: tuple[Incident, ...]
    next_due_at: datetime | None

    def of_kind(self, kind: str) -> tuple[LiveToken, ...]:
        """The tokens of one kind, oldest first."""
        return tuple(token for token in self.tokens if token.kind == kind)


def describe(definition: Definition, state: bytes) -> Snapshot:
    """What is live: tasks, jobs, calls, subscriptions, timers, joins, open scopes, incidents, variables."""
    instance = codec.load(definition, state)
    return Snapshot(
        outcome=None if instance.outcome is None else Outcome(instance.outcome),
        variables=dict(instance.data),
        tokens=tuple(_live(instance, token) for token in instance.tokens.values()),
        incidents=tuple(incident for _, incident in instance.incidents.values()),
        next_due_at=next_due(instance),
    )


def _live(instance: Instance, token: Token) -> LiveToken:
    node = trigger_node(token)
    inner: Scope | None = instance.scope_in(token)
    trigger = trigger_of(token)
    return LiveToken(
        key=token.key,
        element_id=node.id,
        kind=_kind(instance, token),
        scope=scope_path(token),
        since=token.marks.since,
        variables={**token.data, **({} if inner is None else inner.data)},
        name=token.marks.message or (trigger.name if trigger is not None else None),
        correlation_key=token.marks.correlation_key,
        due_at=None if token.marks.timer is None else token.marks.timer.due,
        flow=token.marks.flow,
    )


def _kind(instance: Instance, token: Token) -> str:
    if token.marks.body is not None:
        return "body"
    if instance.scope_in(token) is not None:
        return "scope"
    trigger = trigger_of(token)
    if trigger is not None and (token.marks.armed or token.marks.phase is Phase.ACTIVE):
        if not token.task_spec.is_job:
            return "condition" if trigger.kind == "conditional" else trigger.kind
    if token.marks.phase is not Phase.ACTIVE:
        return "join" if token.marks.phase is Phase.ARRIVED else "incident"
    if isinstance(token.task_spec, UserTask):
        return "task"
    return "call" if isinstance(token.task_spec, CallActivity) else "job"
