"""Who may see and do what: role × scope × party × confidentiality × recusal (domain page §4). One rule set
for lists and doors: both use the SQL conditions of this file."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy.orm import Session

from models import ProcessInstance, Task, User
from workflows.words import DomainError, Sentence

if TYPE_CHECKING:
    from workflows.substitution import Actor


class NotVisible(DomainError):
    """The person may not see it, or it does not exist; he is not told which."""


class NotYours(DomainError):
    """The person may see it but not do it."""


class Recused(NotYours):
    """回避: he did what this step reviews, or it is his own matter."""


@dataclass(frozen=True, slots=True)
class TaskAccess:
    """A task reached through the door. `actor` is None where the person may only read; `why_not` says why."""

    task: Task
    actor: Actor | None
    why_not: Sentence | None


def task_for(session: Session, user: User, task_id: int, now: datetime) -> TaskAccess:
    """The task, if the person may see it, and in which post he may do it. Raises NotVisible."""
    raise NotImplementedError


def actor_for_task(session: Session, user: User, task: Task, now: datetime) -> Actor:
    """In which post the person does this task. Raises NotYours or Recused."""
    raise NotImplementedError


def instance_for(session: Session, user: User, instance_id: int, now: datetime) -> ProcessInstance:
    """The matter, if the person may see it. Raises NotVisible."""
    raise NotImplementedError
