"""What an act brought about, as rows: tasks and whom they are offered to, deadlines, record, subscriptions,
incidents.

Everything a Step says is written here and nowhere else; what concerns other instances goes into the courier's
bag."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import set_committed_value

from models import (
    Confidentiality,
    EventKind,
    InstanceState,
    ProcessInstance,
    Task,
    TaskState,
)
from models.known_rows import rows_of, shape_of, write_waiting
from models.prepared import Prepared
from workflows import assignment, journal, matters
from workflows.deadlines import rows as deadlines
from workflows.engine.step import (
    Happened,
    HistoryLine,
    OpenedTask,
    Outcome,
    ScopeStep,
    Step,
)
from workflows.evidence import rows as evidence
from workflows.evidence.clauses import NARROWING, clauses_of, effective_clauses
from workflows.office.snapshots import office_snapshot
from workflows.running import courier, incidents_kept, jobs_waiting, subscriptions, written
from workflows.running.stored import beyond, kept
from workflows.telling import mail
from workflows.words import DomainError

if TYPE_CHECKING:
    from workflows.people.substitution import Actor

_KINDS = {
    Happened.ENTERED: EventKind.ENTERED,
    Happened.COMPLETED: EventKind.COMPLETED,
    Happened.CANCELLED: EventKind.CANCELLED,
    Happened.FIRED: EventKind.FIRED,
    Happened.ERROR: EventKind.INCIDENT,
}

_STATES = {
    Outcome.COMPLETED: InstanceState.COMPLETED,
    Outcome.TERMINATED: InstanceState.TERMINATED,
    Outcome.FAILED: InstanceState.FAILED,
    Outcome.CANCELLED: InstanceState.CANCELLED,
}


_TASKS, _INSTANCES = Task.__table__.c, ProcessInstance.__table__.c
_OPEN_TASKS = Prepared(
    select(*shape_of(Task).columns).where(
        _TASKS.instance_id == bindparam("instance"), _TASKS.closed_at.is_(None)
    )
)
_RUNNING_CALLS = Prepared(
    select(_INSTANCES.parent_key).where(
        _INSTANCES.parent_id == bindparam("instance"), _INSTANCES.state == InstanceState.RUNNING
    )
)


@dataclass(frozen=True, slots=True)
class Projected:
    """What the rows of one step were, for whoever asked for the act."""

    opened: tuple[Task, ...] = ()


def project(
    session: Session, instance: ProcessInstance, step: Step, by: Actor | None, now: datetime
) -> Projected:
    """Write a step's rows. The instance's own state at rest is saved by the act, when it is quiet."""
    _record_history(session, instance, step, by)
    _close_tasks(session, instance, step, now)
    _mirror_variables(instance, step)
    opened = tuple(_open_task(session, instance, task, now) for task in step.opened)
    subscriptions.replace(session, instance, step)
    for message in step.messages:
        mail.post(session, instance, message.name, message.correlation_key, message.variables, now)
    for signal in step.signals:
        courier.later(session, courier.Broadcast(signal.name, signal.variables, instance.id))
    for call in step.calls:
        courier.later(session, courier.StartCall(instance.id, call.key, call.process_id, call.variables))
    for escalation in step.escalations if instance.parent_id is not None else ():
        courier.later(session, courier.Escalated(instance.id, escalation.code))
    for key in step.withdrawn_jobs:
        courier.later(session, courier.WithdrawnCall(instance.id, key))
    incidents_kept.open_from(session, instance, step.incidents, now)
    incidents_kept.resolve_keys(session, instance, step.resolved_incidents, now)
    if instance.next_due_at != step.next_due_at:
        instance.next_due_at = step.next_due_at
    if step.outcome is not None:
        _end(session, instance, step, by, now)
    return Projected(opened)


def scope_words(scope: Iterable[ScopeStep]) -> str:
    """A scope path as rows keep it: `co-organisers[2] / handling#2`."""
    parts = []
    for level in scope:
        index = f"[{level.index}]" if level.index is not None else ""
        round_ = f"#{level.round}" if level.round > 1 else ""
        parts.append(f"{level.element_id}{index}{round_}")
    return " / ".join(parts)[:300]


def _record_history(session: Session, instance: ProcessInstance, step: Step, by: Actor | None) -> None:
    timers = {fired.element_id for fired in step.fired_timers}
    lines = [
        _line(line, by)
        for line in step.history
        if line.what in _KINDS and not (line.what is Happened.FIRED and line.element_id in timers)
    ]
    lines += [
        journal.Line(
            fired.fired_at,
            EventKind.FIRED,
            fired.element_id,
            due_at=fired.due_at,
            data={"timer": True, "skipped": fired.skipped},
        )
        for fired in step.fired_timers
    ]
    journal.write(session, instance, lines)


def _line(line: HistoryLine, by: Actor | None) -> journal.Line:
    data: dict[str, Any] = {}
    if line.scope:
        data["scope"] = scope_words(line.scope)
    if line.body:
        data["body"] = True
    blamed = by if line.what is Happened.ERROR else None
    return journal.Line(line.at, _KINDS[line.what], line.element_id, line.name or "", data=data, by=blamed)


def _close_tasks(session: Session, instance: ProcessInstance, step: Step, now: datetime) -> None:
    for task in tasks_by_key(session, instance, (*step.closed, *step.cancelled)):
        withdrawn = task.key in step.cancelled
        if task.state is TaskState.OPEN:
            state = TaskState.CANCELLED if withdrawn else TaskState.DONE
            written.change(session, task, state=state, closed_at=now)
        assignment.close_offers(session, task)
        deadlines.task_closed(session, task, now, withdrawn=withdrawn)
        incidents_kept.resolve_of_task(session, task, now)


def tasks_by_key(session: Session, instance: ProcessInstance, keys: Iterable[str]) -> list[Task]:
    """The instance's tasks with these engine keys; what the act has in hand already is not asked for."""
    wanted = set(keys)
    at_hand = [row for row in session.identity_map.values() if isinstance(row, Task)]
    found = [task for task in at_hand if task.instance_id == instance.id and task.key in wanted]
    missing = wanted - {task.key for task in found}
    if missing:
        found += session.scalars(
            select(Task).where(Task.instance_id == instance.id, Task.key.in_(missing))
        ).all()
    return sorted(found, key=lambda task: task.id)


