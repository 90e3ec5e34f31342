"""Who does an open task: the first of those it is offered to whom the permission rule lets act."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from models import Appointment, Post, PostKind, Task, TaskCandidate, User
from workflows.people.posts import on_day
from workflows.people.substitution import Actor
from workflows.permissions import NotYours, actor_for_task
from workflows.rules.calendars import local_day
from workflows.words import DomainError

_UNIT_ORDER = (
    PostKind.LIAISON,
    PostKind.HEAD,
    PostKind.SECTION,
    PostKind.CLERK,
    PostKind.LEADER,
    PostKind.ADMIN,
)


def who_does(session: Session, task: Task, now: datetime) -> Actor | None:
    """An actor for the task; None where nobody may."""
    for user in _asked(session, task, now):
        try:
            return actor_for_task(session, user, task, now)
        except (NotYours, DomainError):
            continue
    return None


def _asked(session: Session, task: Task, now: datetime) -> Iterator[User]:
    offered = select(TaskCandidate).where(TaskCandidate.task_id == task.id).order_by(TaskCandidate.id)
    for candidate in session.scalars(offered).all():
        if candidate.post_id is not None:
            yield from _holders(session, [candidate.post_id], now)
        else:
            posts = session.scalars(select(Post).where(Post.unit_id == candidate.unit_id)).all()
            ordered = sorted(posts, key=lambda post: (_UNIT_ORDER.index(post.kind), post.position))
            yield from _holders(session, [post.id for post in ordered], now)


def _holders(session: Session, posts: list[int], now: datetime) -> Iterator[User]:
    for post_id in posts:
        yield from session.scalars(
            select(User)
            .join(Appointment, Appointment.user_id == User.id)
            .where(Appointment.post_id == post_id, on_day(Appointment, local_day(now)))
        )
