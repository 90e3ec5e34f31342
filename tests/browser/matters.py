"""Matters for the browser's people, walked by acts in the office itself; the forms judge every answer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from models import ProcessInstance, Task, TaskState, User, db
from tests.browser.conftest import ServedOffice
from webapp.tasks.task_form import open_page
from webapp.transactions import act
from workflows import instances, tasks
from workflows.permissions import actor_for_task, standing_of
from workflows.rules.calendars import local_day
from workflows.rules.forms import check

Answers = Mapping[str, str | Sequence[str]]

REGISTRATION: Answers = {
    "confidentiality": "public",
    "category": "3",
    "kind": "instruction",
    "instruction_text": "请应急局牵头，抓紧办理。",
    "leader": "vm_city",
    "urgency": "normal",
}
PROPOSAL: Answers = {
    "open_decision": "open",
    "lead": "yjj",
    "co": [],
    "task_text": "全面排查，建立台账。",
    "feedback": "once",
    "matters": "",
}


def begin(office: ServedOffice, title: str, by: str = "clerk1") -> int:
    """A new matter in front of its first step (SV-01); its id."""

    def start(session: Session) -> int:
        actor = standing_of(session, _user(session, by), office.clock()).actors[0]
        matter = instances.start(session, "supervision", {"title": title}, actor, office.clock(), title=title)
        session.flush()
        return matter.id

    with office.app.app_context():
        return act(start)


def do(office: ServedOffice, matter_id: int, step: str, by: str, answers: Answers) -> None:
    """Hand in one open step of a matter with these answers, as its form reads them."""

    def complete(session: Session) -> None:
        user, now = _user(session, by), office.clock()
        task = _open(session, matter_id, step)
        opened = open_page(session, user, task.id, now)
        raw = {name: [value] if isinstance(value, str) else list(value) for name, value in answers.items()}
        answered = check(opened.form, {**opened.raw, **raw}, opened.setting)
        assert answered.is_complete, answered.errors
        tasks.complete(session, task, actor_for_task(session, user, task, now), answered.values, now)

    with office.app.app_context():
        act(complete)


def registered(office: ServedOffice, title: str, **differing: str) -> int:
    """A matter in front of the proposal (SV-02)."""
    matter_id = begin(office, title)
    received = {"title": title, "received_on": local_day(office.clock()).isoformat()}
    do(office, matter_id, "SV-01", "clerk1", {**REGISTRATION, **received, **differing})
    return matter_id


def proposed(office: ServedOffice, title: str, **differing: str) -> int:
    """A matter in front of its approval (SV-03)."""
    matter_id = registered(office, title, **differing)
    do(office, matter_id, "SV-02", "clerk1", PROPOSAL)
    return matter_id


def dispatched(office: ServedOffice, title: str, **differing: str) -> int:
    """A matter in front of its receipt by the lead unit (SV-05)."""
    matter_id = proposed(office, title, **differing)
    do(office, matter_id, "SV-03", "sg", {"outcome": "approve", "opinion": "同意"})
    do(office, matter_id, "SV-04", "clerk1", {})
    return matter_id


def open_task_id(office: ServedOffice, matter_id: int, step: str) -> int:
    """The id of a step's one open task."""
    with office.app.app_context():
        task_id = _open(db.session(), matter_id, step).id
        db.session.remove()
    return task_id


def open_steps(office: ServedOffice, matter_id: int) -> set[str]:
    """Element ids of everything a matter waits for people to do."""
    with office.app.app_context():
        steps = set(
            db.session.scalars(
                select(Task.element_id).where(Task.instance_id == matter_id, Task.state == TaskState.OPEN)
            )
        )
        db.session.remove()
    return steps


def titles(office: ServedOffice) -> list[str]:
    """The titles of all matters there are."""
    with office.app.app_context():
        found = list(db.session.scalars(select(ProcessInstance.title).order_by(ProcessInstance.id)))
        db.session.remove()
    return found


def _open(session: Session, matter_id: int, step: str) -> Task:
    wanted = select(Task).where(
        Task.instance_id == matter_id, Task.element_id == step, Task.state == TaskState.OPEN
    )
    return session.scalars(wanted).one()


def _user(session: Session, name: str) -> User:
    return session.scalars(select(User).where(User.username == name)).one()
