"""The demonstration's matters: the real process run on a moved clock; no row is written by hand."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import datetime
from functools import partial
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from models import InstanceState, MessageSubscription, ProcessInstance, Task, TaskState, User
from workflows import documents, instances, messages, tasks
from workflows.acts import run_act
from workflows.demonstration.script import ScriptedMatter, ScriptedStep, filled, moments, read_script
from workflows.office.calendar_years import load_calendar
from workflows.office.snapshots import office_snapshot
from workflows.people.posts import leader_of, unit_by_code
from workflows.people.substitution import Actor
from workflows.permissions import NotYours, actor_for_task, standing_of
from workflows.queries.asked import task_asked
from workflows.rules.calendars import local_day
from workflows.rules.forms import FormSetting, UploadedFile, check
from workflows.rules.forms.first_answers import as_sent
from workflows.words import DomainError, Sentence

PROCESS = "supervision"

SessionFactory = Callable[[], Session]


class ScriptDoesNotFit(DomainError):
    """The script asks for a step that the process, as drawn now, does not offer then or to that person."""

    def __init__(self, matter: str, step: ScriptedStep, why: str) -> None:
        act = f"{step.element or step.action} ({step.by})"
        super().__init__(
            Sentence(
                f"演示事项“{matter}”走不到 {act}：{why}",
                f"the demonstration's matter “{matter}” cannot do {act}: {why}",
            )
        )


def make_demo_matters(session_factory: SessionFactory, directory: Path, now: datetime) -> None:
    """Make every matter that is not there yet, each in its own transaction.

    `directory` holds the attachments. Raises ScriptDoesNotFit; the matters made before it stay.
    """
    for matter in read_script():
        run_act(session_factory, partial(_make, matter=matter, directory=directory, now=now))


def _make(session: Session, matter: ScriptedMatter, directory: Path, now: datetime) -> None:
    """Begin the matter and walk it to where the script leaves it, its timers firing on the way."""
    if session.scalar(select(ProcessInstance.id).where(ProcessInstance.start_key == _start_key(matter.key))):
        return
    walk = _Walk(session, matter, directory, now)
    for step, then in zip(matter.walk, moments(matter, now, walk.calendar), strict=True):
        walk.do(step, then)
    walk.run_clock_to(now)


def _start_key(key: str) -> str:
    return f"demonstration:{key}"


class _Walk:
    """One matter on its way: the clock it is at, and the instance once it is begun."""

    def __init__(self, session: Session, matter: ScriptedMatter, directory: Path, now: datetime) -> None:
        self.session = session
        self.matter = matter
        self.directory = directory
        self.now = now
        self.clock: datetime | None = None
        self.calendar = load_calendar(session)
        self.instance: ProcessInstance | None = None

    def do(self, step: ScriptedStep, then: datetime) -> None:
        """One act of the script, at its moment or, with `until`, when the element has opened by itself."""
        if self.instance is None:
            self._begin(step, then)
        if step.until:
            then = self._run_clock_until_open(step)
        else:
            then = max(then, self.clock or then)
            self.run_clock_to(then)
        self.clock = then
        if step.action:
            self._press(step, then)
        else:
            self._complete(step, then)

    def run_clock_to(self, moment: datetime) -> None:
        """Fire what falls due until the moment, each timer at its own time."""
        instance = self.instance
        while (
            instance is not None
            and instance.state is InstanceState.RUNNING
            and instance.next_due_at is not None
            and instance.next_due_at <= moment
        ):
            instances.wake(
                self.session, instance, max(instance.next_due_at, self.clock or instance.next_due_at)
            )

    def _run_clock_until_open(self, step: ScriptedStep) -> datetime:
        moment = self.clock
        while not self._open_tasks(step.element):
            due = self.instance.next_due_at
            if due is None or due > self.now:
                raise ScriptDoesNotFit(self.matter.key, step, f"does not open before {self.now:%Y-%m-%d}")
            moment = max(due, self.clock)
            instances.wake(self.session, self.instance, moment)
        return moment

    def _begin(self, step: ScriptedStep, then: datetime) -> None:
        clerk = self._user(step)
        actor = standing_of(self.session, clerk, then).actors[0]
        key = _start_key(self.matter.key)
        self.instance = instances.start(
            self.session,
            PROCESS,
            {},
            actor,
            then,
            title=self.matter.values["title"] or None,
            start_key=key,
            demo=True,
        )

    def _press(self, step: ScriptedStep, then: datetime) -> None:
        user = self._user(step)
        waiting = {
            row.id
            for row in self.session.scalars(
                select(MessageSubscription).where(
                    MessageSubscription.instance_id == self.instance.id,
                    MessageSubscription.message == step.action,
                )
            )
        }
        offered = messages.actions_for(self.session, self.instance, user, then)
        action = next((action for action in offered if action.subscription_id in waiting), None)
        if action is None:
            raise ScriptDoesNotFit(self.matter.key, step, "no such button")
        messages.trigger_action(self.session, self.instance, action.subscription_id, action.actor, then)

    def _complete(self, step: ScriptedStep, then: datetime) -> None:
        user, task = self._user(step), None
        for candidate in self._open_tasks(step.element):
            try:
                actor, task = actor_for_task(self.session, user, candidate, then), candidate
                break
            except NotYours:
                continue
        if task is None:
            there = ", ".join(self.session.scalars(self._open().with_only_columns(Task.element_id)))
            raise ScriptDoesNotFit(self.matter.key, step, f"open there: {there or 'nothing'}")
        tasks.complete(self.session, task, actor, self._answers(step, task, actor, then), then)

    def _answers(self, step: ScriptedStep, task: Task, actor: Actor, then: datetime) -> dict[str, object]:
        """The scripted answers, read through the task's own form as if a person had typed them."""
        asked = task_asked(self.session, actor.user, task.id, then)
        files = self._files(step, task, actor, then)
        setting = FormSetting(
            variables=asked.variables,
            today=local_day(then),
            host=office_snapshot(self.session, self.instance, then),
            files=files,
        )
        fill = partial(
            filled,
            values=self.matter.values,
            today=local_day(self.now),
            then=local_day(then),
            calendar=self.calendar,
            number_of=self._number_of,
        )
        raw = {name: as_sent(fill(value)) for name, value in step.answers.items()}
        raw.update({name: [str(file.id) for file in kept] for name, kept in files.items()})
        answered = check(asked.form, raw, setting)
        if not answered.is_complete:
            raise ScriptDoesNotFit(
                self.matter.key, step, "; ".join(f"{k}: {v}" for k, v in answered.errors.items())
            )
        return answered.values

    def _files(
        self, step: ScriptedStep, task: Task, actor: Actor, then: datetime
    ) -> dict[str, tuple[UploadedFile, ...]]:
        if step.file is None:
            return {}
        said = (self.matter.values["title"], step.answers.get("result_text", ""), "（演示材料，无印章）")
        words = "\n\n".join(said)
        kept = documents.attach(
            self.session,
            self.instance,
            task,
            "attachments",
            step.file,
            io.BytesIO(words.encode()),
            actor,
            then,
            self.directory,
        )
        return {"attachments": (UploadedFile(kept.id, kept.name),)}

    def _number_of(self, key: str) -> str:
        query = select(ProcessInstance.number).where(ProcessInstance.start_key == _start_key(key))
        return self.session.scalar(query) or ""

    def _open(self):
        return select(Task).where(Task.instance_id == self.instance.id, Task.state == TaskState.OPEN)

    def _open_tasks(self, element: str) -> list[Task]:
        return list(self.session.scalars(self._open().where(Task.element_id == element).order_by(Task.id)))

    def _user(self, step: ScriptedStep) -> User:
        values = self.matter.values
        co = values["co"][0] if values["co"] else ""
        name = step.by.replace("{lead}", values.get("lead", "")).replace("{co}", co)
        if name == "{leader_of_lead}":
            day = local_day(self.clock or self.now)
            name = leader_of(self.session, unit_by_code(self.session, values["lead"]), day).code
        return self.session.scalars(select(User).where(User.username == name)).one()
