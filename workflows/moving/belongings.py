"""Rows that belong to where a matter stands: told in the new version's terms, kept as they were, put back.

Candidates, assignees, drafts, due dates, pauses and extensions hang on these rows and are never touched."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, inspect, select
from sqlalchemy.orm import Session

from models import (
    Deadline,
    Incident,
    Job,
    JobState,
    MessageSubscription,
    ProcessInstance,
    SignalSubscription,
    Task,
)
from workflows.engine import Definition
from workflows.engine.definition import Element
from workflows.evidence.clauses import NARROWING, STATIC
from workflows.evidence.rows import DUTY_ON, HOLDER
from workflows.moving import duties
from workflows.running import incidents_kept

Belonging = Task | Deadline | Job | Incident

#: What a move may change of each row.
_TOLD: dict[type[Belonging], tuple[str, ...]] = {
    Task: ("element_id", "name", "scope", "form_id", "properties", "clauses"),
    Deadline: ("scope",),
    Job: ("element_id",),
    Incident: ("element_id",),
}


#: What of each still counts for where the matter stands. Written once: every move asks all of them.
_STILL = {
    Task: Task.closed_at.is_(None),
    Deadline: Deadline.done_at.is_(None),
    Job: Job.state.in_((JobState.WAITING, JobState.FAILED)),
    Incident: Incident.resolved_at.is_(None),
}
_QUERIES = {
    table: select(table).where(table.instance_id == bindparam("matter"), still).order_by(table.id)
    for table, still in _STILL.items()
}

Held = Mapping[type[Belonging], list[Any]]


def held_by(session: Session, instance: ProcessInstance) -> Held:
    """The rows, table by table, read once."""
    return {table: list(session.scalars(query, {"matter": instance.id})) for table, query in _QUERIES.items()}


def kept(session: Session, instance: ProcessInstance, held: Held) -> dict[str, Any]:
    """Everything an undo must bring back, beside the state at rest, as JSON."""
    due = instance.next_due_at
    return {
        "revision": instance.revision,
        "next_due_at": due.isoformat() if due is not None else None,
        "rows": {
            table.__tablename__: {
                str(row.id): {name: getattr(row, name) for name in _TOLD[table]} for row in rows
            }
            for table, rows in held.items()
        },
        "subscriptions": [_whole(row) for row in _subscriptions(session, instance)],
        "duties": duties.kept(session, instance),
        "signals": [row.name for row in _signals(session, instance)],
    }


def tell(session: Session, held: Held, new: Definition, mapping: Mapping[str, str], now: datetime) -> None:
    """Say the rows in the new version's terms: the elements' ids, names, forms, clauses and properties."""
    for task in held[Task]:
        element = new.elements.get(mapping.get(task.element_id, task.element_id))
        if element is not None:
            _tell_task(session, task, element, now)
    if not mapping:
        return
    for row in (*held[Task], *held[Deadline]):
        row.scope = _told_scope(row.scope, mapping)
    for row in (*held[Job], *held[Incident]):
        if row.element_id is not None:
            row.element_id = mapping.get(row.element_id, row.element_id)


def _tell_task(session: Session, task: Task, element: Element, now: datetime) -> None:
    counted_by = _counted_by(task.properties)
    task.element_id = element.id
    task.name = (element.name or element.id)[:200]
    task.form_id = element.form_id
    task.properties = dict(element.properties)
    task.clauses = element.properties.get("clauses", "").split()
    if _counted_by(task.properties) != counted_by:
        duties.count_anew(session, task, now)


def _counted_by(properties: Mapping[str, str]) -> list[str | None]:
    """What of an element says which clauses it counts for, and whose duty it is."""
    return [properties.get(name) for name in (STATIC, *NARROWING, HOLDER, DUTY_ON)]


def _told_scope(scope: str, mapping: Mapping[str, str]) -> str:
    """A scope path as rows keep it, `co-organisers[2] / handling#2`, with subprocesses by their new ids."""
    return " / ".join(_told_level(level, mapping) for level in scope.split(" / "))


def _told_level(level: str, mapping: Mapping[str, str]) -> str:
    element_id = level.partition("#")[0].partition("[")[0]
    return mapping.get(element_id, element_id) + level[len(element_id) :]


def put_back(session: Session, instance: ProcessInstance, before: Mapping[str, Any], now: datetime) -> None:
    """Bring the rows back exactly as `kept` found them; what the move added waits no longer."""
    due = before["next_due_at"]
    instance.next_due_at = datetime.fromisoformat(due) if due is not None else None
    for table in _TOLD:
        for row_id, values in before["rows"][table.__tablename__].items():
            row = session.get_one(table, int(row_id))
            for name, value in values.items():
                setattr(row, name, value)
            if isinstance(row, Incident):
                row.resolved_at, row.resolution = None, ""
    standing = {int(row_id) for row_id in before["rows"][Incident.__tablename__]}
    for incident in incidents_kept.open_rows(session, instance):
        if incident.id not in standing:
            incidents_kept.resolve(session, incident, now, "迁移已撤回")
    _put_back_subscriptions(session, instance, before["subscriptions"])
    _put_back_signals(session, instance, set(before["signals"]))
    duties.put_back(session, instance, before["duties"])
    session.flush()


def _put_back_subscriptions(
    session: Session, instance: ProcessInstance, before: Iterable[Mapping[str, Any]]
) -> None:
    wanted = {values["key"]: values for values in before}
    for row in _subscriptions(session, instance):
        values = wanted.pop(row.key, None)
        if values is None:
            session.delete(row)
        else:
            for name, value in values.items():
                setattr(row, name, value)
    session.flush()
    for values in wanted.values():
        # Its number may have been given to another since; the key is what the engine knows it by.
        is_free = session.get(MessageSubscription, values["id"]) is None
        session.add(MessageSubscription(**(values if is_free else {**values, "id": None})))


def _put_back_signals(session: Session, instance: ProcessInstance, names: set[str]) -> None:
    for row in _signals(session, instance):
        if row.name in names:
            names.discard(row.name)
        else:
            session.delete(row)
    for name in sorted(names):
        session.add(SignalSubscription(instance_id=instance.id, name=name))


def _subscriptions(session: Session, instance: ProcessInstance) -> list[MessageSubscription]:
    return list(session.scalars(select(MessageSubscription).filter_by(instance_id=instance.id)))


def _signals(session: Session, instance: ProcessInstance) -> list[SignalSubscription]:
    return list(session.scalars(select(SignalSubscription).filter_by(instance_id=instance.id)))


def _whole(row: MessageSubscription) -> dict[str, Any]:
    return {column.key: getattr(row, column.key) for column in inspect(row).mapper.column_attrs}
