"""Many people act on one matter at the same moment, and nobody sees an error."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from sqlalchemy import func, select

from models import Task, TaskState, Unit, UnitKind
from tests.workflows.running import Running
from workflows.permissions import NotYours
from workflows.tasks import TaskAlreadyDone

UNITS = 25


@pytest.mark.both_databases
def test_twenty_five_co_organisers_complete_at_once_and_all_succeed(running: Running) -> None:
    running.deploy("countersign")
    units = running.ask(
        lambda session: session.scalars(
            select(Unit.code).where(Unit.kind == UnitKind.DEPARTMENT).order_by(Unit.position).limit(UNITS)
        ).all()
    )
    matter = running.start("countersign", units=list(units))
    tasks = running.open_tasks(matter, "OPINION")
    assert len(tasks) == UNITS
    barrier = Barrier(UNITS)

    def opine(item: tuple[int, str]) -> None:
        task_id, unit = item
        barrier.wait(timeout=30)
        running.complete(task_id, f"{unit}_head", opinion=f"{unit}同意")

    with ThreadPoolExecutor(UNITS) as pool:
        list(pool.map(opine, zip(tasks, units, strict=True)))
    done = running.ask(
        lambda session: session.scalar(
            select(func.count())
            .select_from(Task)
            .where(Task.instance_id == matter, Task.state == TaskState.DONE)
        )
    )
    assert done == UNITS
    assert running.instance(matter).variables["opinions"] == [f"{unit}同意" for unit in units]
    assert len(running.open_tasks(matter, "CLOSE")) == 1


@pytest.mark.both_databases
def test_two_people_on_one_task_make_one_completion(running: Running) -> None:
    running.deploy("review")
    matter = running.start("review", reviewers="supervision-office")
    [task_id] = running.open_tasks(matter)
    barrier = Barrier(2)

    def draft(username: str) -> str:
        barrier.wait(timeout=30)
        try:
            running.complete(task_id, username, text=username)
        except (TaskAlreadyDone, NotYours):
            return "second"
        return "first"

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(draft, ["clerk1", "clerk2"])) == ["first", "second"]
