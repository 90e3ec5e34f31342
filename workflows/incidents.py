"""Mending: what stands still is listed, corrected with a reason, tried again or ended."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from models import EventKind, Incident, ProcessInstance, User
from workflows import engine, journal
from workflows.engine.step import ScopeStep
from workflows.instances import ReasonMissing, act, wake
from workflows.permissions import NotYours, may_mend, standing_of
from workflows.running import incidents_kept
from workflows.words import DomainError, Sentence

if TYPE_CHECKING:
    from workflows.people.substitution import Actor

PAGE = 50


class IncidentResolved(DomainError):
    """Somebody has mended it already."""

    def __init__(self) -> None:
        super().__init__(Sentence("这个异常已经处理", "This incident is mended already"))


class ReassignInstead(DomainError):
    """The task is open, only nobody has it: it is reassigned on the board."""

    def __init__(self) -> None:
        super().__init__(
            Sentence("任务没有承办人，请在看板上改派", "The task has nobody: reassign it on the board")
        )


def open_incidents(
    session: Session, user: User, now: datetime, after: int = 0, size: int = PAGE
) -> list[Incident]:
    """The open incidents of the office, oldest first; `after` is the id of the last one shown. Raises
    NotYours."""
    _check_mender(session, user, now)
    return list(
        session.scalars(
            select(Incident)
            .where(Incident.resolved_at.is_(None), Incident.id > after)
            .order_by(Incident.id)
            .limit(size)
        )
    )


def correct(
    session: Session,
    instance: ProcessInstance,
    variables: Mapping[str, Any],
    reason: str,
    by: Actor,
    now: datetime,
    scope: tuple[ScopeStep, ...] = (),
) -> None:
    """Set variables right (in the instance's scope unless another is named), with the reason, the old and the
    new values on record. Raises NotYours, ReasonMissing."""
    _check_mender(session, by.user, now)
    if not reason.strip():
        raise ReasonMissing
    before = {name: instance.variables.get(name) for name in variables} if not scope else {}
    journal.record(
        session,
        instance,
        EventKind.MENDED,
        now,
        by=by,
        data={"what": "correct", "reason": reason.strip(), "names": sorted(variables), "before": before},
    )
    act(
        session,
        instance,
        lambda known, state, context: engine.set_variables(known, state, scope, variables, context),
        by,
        now,
    )


def retry(session: Session, incident: Incident, by: Actor, now: datetime) -> None:
    """Try again what failed. What fails again is a new incident. Raises NotYours, IncidentResolved, and
    ReassignInstead for a task that could be offered to nobody."""
    _check_mender(session, by.user, now)
    if incident.resolved_at is not None:
        raise IncidentResolved
    if incident.kind == "assignment" and incident.key is None:
        raise ReassignInstead
    instance = incident.instance
    journal.record(
        session,
        instance,
        EventKind.MENDED,
        now,
        by=by,
        element_id=incident.element_id,
        data={"what": "retry"},
    )
    key = incident.key
    incidents_kept.resolve(session, incident, now, "retry", by.user)
    session.flush()
    if key is not None:
        act(
            session, instance, lambda known, state, context: engine.retry(known, state, key, context), by, now
        )
    else:
        wake(session, instance, now, by)


def _check_mender(session: Session, user: User, now: datetime) -> None:
    if not may_mend(standing_of(session, user, now)):
        raise NotYours(
            Sentence("异常由流程管理员或督查室处理", "Incidents are mended by the process administrator")
        )
