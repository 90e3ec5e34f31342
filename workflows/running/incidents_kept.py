"""Incidents as rows: what went wrong where, with the values seen, until somebody mends it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from models import EventKind, Incident, ProcessInstance, Task, User
from models.known_rows import write_waiting
from models.prepared import Prepared
from workflows import journal
from workflows.engine import step as engine_step
from workflows.running.held import known_of
from workflows.running.stored import kept
from workflows.words import Sentence


def open_from(
    session: Session, instance: ProcessInstance, incidents: Iterable[engine_step.Incident], now: datetime
) -> None:
    """The engine stopped somewhere: one row each, with the expression and the values it saw."""
    for found in incidents:
        open_row(
            session,
            instance,
            found.kind,
            Sentence(found.message_zh, found.message_en),
            now,
            key=found.key,
            element_id=found.element_id,
            expression=found.expression,
            values_seen=found.values_seen,
        )


def open_for_task(
    session: Session, instance: ProcessInstance, element_id: str, kind: str, fault: Sentence, now: datetime
) -> None:
    """A task that cannot be offered to anybody, or has no due date though a rule is named; the task stays
    open."""
    open_row(session, instance, kind, fault, now, element_id=element_id)


def open_row(
    session: Session,
    instance: ProcessInstance,
    kind: str,
    sentence: Sentence,
    now: datetime,
    *,
    key: str | None = None,
    element_id: str | None = None,
    expression: str | None = None,
    values_seen: Mapping[str, Any] | None = None,
) -> Incident | None:
    """Put an incident on the list and on record; one that is open already for the same reason is not
    doubled."""
    same = select(Incident.id).where(
        Incident.instance_id == instance.id,
        Incident.resolved_at.is_(None),
        Incident.kind == kind,
        Incident.element_id == element_id,
        Incident.key == key,
        Incident.message == sentence.zh,
    )
    if session.scalar(same.limit(1)) is not None:
        return None
    row = Incident(
        instance_id=instance.id,
        key=key,
        element_id=element_id,
        kind=kind,
        message=sentence.zh,
        message_en=sentence.en,
        expression=expression[:2000] if expression else None,
        values_seen=kept(values_seen or {}),
        since=now,
        resolution="",
    )
    session.add(row)
    known_of(session, instance).has_incidents = True
    journal.record(
        session,
        instance,
        EventKind.INCIDENT,
        now,
        element_id=element_id,
        data={"kind": kind, "zh": sentence.zh, "en": sentence.en},
    )
    return row


_TABLE = Incident.__table__
_ANY = Prepared(
    select(_TABLE.c.id)
    .where(_TABLE.c.instance_id == bindparam("instance"), _TABLE.c.resolved_at.is_(None))
    .limit(1)
)


def open_rows(session: Session, instance: ProcessInstance) -> list[Incident]:
    """The matter's open incidents, oldest first."""
    known = known_of(session, instance)
    if known.has_incidents is None:
        write_waiting(session, Incident)
        known.has_incidents = _ANY.value(session, instance=instance.id) is not None
    if not known.has_incidents:
        return []
    return list(
        session.scalars(
            select(Incident)
            .where(Incident.instance_id == instance.id, Incident.resolved_at.is_(None))
            .order_by(Incident.id)
        )
    )


def resolve(session: Session, row: Incident, now: datetime, words: str = "", by: User | None = None) -> None:
    """Take an incident off the list; what it was stays."""
    row.resolved_at = now
    row.resolved_by_id = by.id if by is not None else None
    row.resolution = words


def resolve_keys(session: Session, instance: ProcessInstance, keys: Iterable[str], now: datetime) -> None:
    """The engine says these stand no longer."""
    keys = set(keys)
    if not keys:
        return
    for row in open_rows(session, instance):
        if row.key in keys:
            resolve(session, row, now)


def resolve_of_task(session: Session, task: Task, now: datetime) -> None:
    """A closed task needs neither candidates nor a due date any more."""
    for row in open_rows(session, task.instance):
        if row.key is None and row.element_id == task.element_id and row.kind in ("assignment", "timer"):
            resolve(session, row, now)


def resolve_all(session: Session, instance: ProcessInstance, now: datetime) -> None:
    """An ended instance has nothing left to mend."""
    for row in open_rows(session, instance):
        resolve(session, row, now)
