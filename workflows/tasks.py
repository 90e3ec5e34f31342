"""A person does a task, or keeps what he has typed so far."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy.orm import Session

from models import Task, TaskDraft, User
from workflows.words import DomainError

if TYPE_CHECKING:
    from workflows.substitution import Actor


class TaskAlreadyDone(DomainError):
    """Somebody was first: the sentence names who, in which post and when."""


class TaskWithdrawn(DomainError):
    """The process took the task back (an event interrupted it)."""


def complete(session: Session, task: Task, by: Actor, answers: Mapping[str, Any], now: datetime) -> None:
    """Hand in a task's typed answers and let the process go on.

    Raises TaskAlreadyDone, TaskWithdrawn, NotYours, Recused, ActRefused (with a field where one is to blame).
    """
    raise NotImplementedError


def save_draft(session: Session, task: Task, user: User, raw: Mapping[str, Any], now: datetime) -> TaskDraft:
    """Keep what the person typed, as typed; one draft a person and task."""
    raise NotImplementedError


def load_draft(session: Session, task: Task, user: User) -> TaskDraft | None:
    """What the person typed last, or None."""
    raise NotImplementedError
