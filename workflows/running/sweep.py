"""The sweep: everything due fires, in order, each instance in a transaction of its own.

After days of standing still everything due fires once, marked with when it was due and when it fired. A
broken instance becomes an incident and is looked at again later; it never stops the others."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from models import InstanceState, ProcessInstance
from workflows.acts import Overtaken, run_act
from workflows.instances import wake
from workflows.running import incidents_kept, outside_jobs, periodic
from workflows.running.acting import InstanceEnded
from workflows.telling import outbox
from workflows.words import DomainError, Sentence

BATCH = 50
PUSHED_BACK = timedelta(hours=1)
"""How long a broken instance is left alone before it is tried again."""
TURNS_AT_A_TIME = 100  #: times one instance is woken within one sweep

SessionFactory = Callable[[], Session]


@dataclass(frozen=True, slots=True)
class Swept:
    """What one sweep did."""

    started: int  #: periodic processes begun
    woken: int
    broken: int
    sent: int
    done: int = 0  #: jobs that reach outside


NOTHING_SWEPT = Swept(started=0, woken=0, broken=0, sent=0)


def sweep(session_factory: SessionFactory, now: datetime, batch: int = BATCH) -> Swept:
    """Do everything that is due at `now`: periodic starts, timers by due time, the outbox."""
    started, broken = periodic.start_due(session_factory, now)
    woken = 0
    tried: set[int] = set()
    while due := _due(session_factory, now, batch, tried):
        for instance_id in due:
            tried.add(instance_id)
            if _wake_one(session_factory, instance_id, now):
                woken += 1
            else:
                broken += 1
    done = outside_jobs.run_due(session_factory, now)
    sent = 0
    while count := outbox.send_due(session_factory, now):
        sent += count
    return Swept(started, woken, broken, sent, done)


def next_due(session: Session) -> datetime | None:
    """When the next timer is due; the worker need not look before."""
    return session.scalar(
        select(ProcessInstance.next_due_at)
        .where(ProcessInstance.state == InstanceState.RUNNING, ProcessInstance.next_due_at.is_not(None))
        .order_by(ProcessInstance.next_due_at)
        .limit(1)
    )


def _due(session_factory: SessionFactory, now: datetime, batch: int, tried: set[int]) -> list[int]:
    """The instances most overdue, by index; those tried in this sweep already are left out."""

    def look(session: Session) -> list[int]:
        query = (
            select(ProcessInstance.id)
            .where(
                ProcessInstance.state == InstanceState.RUNNING,
                ProcessInstance.next_due_at <= now,
            )
            .order_by(ProcessInstance.next_due_at, ProcessInstance.id)
        )
        # What was tried is moved ahead or pushed back and so falls out of the index range by itself; only an
        # instance that is due again after all its turns could come back, and the next sweep has it.
        return [id_ for id_ in session.scalars(query.limit(batch + len(tried))) if id_ not in tried][:batch]

    with session_factory() as session:
        return look(session)


def _wake_one(session_factory: SessionFactory, instance_id: int, now: datetime) -> bool:
    try:
        run_act(session_factory, lambda session: _wake_if_due(session, instance_id, now))
    except InstanceEnded:
        return True
    except Overtaken:
        return True  # it is being worked on; the next sweep looks again
    except Exception as failure:  # the boundary to whatever is broken in one instance: recorded, pushed back
        words = failure.sentence if isinstance(failure, DomainError) else _in_words(failure)
        run_act(session_factory, lambda session: _push_back(session, instance_id, words, now))
        return False
    return True


def _wake_if_due(session: Session, instance_id: int, now: datetime) -> None:
    """Fire what is due, and what that arms in the past in turn (a ladder after days of standing still).

    A process that would go on arming timers in the past is left for the next sweep after so many turns.
    """
    instance = session.get_one(ProcessInstance, instance_id)
    for _turn in range(TURNS_AT_A_TIME):
        if not _is_due(instance, now):
            return
        wake(session, instance, now)


def _is_due(instance: ProcessInstance, now: datetime) -> bool:
    due = instance.next_due_at
    return instance.state is InstanceState.RUNNING and due is not None and due <= now


def _in_words(failure: Exception) -> Sentence:
    words = f"{type(failure).__name__}: {failure}"
    return Sentence(f"到期处理失败：{words}", f"what was due could not be done: {words}")


def _push_back(session: Session, instance_id: int, words: Sentence, now: datetime) -> None:
    instance = session.get_one(ProcessInstance, instance_id)
    instance.next_due_at = now + PUSHED_BACK
    incidents_kept.open_row(session, instance, "sweep", words, now)
