"""How a person does a task in the twelve months: who it is, what he types, the files he puts in."""

from __future__ import annotations

import io
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy.orm import Session

from models import ProcessInstance, Task
from workflows import documents, tasks
from workflows.demonstration.year.plan import Habit, Plan
from workflows.demonstration.year.said import expressed, said_now
from workflows.demonstration.year.staff import who_does
from workflows.demonstration.year.typist import typed, wants_files
from workflows.deployments import publishing as deployments
from workflows.office.snapshots import office_snapshot
from workflows.people.substitution import Actor
from workflows.rules.calendars import WorkingCalendar, local_day
from workflows.rules.forms import Answered, FormSetting, UploadedFile, read_form
from workflows.running.stored import given_back
from workflows.running.task_states import check_open
from workflows.words import DomainError, Sentence


class NobodyCan(DomainError):
    """A step that the plan leaves to the process's own people, and none of them may do it."""

    def __init__(self, task: Task) -> None:
        super().__init__(Sentence(f"没有人能办 {task.element_id}", f"nobody may do {task.element_id}"))


class NotFilledIn(DomainError):
    """A form the plan's answers and the typist's guesses do not satisfy."""

    def __init__(self, task: Task, answered: Answered) -> None:
        faults = "；".join(f"{name}：{fault.zh}" for name, fault in answered.errors.items())
        super().__init__(
            Sentence(f"{task.element_id} 填不好：{faults}", f"{task.element_id} is not filled in: {faults}")
        )


@dataclass(frozen=True, slots=True)
class Desk:
    """Where tasks are done: the plan that says how, the calendar, the folder of attachments, and the day of
    the demonstration."""

    plan: Plan
    calendar: WorkingCalendar
    directory: Path
    anchor: datetime

    def setting(
        self, session: Session, instance: ProcessInstance, now: datetime, task: Task | None = None
    ) -> FormSetting:
        """What a task's form and the plan's expressions see; of a matter's own variables without a task."""
        visible = {
            "days_before": (self.anchor - now).days,
            **given_back(instance.variables),
            **(given_back(task.variables) if task is not None else {}),
        }
        return FormSetting(visible, local_day(now), office_snapshot(session, instance, now))

    def complete(self, session: Session, task_id: int, habit: Habit, now: datetime) -> None:
        """Do an open task. Raises NobodyCan, NotFilledIn, and what doing a task raises."""
        task = session.get_one(Task, task_id)
        check_open(task)
        actor = who_does(session, task, now)
        if actor is None:
            raise NobodyCan(task)
        answered = self._filled_in(session, task, habit, actor, now)
        if not answered.is_complete:
            raise NotFilledIn(task, answered)
        tasks.complete(session, task, actor, answered.values, now)

    def _filled_in(self, session: Session, task: Task, habit: Habit, actor: Actor, now: datetime) -> Answered:
        form = read_form(
            deployments.form(session, task.instance.definition, task.form_id) or {"components": []}
        )
        setting = self.setting(session, task.instance, now, task)
        scripted = said_now(habit.answers, setting, self.calendar, now)
        usual = {name: str(expressed(words, setting)) for name, words in self.plan.usual.items()}
        answered = typed(form, setting, scripted, usual)
        wanted = wants_files(form, setting, answered)
        if not wanted:
            return answered
        files = {name: (self._attached(session, task, name, actor, now),) for name in wanted}
        kept = {name: [str(file.id) for file in of_field] for name, of_field in files.items()}
        setting = FormSetting(setting.variables, setting.today, setting.host, files)
        return typed(form, setting, scripted | kept, usual)

    def _attached(
        self, session: Session, task: Task, field: str, actor: Actor, now: datetime
    ) -> UploadedFile:
        words = f"{task.instance.title}\n\n{task.name}\n\n（演示材料，无印章）"
        name, content = f"{task.name}（演示）.txt", io.BytesIO(words.encode())
        kept = documents.attach(
            session, task.instance, task, field, name, content, actor, now, self.directory
        )
        return UploadedFile(kept.id, kept.name)
