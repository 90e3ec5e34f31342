"""A matter as its people live it: each act and each question in a fresh session on the file."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

from sqlalchemy import Engine, select
from sqlalchemy.orm import Session, sessionmaker, undefer

from models import (
    Deadline,
    Incident,
    LadderRung,
    MatterState,
    Notice,
    Post,
    ProcessDefinition,
    ProcessInstance,
    Task,
    TaskState,
    User,
)
from tests.demonstration import OFFICE_NOW
from tests.scenarios.filling_forms import filled_in, judged
from workflows import instances, messages, tasks
from workflows.acts import run_act
from workflows.office.settings import put_setting
from workflows.people.substitution import Actor
from workflows.permissions import actor_for_task, standing_of
from workflows.running.stored import given_back
from workflows.running.sweep import Swept, sweep
from workflows.telling import outbox

SHANGHAI = ZoneInfo("Asia/Shanghai")
Answer = TypeVar("Answer")


def shanghai(*when: int) -> datetime:
    """A moment on the office's clock."""
    return datetime(*when, tzinfo=SHANGHAI).astimezone(UTC)


@dataclass
class Office:
    """One database with the demonstration office and the shipped processes, and a clock the tests move."""

    engine: Engine
    now: datetime = OFFICE_NOW
    sessions: Callable[[], Session] = field(init=False)

    def __post_init__(self) -> None:
        self.sessions = sessionmaker(self.engine, expire_on_commit=False)

    def do(self, work: Callable[[Session], Answer]) -> Answer:
        return run_act(self.sessions, work)

    def authorise(self) -> None:
        """The general authorisation to act in the office's name, which the supervision walk needs."""
        self.setting("standing_authorisation", "双政授〔2026〕1号")

    def setting(self, key: str, value: Any) -> None:
        self.do(lambda session: put_setting(session, key, value, None, self.now) and None)

    def actor(self, session: Session, username: str) -> Actor:
        user = session.scalars(select(User).filter_by(username=username)).one()
        return standing_of(session, user, self.now).actors[0]

    def at(self, *when: int) -> Swept:
        """The clock stands there now, and the worker has done what was due."""
        return self.moved_to(shanghai(*when))

    def moved_to(self, when: datetime) -> Swept:
        """The worker has looked once, which does everything that is due; what that look did."""
        assert when >= self.now, "the clock never goes back"
        self.now = when
        swept = sweep(self.sessions, self.now)
        assert not swept.broken, "an instance broke"
        again = sweep(self.sessions, self.now)
        assert not again.woken and not again.started, "something due was left for the second look"
        return swept

    def later(self, **time: float) -> Swept:
        return self.moved_to(self.now + timedelta(**time))

    def deliver(self) -> None:
        """What was told is with those it was told to."""
        while outbox.send_due(self.sessions, self.now):
            pass

    def started(self, by: str, process: str, variables: Mapping[str, Any]) -> int:
        """A person begins a matter by hand; its id."""

        def work(session: Session) -> int:
            return instances.start(session, process, variables, self.actor(session, by), self.now).id

        return self.do(work)

    def matters_of(self, process: str) -> list[int]:
        """The ids of all matters of a process, of whatever version, oldest first."""
        query = (
            select(ProcessInstance.id)
            .join(ProcessDefinition, ProcessDefinition.id == ProcessInstance.definition_id)
            .where(ProcessDefinition.process_id == process)
            .order_by(ProcessInstance.id)
        )
        with self.sessions() as session:
            return list(session.scalars(query))


