"""Jobs left for a worker, as rows: put down by an act, withdrawn with what they were for."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import bindparam, or_, select, update
from sqlalchemy.orm import Session

from models import Job, JobState, ProcessInstance
from models.known_rows import write_waiting
from models.prepared import Prepared
from workflows.engine.step import OpenedJob
from workflows.running.stored import kept

_JOBS = Job.__table__
_WITHDRAW_ALL = Prepared(
    update(_JOBS)
    .where(
        _JOBS.c.instance_id == bindparam("instance"),
        or_(_JOBS.c.state == JobState.WAITING, _JOBS.c.state == JobState.FAILED),
    )
    .values(state=JobState.WITHDRAWN)
)


def leave(session: Session, instance: ProcessInstance, opened: OpenedJob, now: datetime) -> Job:
    """Leave a job for a worker; one that failed before and is tried again gets its retries anew."""
    job = session.scalars(select(Job).filter_by(instance_id=instance.id, key=opened.key)).first()
    if job is None:
        job = Job(instance_id=instance.id, key=opened.key, element_id=opened.element_id, type=opened.type)
        session.add(job)
    job.headers, job.variables = dict(opened.headers), kept(opened.variables)
    job.state, job.retries, job.run_at, job.last_failure = JobState.WAITING, opened.retries, now, ""
    return job


def withdraw(session: Session, instance: ProcessInstance, keys: Iterable[str]) -> None:
    """The process no longer wants these."""
    keys = list(keys)
    if keys:
        session.execute(
            update(Job)
            .where(Job.instance_id == instance.id, Job.key.in_(keys), Job.state != JobState.DONE)
            .values(state=JobState.WITHDRAWN)
        )


def withdraw_all(session: Session, instance: ProcessInstance) -> None:
    """An ended instance wants none."""
    write_waiting(session, Job)
    _WITHDRAW_ALL.write(session, {"instance": instance.id})
