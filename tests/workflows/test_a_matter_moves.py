"""A matter from its start to its end, each act loaded and saved anew."""

from __future__ import annotations

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from models import Deadline, DeadlineState, EventKind, HistoryEvent, InstanceState, Task, TaskState
from tests.workflows.running import Running
from workflows import tasks
from workflows.permissions import NotYours, Recused
from workflows.running.acting import NeverQuiet
from workflows.tasks import TaskAlreadyDone


@pytest.mark.both_databases
def test_a_matter_goes_from_hand_to_hand_to_its_end(running: Running) -> None:
    running.deploy("review")
    matter = running.start("review", reviewers="supervision-office", title="安全隐患整改")
    running.do_step(matter, "DRAFT", "clerk1", text="初稿")
    assert running.instance(matter).variables["number"] == "双政督〔2026〕1号"
    running.do_step(matter, "REVIEW", "clerk2", decision="approve", opinion="同意")
    instance = running.instance(matter)
    assert instance.state is InstanceState.COMPLETED
    assert instance.title == "安全隐患整改"
    assert running.open_tasks(matter) == []


def test_every_act_is_on_record_with_who_did_it_and_in_which_post(running: Running) -> None:
    running.deploy("review")
    matter = running.start("review", reviewers="supervision-office")
    running.do_step(matter, "DRAFT", "clerk1")
    lines = running.ask(
        lambda session: [
            (
                line.kind,
                line.element_id,
                line.actor and line.actor.username,
                line.acted_as and line.acted_as.code,
            )
            for line in session.scalars(
                select(HistoryEvent).filter_by(instance_id=matter).order_by(HistoryEvent.id)
            )
        ]
    )
    assert lines[0][:1] == (EventKind.STARTED,)
    assert (EventKind.TASK_DONE, "DRAFT", "clerk1", "clerk1") in lines
    assert (EventKind.ENTERED, "REVIEW", None, None) in lines


def test_whoever_drafted_may_not_review_and_is_told_why(running: Running) -> None:
    running.deploy("review")
    matter = running.start("review", reviewers="supervision-office")
    running.do_step(matter, "DRAFT", "clerk1")
    with pytest.raises(Recused, match="回避"):
        running.do_step(matter, "REVIEW", "clerk1", decision="approve")


def test_a_task_is_done_only_by_those_to_whom_it_is_offered(running: Running) -> None:
    running.deploy("review")
    matter = running.start("review", reviewers="supervision-office")
    with pytest.raises(NotYours, match="督查室"):
        running.do_step(matter, "DRAFT", "yjj_head")


def test_the_second_of_two_people_is_told_who_was_first_and_keeps_what_he_typed(running: Running) -> None:
    running.deploy("review")
    matter = running.start("review", reviewers="supervision-office")
    [task_id] = running.open_tasks(matter)

    def type_something(session: Session) -> None:
        task = session.get_one(Task, task_id)
        tasks.save_draft(session, task, running.user(session, "clerk2"), {"text": "打了一半"}, running.now)

    running.do(type_something)
    running.complete(task_id, "clerk1", text="先办的")
    with pytest.raises(TaskAlreadyDone, match="督查室科员（一）已于2026年11月23日 09:00办理"):
        running.complete(task_id, "clerk2", text="后办的")
    draft = running.ask(
        lambda session: tasks.load_draft(
            session, session.get_one(Task, task_id), running.user(session, "clerk2")
        )
    )
    assert draft is not None and draft.answers == {"text": "打了一半"}


def test_returned_work_opens_the_step_again_with_a_deadline_of_its_own(running: Running) -> None:
    running.deploy("review")
    matter = running.start("review", reviewers="supervision-office")
    running.do_step(matter, "DRAFT", "clerk1")
    running.pass_time(hours=3)
    running.do_step(matter, "REVIEW", "clerk2", decision="return")
    running.do_step(matter, "DRAFT", "clerk2")
    states = running.ask(
        lambda session: [
            (row.element_id, row.state)
            for row in session.scalars(select(Task).filter_by(instance_id=matter).order_by(Task.id))
        ]
    )
    assert states == [
        ("DRAFT", TaskState.DONE),
        ("REVIEW", TaskState.DONE),
        ("DRAFT", TaskState.DONE),
        ("REVIEW", TaskState.OPEN),
    ]
    deadlines = running.ask(
        lambda session: session.scalars(
            select(Deadline.state).filter_by(instance_id=matter).order_by(Deadline.id)
        ).all()
    )
    assert deadlines == [DeadlineState.DONE] * 3 + [DeadlineState.RUNNING]


def test_a_loop_in_which_nothing_waits_is_refused_and_the_task_stays(running: Running) -> None:
    running.deploy("merry_go_round")
    matter = running.start("merry_go_round")
    with pytest.raises(NeverQuiet):
        running.do_step(matter, "ASK", "clerk1", text="不好")
    assert len(running.open_tasks(matter)) == 1
    running.do_step(matter, "ASK", "clerk1", text="好")
    assert running.instance(matter).state is InstanceState.COMPLETED
