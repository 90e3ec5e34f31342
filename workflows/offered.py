"""To whom a task is offered and who is kept out of it: asked at the door and by the act, so made once."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from models import Task, TaskCandidate, TaskExclusion, User
from models.prepared import Prepared

Offers = Sequence[tuple[int | None, int | None]]
"""Ids of a post or of a unit."""

_CANDIDATES = TaskCandidate.__table__.c
_OFFERS = Prepared(
    select(_CANDIDATES.post_id, _CANDIDATES.unit_id).where(_CANDIDATES.task_id == bindparam("task"))
)
_EXCLUSIONS = TaskExclusion.__table__.c
_REASON = Prepared(
    select(_EXCLUSIONS.reason).where(
        _EXCLUSIONS.task_id == bindparam("task"), _EXCLUSIONS.user_id == bindparam("user")
    )
)


def offers_of(session: Session, task: Task) -> Offers:
    """The posts and units a task is, or was, offered to."""
    session.flush()
    return [(post_id, unit_id) for post_id, unit_id in _OFFERS.rows(session, task=task.id)]


def reason_against(session: Session, user: User, task: Task) -> str | None:
    """Why a person may not do a task (回避); None where nothing speaks against it."""
    session.flush()
    return _REASON.value(session, task=task.id, user=user.id)
