"""The counters above the list count what the list shows: a task once, and no further than the cap."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from models import Task, TaskCandidate, TaskExclusion
from tests.workflows.running import Running
from workflows.queries import waiting
from workflows.queries.inbox import InboxCounters, my_tasks
from workflows.standing import standing_of

HOURS = {"red": (-2, -5), "amber": (3, -1), "green": (90, 80)}  #: due and amber from now


@pytest.fixture
def office(running: Running) -> Running:
    """Six tasks for the supervision office, two of each light; all offered to clerk1's post as well."""
    running.deploy("review")
    for _ in range(6):
        running.start("review", reviewers="supervision-office")
    running.do(lambda session: _light_and_offer(session, running))
    return running


def _light_and_offer(session: Session, running: Running) -> None:
    standing = standing_of(session, running.user(session, "clerk1"), running.now)
    tasks = session.scalars(select(Task).order_by(Task.id)).all()
    for task, (due, amber) in zip(tasks, [*HOURS.values(), *HOURS.values()], strict=True):
        task.due_at = running.now + timedelta(hours=due)
        task.amber_at = running.now + timedelta(hours=amber)
        [offered] = task.candidates
        offered.due_at = task.due_at
        for post_id in standing.post_ids:
            session.add(TaskCandidate(task_id=task.id, post_id=post_id, due_at=task.due_at))


def counted(running: Running, who: str = "clerk1") -> InboxCounters:
    return running.ask(lambda session: my_tasks(session, running.user(session, who), running.now).counters)


def numbers(found: InboxCounters) -> tuple[int, int, int, int]:
    return found.open.number, found.red.number, found.amber.number, found.green.number


@pytest.mark.both_databases
def test_a_task_offered_to_ones_post_and_ones_unit_counts_once(office: Running) -> None:
    assert numbers(counted(office)) == (6, 2, 2, 2)
    assert numbers(counted(office, "clerk2")) == (6, 2, 2, 2), "offered to the unit alone"
    assert numbers(counted(office, "mayor")) == (0, 0, 0, 0)


def test_what_one_is_recused_from_does_not_count(office: Running) -> None:
    def recuse(session: Session) -> None:
        late = session.scalars(select(Task.id).order_by(Task.id)).first()
        clerk = office.user(session, "clerk1")
        session.add(TaskExclusion(task_id=late, user_id=clerk.id, reason="回避"))

    office.do(recuse)
    assert numbers(counted(office)) == (5, 1, 2, 2)


@pytest.mark.both_databases
def test_the_counters_stop_at_the_cap_and_say_so(office: Running, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(waiting, "COUNT_CAP", 1)
    waiting._counts.cache_clear()
    try:
        found = counted(office)
    finally:
        waiting._counts.cache_clear()
    assert all(one.capped and one.number == 1 for one in (found.open, found.red, found.amber, found.green))