@dataclass
class Matter:
    """One matter, known by its id."""

    office: Office
    id: int

    def read(self, question: Callable[[Session, ProcessInstance], Answer]) -> Answer:
        """A question on fresh rows."""
        with self.office.sessions() as session:
            instance = session.get_one(ProcessInstance, self.id, options=[undefer(ProcessInstance.variables)])
            return question(session, instance)

    @property
    def state(self) -> MatterState:
        return self.read(lambda session, instance: instance.matter_state)

    @property
    def instance(self) -> ProcessInstance:
        return self.read(lambda session, instance: instance)

    @property
    def variables(self) -> dict[str, Any]:
        return self.read(lambda session, instance: given_back(instance.variables))

    def wake_at(self, *when: int) -> None:
        """The clock stands there now, and the worker has looked at this matter alone: what else the calendar
        would have begun meanwhile is another test's."""
        assert shanghai(*when) >= self.office.now, "the clock never goes back"
        self.office.now = shanghai(*when)

        def work(session: Session) -> None:
            instances.wake(session, session.get_one(ProcessInstance, self.id), self.office.now)

        while (due := self.instance.next_due_at) is not None and due <= self.office.now:
            self.office.do(work)
        self.office.deliver()

    def open(self) -> list[str]:
        """The elements of the open tasks, in the order in which they opened."""
        return [task.element_id for task in self.tasks(TaskState.OPEN)]

    def tasks(self, state: TaskState | None = None, element: str | None = None) -> list[Task]:
        def question(session: Session, instance: ProcessInstance) -> list[Task]:
            query = select(Task).where(Task.instance_id == instance.id).order_by(Task.id)
            if state is not None:
                query = query.where(Task.state == state)
            if element is not None:
                query = query.where(Task.element_id == element)
            return list(session.scalars(query))

        return self.read(question)

    def offered_to(self, element: str) -> list[str]:
        """The codes of posts and units the open task is offered to."""

        def question(session: Session, instance: ProcessInstance) -> list[str]:
            task = _open_task(session, instance.id, element, None)
            return sorted((row.post or row.unit).code for row in task.candidates)

        return self.read(question)

    def asked(self, element: str) -> list[str]:
        """Whom the open tasks of this step bind, in the order in which they opened."""

        def question(session: Session, instance: ProcessInstance) -> list[str]:
            open_tasks = select(Task).filter_by(
                instance_id=instance.id, element_id=element, state=TaskState.OPEN
            )
            bound = (task.deadline for task in session.scalars(open_tasks.order_by(Task.id)))
            return [deadline.party for deadline in bound if deadline is not None]

        return self.read(question)

    @property
    def today(self) -> date:
        """The office's day."""
        return self.office.now.astimezone(SHANGHAI).date()

    def due(self, element: str) -> datetime:
        """When the open task is due, on the office's clock."""
        [task] = self.tasks(TaskState.OPEN, element)
        assert task.due_at is not None, f"{element} has no due date"
        return task.due_at.astimezone(SHANGHAI)

    def deadlines(self, rule: str) -> list[Deadline]:
        query = select(Deadline).filter_by(instance_id=self.id, rule_code=rule).order_by(Deadline.id)
        return self.read(lambda session, instance: list(session.scalars(query)))

    def deadline(self, rule: str, party: str | None = None) -> Deadline:
        """The newest deadline under a rule, of a party where one is named."""
        found = [row for row in self.deadlines(rule) if party is None or row.party == party]
        return found[-1]

    def rungs(self, party: str | None = None) -> list[str]:
        """The rungs that fired and were not withdrawn, in order."""
        query = (
            select(LadderRung.rung)
            .join(Deadline, Deadline.id == LadderRung.deadline_id)
            .where(Deadline.instance_id == self.id, LadderRung.withdrawn_at.is_(None))
            .order_by(LadderRung.id)
        )
        if party is not None:
            query = query.where(Deadline.party == party)
        return self.read(lambda session, instance: list(session.scalars(query)))

    def told(self, kind: str) -> set[str]:
        """The posts that have a notice of this kind, once the outbox has been sent."""
        query = (
            select(Post.code)
            .join(Notice, Notice.post_id == Post.id)
            .where(Notice.instance_id == self.id, Notice.kind == kind)
        )
        return self.read(lambda session, instance: set(session.scalars(query)))

    def incidents(self) -> list[str]:
        query = select(Incident).where(Incident.instance_id == self.id, Incident.resolved_at.is_(None))
        return self.read(
            lambda session, instance: [f"{row.element_id}: {row.message}" for row in session.scalars(query)]
        )

    def do(self, element: str, by: str, party: str | None = None, **answers: Any) -> None:
        """One person fills in one task's form, under the rule by which he reaches it."""
        with self.office.sessions() as session:
            task_id = _open_task(session, self.id, element, party).id
        self.do_task(task_id, by, **answers)

    def do_task(self, task_id: int, by: str, **answers: Any) -> None:
        """The same of a task known by its id, one of several of its step."""

        def work(session: Session) -> None:
            task = session.get_one(Task, task_id)
            user = session.scalars(select(User).filter_by(username=by)).one()
            actor = actor_for_task(session, user, task, self.office.now)
            typed = filled_in(session, task, answers, self.office.now)
            tasks.complete(session, task, actor, typed, self.office.now)

        self.office.do(work)
        assert not self.incidents(), self.incidents()

    def sentences(self, element: str, **answers: Any) -> dict[str, str]:
        """What the open task's form says to these answers, by field."""

        def question(session: Session, instance: ProcessInstance) -> dict[str, str]:
            task = _open_task(session, self.id, element, None)
            errors = judged(session, task, answers, self.office.now).errors
            return {name: sentence.zh for name, sentence in errors.items()}

        return self.read(question)

    def press(self, words: str, by: str) -> str | None:
        """Press a button of the matter; the element of the task it opened for this person."""

        def work(session: Session) -> str | None:
            instance = session.get_one(ProcessInstance, self.id)
            user = session.scalars(select(User).filter_by(username=by)).one()
            [action] = [
                action
                for action in messages.actions_for(session, instance, user, self.office.now)
                if action.words.zh == words
            ]
            opened = messages.trigger_action(
                session, instance, action.subscription_id, action.actor, self.office.now
            )
            return opened.element_id if opened is not None else None

        return self.office.do(work)

    def buttons(self, by: str) -> set[str]:
        def question(session: Session, instance: ProcessInstance) -> set[str]:
            user = session.scalars(select(User).filter_by(username=by)).one()
            return {
                action.words.zh for action in messages.actions_for(session, instance, user, self.office.now)
            }

        return self.read(question)


def _open_task(session: Session, instance_id: int, element: str, party: str | None) -> Task:
    open_tasks = session.scalars(
        select(Task).where(
            Task.instance_id == instance_id, Task.element_id == element, Task.state == TaskState.OPEN
        )
    ).all()
    if party is not None:
        open_tasks = [
            task for task in open_tasks if task.deadline is not None and task.deadline.party == party
        ]
    assert len(open_tasks) == 1, f"{len(open_tasks)} open tasks at {element}"
    return open_tasks[0]
