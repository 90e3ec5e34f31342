"""Jobs that reach outside: after the commit, with retries, once by their key."""

from __future__ import annotations

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from models import Incident, InstanceState, Job, JobState, ProcessInstance
from tests.workflows.running import SENT, Running
from workflows import incidents, instances


@pytest.fixture(autouse=True)
def nothing_sent_yet() -> None:
    SENT.clear()


def job_of(running: Running, matter: int) -> Job:
    return running.ask(lambda session: session.scalars(select(Job).filter_by(instance_id=matter)).one())


@pytest.mark.both_databases
def test_the_act_only_leaves_the_job_and_a_worker_does_it(running: Running) -> None:
    running.deploy("telegram")
    matter = running.start("telegram")
    assert SENT == []
    assert running.instance(matter).state is InstanceState.RUNNING
    assert running.sweep().done == 1
    assert running.sweep().done == 0
    instance = running.instance(matter)
    assert instance.state is InstanceState.COMPLETED
    assert instance.variables["receipt"] == f"R-{SENT[0]}"


def test_what_fails_is_tried_again_under_the_same_key_until_a_person_decides(
    running: Running,
) -> None:
    running.deploy("telegram")
    matter = running.start("telegram", line="broken")
    running.sweep()
    running.sweep()
    assert len(SENT) == 1, "not before the pause is over"
    running.pass_time(minutes=2)
    running.sweep()
    assert len(SENT) == 2 and len(set(SENT)) == 1
    assert job_of(running, matter).state is JobState.FAILED

    def mend(session: Session) -> None:
        instance, by = session.get_one(ProcessInstance, matter), running.actor(session, "procadmin")
        incidents.correct(session, instance, {"line": "mended"}, "线路已修好", by, running.now)
        [row] = session.scalars(select(Incident).filter_by(instance_id=matter, resolved_at=None))
        incidents.retry(session, row, by, running.now)

    running.do(mend)
    running.sweep()
    assert running.instance(matter).state is InstanceState.COMPLETED
    assert len(set(SENT)) == 1


def test_a_job_of_a_matter_that_ended_is_not_done(running: Running) -> None:
    running.deploy("telegram")
    matter = running.start("telegram")

    def cancel(session: Session) -> None:
        instance = session.get_one(ProcessInstance, matter)
        instances.cancel(session, instance, running.actor(session, "dch"), "误发", running.now)

    running.do(cancel)
    assert running.sweep().done == 0
    assert SENT == []
    assert job_of(running, matter).state is JobState.WITHDRAWN
