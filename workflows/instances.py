"""Process instances: begun, moved by acts, ended."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy.orm import Session

from models import EventKind, MatterState, ProcessInstance, Task, User
from workflows import engine, journal, matters
from workflows.deployments.publishing import latest_definition
from workflows.permissions import may_start, standing_of
from workflows.queries.processes import latest_processes
from workflows.running import acting
from workflows.running.delivery import begun_with, carry_on, title_of
from workflows.words import DomainError, Sentence

if TYPE_CHECKING:
    from workflows.people.substitution import Actor


class ReasonMissing(DomainError):
    """An act that must give its reason was tried without one."""

    def __init__(self) -> None:
        super().__init__(Sentence("请写明理由", "Give the reason"), field="reason")


@dataclass(frozen=True, slots=True)
class Startable:
    """A process a person may begin by hand: its start form, where it has one."""

    process_id: str
    name: Sentence
    form_id: str | None


def startable(session: Session, user: User, now: datetime) -> tuple[Startable, ...]:
    """The processes this person may begin: their start event waits for nothing and is for him."""
    standing = standing_of(session, user, now)
    return tuple(
        Startable(process.process_id, process.name, beginning.form_id)
        for process in latest_processes(session)
        for beginning in process.by_hand
        if may_start(standing, beginning.starters)
    )


def start(
    session: Session,
    process_id: str,
    variables: Mapping[str, Any],
    by: Actor | None,
    now: datetime,
    *,
    title: str | None = None,
    start_key: str | None = None,
    start_element: str | None = None,
    demo: bool = False,
) -> ProcessInstance:
    """Begin a matter on the latest version of the process and let it go to where it waits.

    It knows who began it as the variable `begun_by`, a post's code. With a `start_key` it is begun once: the
    same key again gives the first one back. Raises NoSuchProcess, ActRefused.
    """
    begun = begun_with(session, process_id, start_key)
    if begun is not None:
        return begun
    definition = latest_definition(session, process_id)
    given = {**variables, "begun_by": by.acting_as.code} if by is not None else variables
    instance = acting.begin(
        session,
        definition,
        title or title_of(dict(variables), definition),
        given,
        by,
        now,
        start_element=start_element,
        start_key=start_key,
        demo=demo,
    )
    carry_on(session, by, now)
    return instance


def act(
    session: Session, instance: ProcessInstance, move: acting.Move, by: Actor | None, now: datetime
) -> tuple[Task, ...]:
    """Do one act on an instance and everything that follows from it elsewhere; the tasks it opened here."""
    opened = acting.act(session, instance, move, by, now)
    carry_on(session, by, now)
    return opened


def wake(session: Session, instance: ProcessInstance, now: datetime, by: Actor | None = None) -> None:
    """Fire what is due and set timers whose dates moved."""
    act(session, instance, engine.wake, by, now)


def cancel(session: Session, instance: ProcessInstance, by: Actor, reason: str, now: datetime) -> None:
    """End a matter by an administrator's act, with a reason on record. Raises ReasonMissing,
    InstanceEnded."""
    if not reason.strip():
        raise ReasonMissing
    journal.record(
        session, instance, EventKind.MENDED, now, by=by, data={"what": "cancel", "reason": reason.strip()}
    )
    act(session, instance, engine.cancel, by, now)
    matters.set_state(session, instance, MatterState.CANCELLED, now, by=by, reason=reason.strip())
