"""A task's form: what surrounds it, and what the fields hold now; as it is judged, or on its page."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property
from typing import Generic, TypeVar

from sqlalchemy.orm import Session

from models import Attachment, TaskState, User
from workflows.office.snapshots import office_snapshot
from workflows.permissions import NotYours
from workflows.queries.asked import TaskAsked, task_asked
from workflows.queries.attachments import attachments_of
from workflows.queries.task import TaskPage, task_page
from workflows.rules.forms import (
    Form,
    FormSetting,
    FormShown,
    RawAnswers,
    UploadedFile,
    check,
    first_answers,
    show,
)
from workflows.running.stored import given_back
from workflows.tasks import OPINION, OUTCOME, TaskAlreadyDone, TaskWithdrawn
from workflows.words import DomainError, Sentence

from ..clock import OFFICE_ZONE

NOT_OFFERED = Sentence("这项任务没有派给您", "This task is not offered to you")

Asked = TypeVar("Asked", bound=TaskAsked)


@dataclass(frozen=True)
class TaskForm(Generic[Asked]):
    """A task and its form at one moment. ``raw`` is what the fields hold, as a browser would send it."""

    page: Asked
    setting: FormSetting
    raw: RawAnswers

    @property
    def form(self) -> Form:
        return self.page.form

    @cached_property
    def shown(self) -> FormShown:
        return self.show()

    def show(self, errors: Mapping[str, Sentence] | None = None) -> FormShown:
        return show(self.form, self.raw, self.setting, errors)

    def holding(self, raw: RawAnswers) -> TaskForm[Asked]:
        """The same task with other answers in its fields."""
        return replace(self, raw=raw)


def open_page(session: Session, user: User, task_id: int, now: datetime) -> TaskForm[TaskPage]:
    """The task's page with its form as it opens: the person's draft, else the matter's values; once it is
    done, what was answered. Raises NotVisible."""
    page = task_page(session, user, task_id, now)
    setting = _setting(session, page, page.attachments, now)
    drafted = page.draft is not None and bool(page.draft.answers) and page.task.state is not TaskState.DONE
    raw = _drafted(page.draft.answers) if drafted else first_answers(page.form, setting)
    return TaskForm(page, setting, raw)


def open_task(session: Session, user: User, task_id: int, now: datetime) -> TaskForm[TaskAsked]:
    """The task with its form, still empty: what judging answers needs, and nothing a page shows around it.
    Raises NotVisible."""
    asked = task_asked(session, user, task_id, now)
    has_files = any(one.type == "filepicker" for one in asked.form.inputs())
    files = attachments_of(session, asked.task.instance_id) if has_files else ()
    return TaskForm(asked, _setting(session, asked, files, now), {})


def _setting(
    session: Session, asked: TaskAsked, attachments: tuple[Attachment, ...], now: datetime
) -> FormSetting:
    task, done = asked.task, asked.task.state is TaskState.DONE
    return FormSetting(
        variables=asked.variables | given_back(task.answers) if done else asked.variables,
        today=now.astimezone(OFFICE_ZONE).date(),
        host=office_snapshot(session, task.instance, now),
        files=_files_by_field(attachments, task.id),
        # A decision is made anew each time: the one of an earlier step or round must not stand there ready.
        fresh=frozenset() if done else frozenset({task.properties.get("outcome", OUTCOME), OPINION}),
    )


def why_closed(page: TaskAsked) -> DomainError | None:
    """Why this person cannot act on the task now, or ever; None where he can."""
    if page.task.state is TaskState.DONE:
        return TaskAlreadyDone(page.task)
    if page.task.state is TaskState.CANCELLED:
        return TaskWithdrawn(page.task)
    return NotYours(page.why_not or NOT_OFFERED) if page.actor is None else None


def said_the_same(opened: TaskForm[TaskAsked], raw: RawAnswers, user_id: int) -> bool:
    """Whether this person has already handed in these very answers: a double click is not a conflict."""
    task = opened.page.task
    if task.state is not TaskState.DONE or task.done_by_id != user_id:
        return False
    return check(opened.form, raw, opened.setting).values == given_back(task.answers)


def _files_by_field(attachments: tuple[Attachment, ...], task_id: int) -> dict[str, tuple[UploadedFile, ...]]:
    files: dict[str, tuple[UploadedFile, ...]] = {}
    for one in attachments:
        if one.task_id == task_id and one.field and one.withdrawn_at is None:
            files[one.field] = (*files.get(one.field, ()), UploadedFile(one.id, one.name))
    return files


def _drafted(draft: Mapping[str, object]) -> RawAnswers:
    """A draft as it was kept: names with lists of texts."""
    return {
        name: [str(value) for value in values] for name, values in draft.items() if isinstance(values, list)
    }
