"""Service tasks that reach outside the office: done by a worker after the commit, with retries and a key that
makes them once.

The act leaves a row; the worker calls the handler outside any transaction, and what came of it is an act of
its own. A handler may be called again after a crash with the same idempotency key, and must do its work once.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from models import InstanceState, Job, JobState, ProcessInstance
from workflows import engine
from workflows.acts import run_act
from workflows.instances import act
from workflows.jobs.registry import OutsideCall, answered, outside_handler_of
from workflows.running.stored import given_back

BATCH = 20
LEASE = timedelta(minutes=10)
"""How long a worker has for one job before another may think it dead and take over."""
_PAUSE = timedelta(minutes=1)

SessionFactory = Callable[[], Session]


@dataclass(frozen=True, slots=True)
class _Claimed:
    id: int
    type: str
    call: OutsideCall


def run_due(session_factory: SessionFactory, now: datetime, batch: int = BATCH) -> int:
    """Do the jobs that are due, each on its own; how many were done. A failure never stops the others."""
    with session_factory() as session:
        due = session.scalars(
            select(Job.id)
            .where(Job.state == JobState.WAITING, Job.run_at <= now)
            .order_by(Job.run_at, Job.id)
            .limit(batch)
        ).all()
    done = 0
    for job_id in due:
        claimed = run_act(session_factory, lambda session, id_=job_id: _claim(session, id_, now))
        if claimed is not None:
            done += _do(session_factory, claimed, now)
    return done


def _claim(session: Session, job_id: int, now: datetime) -> _Claimed | None:
    """Take a job for the length of the lease; None where another worker was first or it is no longer
    wanted."""
    taken = session.execute(
        update(Job)
        .where(Job.id == job_id, Job.state == JobState.WAITING, Job.run_at <= now)
        .values(run_at=now + LEASE)
        .execution_options(synchronize_session=False)
    )
    if taken.rowcount != 1:
        return None
    job = session.get_one(Job, job_id)
    key = f"{job.instance_id}:{job.key}"
    return _Claimed(job.id, job.type, OutsideCall(key, job.headers, given_back(job.variables), now))


def _do(session_factory: SessionFactory, claimed: _Claimed, now: datetime) -> bool:
    try:
        answer = answered(claimed.type, outside_handler_of(claimed.type)(claimed.call))
    except Exception as failure:  # the boundary to the world outside: recorded, tried again, then an incident
        words = f"{type(failure).__name__}: {failure}"
        run_act(session_factory, lambda session: _failed(session, claimed.id, words, now))
        return False
    run_act(session_factory, lambda session: _finished(session, claimed.id, answer, now))
    return True


def _finished(session: Session, job_id: int, answer: Mapping[str, Any], now: datetime) -> None:
    job = session.get_one(Job, job_id)
    if job.state is not JobState.WAITING:
        return  # withdrawn meanwhile: the process no longer wants the answer
    job.state = JobState.DONE
    instance, key = session.get_one(ProcessInstance, job.instance_id), job.key
    if instance.state is InstanceState.RUNNING:
        act(
            session,
            instance,
            lambda known, state, context: engine.finish_job(known, state, key, answer, context),
            None,
            now,
        )


def _failed(session: Session, job_id: int, words: str, now: datetime) -> None:
    """Try again after a pause; when the retries are used up it is an incident, and a person decides."""
    job = session.get_one(Job, job_id)
    if job.state is not JobState.WAITING:
        return
    job.retries -= 1
    job.last_failure = words[:2000]
    if job.retries > 0:
        job.run_at = now + _PAUSE
        return
    job.state = JobState.FAILED
    instance, key = session.get_one(ProcessInstance, job.instance_id), job.key
    if instance.state is InstanceState.RUNNING:
        act(
            session,
            instance,
            lambda known, state, context: engine.fail_job(known, state, key, words, context),
            None,
            now,
        )
