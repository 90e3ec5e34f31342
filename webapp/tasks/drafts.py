"""What a person has typed into a task so far, kept on the server under his name."""

from __future__ import annotations

from datetime import datetime

from flask_login import current_user
from sqlalchemy.orm import Session

from models import Task, User
from workflows import tasks
from workflows.rules.forms import RawAnswers

from ..clock import now
from ..transactions import act


def keep(task_id: int, raw: RawAnswers) -> datetime:
    """Save the draft; the moment it was saved."""
    user_id, moment = current_user.id, now()

    def save(session: Session) -> datetime:
        task, user = session.get_one(Task, task_id), session.get_one(User, user_id)
        return tasks.save_draft(session, task, user, raw, moment).saved_at

    return act(save)


def discard(task_id: int) -> None:
    user_id = current_user.id
    act(
        lambda session: tasks.discard_drafts(
            session, session.get_one(Task, task_id), session.get_one(User, user_id)
        )
    )