def _mirror_variables(instance: ProcessInstance, step: Step) -> None:
    """The instance scope's variables for pages, and the columns that lists filter by."""
    if instance.confidentiality is Confidentiality.CLASSIFIED:
        return  # a stub: nothing of what it is about is kept outside the engine's own state
    stored = kept(step.variables)
    if stored != instance.variables:
        instance.variables = stored
    matters.mirror_columns(instance, step.variables)


def _clauses_now(session: Session, instance: ProcessInstance, opened: OpenedTask, now: datetime) -> list[str]:
    """What the step counts for in this case, for its pages; all it may where that cannot be told yet."""
    static = clauses_of(opened.properties)
    if not any(name in opened.properties for name in NARROWING):
        return list(static)
    office = office_snapshot(session, instance, now)
    return list(effective_clauses(opened.properties, opened.variables, office) or static)


def _open_task(session: Session, instance: ProcessInstance, opened: OpenedTask, now: datetime) -> Task:
    scope = scope_words(opened.scope)
    deadline = None
    try:
        deadline = deadlines.for_task(session, instance, opened.properties, scope, opened.variables, now)
    except DomainError as fault:
        incidents_kept.open_for_task(session, instance, opened.element_id, "timer", fault.sentence, now)
    task = written.new(
        session,
        Task,
        instance_id=instance.id,
        key=opened.key,
        element_id=opened.element_id,
        name=opened.name or opened.element_id,
        scope=scope,
        form_id=opened.form_id,
        properties=dict(opened.properties),
        clauses=_clauses_now(session, instance, opened, now),
        variables=beyond(instance.variables, opened.variables),
        priority=opened.priority,
        opened_at=now,
        due_at=deadline.due_at if deadline is not None else opened.due_date,
        amber_at=deadline.amber_at if deadline is not None else None,
        deadline_id=deadline.id if deadline is not None else None,
    )
    set_committed_value(task, "instance", instance)
    set_committed_value(task, "deadline", deadline)
    codes = [
        *opened.candidate_groups,
        *opened.candidate_users,
        *([opened.assignee] if opened.assignee else []),
    ]
    try:
        assignment.offer(session, task, codes, now)
    except assignment.UnknownCandidates as fault:
        incidents_kept.open_for_task(session, instance, task.element_id, "assignment", fault.sentence, now)
    evidence.write(session, task, evidence.counts_for(session, task, opened.variables, codes, now))
    return task


def _end(session: Session, instance: ProcessInstance, step: Step, by: Actor | None, now: datetime) -> None:
    instance.state = _STATES[step.outcome]
    instance.ended_at = now
    instance.next_due_at = None
    write_waiting(session, Task)
    for task in rows_of(session, Task, _OPEN_TASKS, instance=instance.id):
        written.change(session, task, state=TaskState.CANCELLED, closed_at=now)
        assignment.close_offers(session, task)
    deadlines.end_all(session, instance, now, handed_in=step.outcome is Outcome.COMPLETED)
    subscriptions.drop_all(session, instance)
    jobs_waiting.withdraw_all(session, instance)
    incidents_kept.resolve_all(session, instance, now)
    journal.record(
        session,
        instance,
        EventKind.ENDED,
        now,
        by=by,
        data={"outcome": step.outcome.value, "error_code": step.error_code},
    )
    # Called instances need not be written first: each act saves its own.
    for [key] in _RUNNING_CALLS.rows(session, instance=instance.id):
        courier.later(session, courier.WithdrawnCall(instance.id, key))
    if instance.parent_id is not None:
        courier.later(session, courier.EndedCall(instance.id))
