"""The record of a matter: appended to, never changed. One function writes it, so that every line has its
actor."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import event, insert, select
from sqlalchemy.orm import Session, UOWTransaction

from models import EventKind, HistoryEvent, ProcessInstance, ReadEvent, SecurityEvent, Task, User
from models.prepared import Prepared
from workflows.running.stored import kept

if TYPE_CHECKING:
    from workflows.people.substitution import Actor


_COLUMNS = [column.name for column in HistoryEvent.__table__.c if not column.primary_key]
_INSERT = Prepared(insert(HistoryEvent.__table__), _COLUMNS)


class RecordIsAppendOnly(Exception):
    """The program tried to change or delete a line of the record. A fault in the program, not in the
    input."""


def record(
    session: Session,
    instance: ProcessInstance,
    kind: EventKind,
    now: datetime,
    *,
    by: Actor | None = None,
    element_id: str | None = None,
    name: str = "",
    task: Task | None = None,
    due_at: datetime | None = None,
    data: Mapping[str, Any] | None = None,
) -> None:
    """Write one line of a matter's record. `data` are FEEL values, kept without loss."""
    line = Line(now, kind, element_id, name, task, due_at, data or {}, by)
    write(session, instance, [line])


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a matter's record, before it is written."""

    at: datetime
    kind: EventKind
    element_id: str | None = None
    name: str = ""
    task: Task | None = None
    due_at: datetime | None = None
    data: Mapping[str, Any] = field(default_factory=dict)
    by: Actor | None = None


def write(session: Session, instance: ProcessInstance, lines: Iterable[Line]) -> None:
    """Write lines in their order: nothing in the program holds them as rows afterwards."""
    for line in lines:
        _INSERT.insert(session, _row(instance, line))


def _row(instance: ProcessInstance, line: Line) -> dict[str, Any]:
    by = line.by
    return {
        "instance_id": instance.id,
        "at": line.at,
        "kind": line.kind,
        "element_id": line.element_id,
        "name": line.name[:200],
        "task_id": line.task.id if line.task is not None else None,
        "actor_id": by.user.id if by is not None else None,
        "acted_as_id": by.post.id if by is not None and by.post is not None else None,
        "on_behalf_of_id": by.on_behalf_of.id if by is not None and by.on_behalf_of is not None else None,
        "due_at": line.due_at,
        "data": kept({name: value for name, value in line.data.items() if value is not None}),
    }


def record_read(session: Session, instance: ProcessInstance, user: User, now: datetime) -> None:
    """Somebody looked at an internal matter (domain page §3.1: audit every read)."""
    session.add(ReadEvent(instance_id=instance.id, user_id=user.id, at=now))


@event.listens_for(Session, "before_flush")
def _refuse_changes(session: Session, context: UOWTransaction, instances: object) -> None:
    """The database's triggers refuse this too; here the refusal names the row while the mistake is still
    near."""
    for row in session.deleted:
        if isinstance(row, HistoryEvent | ReadEvent | SecurityEvent):
            raise RecordIsAppendOnly(f"{type(row).__name__} {row.id} would be deleted")
    for row in session.dirty:
        if isinstance(row, HistoryEvent | ReadEvent | SecurityEvent) and session.is_modified(row):
            raise RecordIsAppendOnly(f"{type(row).__name__} {row.id} would be changed")


def last_of_kind(session: Session, instance: ProcessInstance, kind: EventKind) -> HistoryEvent | None:
    """The newest line of a kind in a matter's record."""
    return session.scalars(
        select(HistoryEvent)
        .where(HistoryEvent.instance_id == instance.id, HistoryEvent.kind == kind)
        .order_by(HistoryEvent.id.desc())
        .limit(1)
    ).first()
