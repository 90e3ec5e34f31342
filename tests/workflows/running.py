"""An office at work, as the tests see it: each act in a transaction of its own, each question on fresh
rows."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any, TypeVar

from sqlalchemy import Engine, select
from sqlalchemy.orm import Session, sessionmaker

from models import ProcessInstance, Task, TaskState, User
from tests.demonstration import OFFICE_NOW
from workflows import instances, tasks
from workflows.acts import ActRefused, run_act
from workflows.deadlines import ladder
from workflows.deadlines.rows import live_deadline
from workflows.deployments import publishing as deployments
from workflows.jobs.registry import JobCall, OutsideCall, job, outside_job
from workflows.numbering import document_number
from workflows.people.substitution import Actor
from workflows.permissions import actor_for_task, standing_of
from workflows.running.sweep import Swept, sweep
from workflows.telling import mail
from workflows.words import Sentence

DIAGRAMS = Path(__file__).parent / "diagrams"
Answer = TypeVar("Answer")


@job("test.number")
def number(call: JobCall) -> Mapping[str, Any]:
    """Numbers a matter; fails in as many ways as a handler can when the variable `fail` says so."""
    match call.variables.get("fail"):
        case "bug":
            raise ZeroDivisionError("a handler's bug")
        case "bug after sending":
            mail.send(call.session, "answer", "Q-1", {}, call.now, message_id="lost")
            raise ZeroDivisionError("a handler's bug")
        case "act within act":
            instances.wake(call.session, call.instance, call.now)
        case "refusal":
            raise ActRefused(Sentence("标题不合要求", "the title will not do"), field="title")
    return {"number": document_number(call.session, "双政督", call.now.year)}


@job("test.urge")
def urge(call: JobCall) -> Mapping[str, Any]:
    """Fires a rung of the ladder and says whether it did."""
    deadline = live_deadline(call.session, call.instance, "SV-09")
    return {
        "fired": deadline is not None and ladder.fire(call.session, deadline, call.headers["rung"], call.now)
    }


SENT: list[str] = []
"""The idempotency keys under which `test.telegram` was called."""


@outside_job("test.telegram")
def telegram(call: OutsideCall) -> Mapping[str, Any]:
    """Reaches outside; fails as long as the variable `line` is broken."""
    SENT.append(call.idempotency_key)
    if call.variables.get("line") == "broken":
        raise ConnectionError("the line is broken")
    return {"receipt": f"R-{call.idempotency_key}"}


@dataclass
class Running:
    """One database with the demonstration office in it, and a clock that the tests move."""

    engine: Engine
    now: datetime = OFFICE_NOW
    sessions: Callable[[], Session] = field(init=False)

    def __post_init__(self) -> None:
        self.sessions = sessionmaker(self.engine, expire_on_commit=False)

    def do(self, work: Callable[[Session], Answer]) -> Answer:
        """One act."""
        return run_act(self.sessions, work)

    def deploy(self, *names: str) -> None:
        """Deploy diagrams of the tests, one folder each."""
        for name in names:
            files = {f"{name}.bpmn": (DIAGRAMS / f"{name}.bpmn").read_bytes()}
            self.do(
                lambda session, name=name, files=files: (
                    deployments.deploy(session, name, files, None, self.now).id
                )
            )

    def start(self, process_id: str, by: str = "clerk1", **variables: Any) -> int:
        """Begin a matter; its id."""

        def work(session: Session) -> int:
            return instances.start(session, process_id, variables, self.actor(session, by), self.now).id

        return self.do(work)

    def actor(self, session: Session, username: str) -> Actor:
        """A person in his first post."""
        user = session.scalars(select(User).filter_by(username=username)).one()
        return standing_of(session, user, self.now).actors[0]

    def user(self, session: Session, username: str) -> User:
        return session.scalars(select(User).filter_by(username=username)).one()

    def open_tasks(self, instance_id: int, element_id: str | None = None) -> list[int]:
        """Ids of the matter's open tasks, oldest first."""
        with self.sessions() as session:
            query = select(Task.id).where(Task.instance_id == instance_id, Task.state == TaskState.OPEN)
            if element_id is not None:
                query = query.where(Task.element_id == element_id)
            return list(session.scalars(query.order_by(Task.id)))

    def complete(self, task_id: int, by: str, **answers: Any) -> None:
        """A person does a task in the post that the office finds for him."""

        def work(session: Session) -> None:
            task = session.get_one(Task, task_id)
            actor = actor_for_task(session, self.user(session, by), task, self.now)
            tasks.complete(session, task, actor, answers, self.now)

        self.do(work)

    def do_step(self, instance_id: int, element_id: str, by: str, **answers: Any) -> None:
        """A person does the one open task of a step."""
        [task_id] = self.open_tasks(instance_id, element_id)
        self.complete(task_id, by, **answers)

    def ask(self, question: Callable[[Session], Answer]) -> Answer:
        """A question on fresh rows."""
        with self.sessions() as session:
            return question(session)

    def instance(self, instance_id: int) -> ProcessInstance:
        """The matter's row as it is now, with everything loaded."""
        return self.ask(lambda session: _loaded(session, instance_id))

    def pass_time(self, **length: float) -> None:
        """Move the clock; nothing happens by itself."""
        self.now += timedelta(**length)

    def sweep(self) -> Swept:
        """Everything due fires."""
        return sweep(self.sessions, self.now)


def _loaded(session: Session, instance_id: int) -> ProcessInstance:
    instance = session.get_one(ProcessInstance, instance_id)
    assert instance.variables is not None and instance.engine_state is not None
    return instance


def whole(number_: int) -> Decimal:
    """A FEEL number."""
    return Decimal(number_)
