"""The act behind the main button, on rows of its own transaction."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from models import Task, User
from workflows import permissions, tasks


def complete(session: Session, task_id: int, user_id: int, answers: Mapping[str, Any], now: datetime) -> None:
    """Do the task in the post in which this person may do it.

    Raises TaskAlreadyDone, TaskWithdrawn, NotYours, Recused, ActRefused.
    """
    task = session.get_one(Task, task_id)
    by = permissions.actor_for_task(session, session.get_one(User, user_id), task, now)
    tasks.complete(session, task, by, answers, now)
