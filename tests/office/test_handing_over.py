"""When the holder changes, open work stays with the post, and what he had taken up is free again."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from models import (
    Appointment,
    Deployment,
    Post,
    ProcessDefinition,
    ProcessInstance,
    Task,
    TaskCandidate,
    TaskState,
    User,
)
from tests.demonstration import DEMO_PASSWORD, OFFICE_NOW
from workflows.people.accounts import create_user
from workflows.people.appointments import end_appointment, hand_over
from workflows.people.posts import post_by_code
from workflows.rules.calendars import local_day

TODAY = local_day(OFFICE_NOW)
NEXT_WEEK = OFFICE_NOW + timedelta(days=7)


@pytest.fixture
def matter(office: Session) -> ProcessInstance:
    deployment = Deployment(name="any", version=1, digest="0" * 64, note="", deployed_at=OFFICE_NOW)
    definition = ProcessDefinition(
        deployment=deployment, process_id="any", name="任一", version=1, path="", compiled=b""
    )
    instance = ProcessInstance(definition=definition, title="事项", engine_state=b"", started_at=OFFICE_NOW)
    office.add(instance)
    office.flush()
    return instance


def taken_task(
    session: Session, matter: ProcessInstance, key: str, candidate: TaskCandidate, by: str
) -> Task:
    holder = session.scalars(select(User).where(User.username == by)).one()
    task = Task(
        instance=matter, key=key, element_id="SV-06", name="分办", opened_at=OFFICE_NOW, assignee=holder
    )
    task.candidates.append(candidate)
    session.add(task)
    session.flush()
    return task


def to_post(session: Session, code: str) -> TaskCandidate:
    return TaskCandidate(post=post_by_code(session, code))


def to_unit_of(session: Session, code: str) -> TaskCandidate:
    return TaskCandidate(unit=post_by_code(session, code).unit)


def appointment_to(session: Session, post: Post) -> Appointment:
    return session.scalars(select(Appointment).where(Appointment.post_id == post.id)).one()


@pytest.mark.both_databases
def test_a_task_taken_up_by_the_former_holder_waits_for_the_next(
    office: Session, matter: ProcessInstance
) -> None:
    task = taken_task(office, matter, "1", to_post(office, "yjj-head"), "yjj_head")
    end_appointment(office, appointment_to(office, post_by_code(office, "yjj-head")), TODAY, None, NEXT_WEEK)
    office.refresh(task)
    assert task.assignee is None
    assert [candidate.post.code for candidate in task.candidates if candidate.post] == ["yjj-head"]


def test_a_task_offered_to_the_whole_unit_is_free_too(office: Session, matter: ProcessInstance) -> None:
    task = taken_task(office, matter, "1", to_unit_of(office, "yjj-head"), "yjj_head")
    successor = create_user(office, "newcomer", "新任负责人", DEMO_PASSWORD, OFFICE_NOW)
    hand_over(office, post_by_code(office, "yjj-head"), successor, TODAY, None, OFFICE_NOW)
    office.refresh(task)
    assert task.assignee is None


def test_until_his_last_day_he_keeps_what_he_took_up(office: Session, matter: ProcessInstance) -> None:
    task = taken_task(office, matter, "1", to_post(office, "yjj-head"), "yjj_head")
    end_appointment(office, appointment_to(office, post_by_code(office, "yjj-head")), TODAY, None, OFFICE_NOW)
    office.refresh(task)
    assert task.assignee is not None


def test_what_he_did_stays_on_record_as_his(office: Session, matter: ProcessInstance) -> None:
    task = taken_task(office, matter, "1", to_post(office, "yjj-head"), "yjj_head")
    task.state, task.done_by, task.acted_as = TaskState.DONE, task.assignee, post_by_code(office, "yjj-head")
    task.candidates[0].open = False
    office.flush()
    end_appointment(office, appointment_to(office, post_by_code(office, "yjj-head")), TODAY, None, NEXT_WEEK)
    office.refresh(task)
    assert task.done_by is not None and task.done_by.username == "yjj_head"
    assert task.assignee is not None


def test_another_units_tasks_are_left_alone(office: Session, matter: ProcessInstance) -> None:
    task = taken_task(office, matter, "1", to_post(office, "mkj-head"), "mkj_head")
    end_appointment(office, appointment_to(office, post_by_code(office, "yjj-head")), TODAY, None, NEXT_WEEK)
    office.refresh(task)
    assert task.assignee is not None
