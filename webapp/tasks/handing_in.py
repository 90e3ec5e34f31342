"""The act behind the main button, on rows of its own transaction."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from workflows import tasks
from workflows.permissions import may_do


def complete(
    session: Session, task_id: int, user_id: int, answers: Mapping[str, Any], now: datetime
) -> int | None:
    """Do the task in the post in which this person may do it; the id of the next one he may do in this
    matter.

    Raises TaskAlreadyDone, TaskWithdrawn, NotYours, Recused, ActRefused.
    """
    task, by = tasks.taken_up(session, task_id, user_id, now)
    opened = tasks.complete(session, task, by, answers, now)
    session.flush()
    return next((one.id for one in opened if may_do(session, by.user, one, now)), None)
