"""To whom a task is offered and who is kept out of it: asked at the door and by the act, so read once where
nobody else can change it meanwhile."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from models import Task, TaskCandidate, TaskExclusion, User
from models.known_rows import write_waiting
from models.memory import memory_of_savepoint
from models.prepared import Prepared
from workflows.acts import is_alone
from workflows.people.substitution import Actor

Offers = Sequence[tuple[int | None, int | None]]
"""Ids of a post or of a unit."""

Answer = TypeVar("Answer")
_READ = "offers and reasons"

_CANDIDATES = TaskCandidate.__table__.c
_OFFERS = Prepared(
    select(_CANDIDATES.post_id, _CANDIDATES.unit_id).where(_CANDIDATES.task_id == bindparam("task"))
)
_OFFERS_OF_MANY = select(_CANDIDATES.task_id, _CANDIDATES.post_id, _CANDIDATES.unit_id).where(
    _CANDIDATES.task_id.in_(bindparam("tasks", expanding=True))
)
_EXCLUSIONS = TaskExclusion.__table__.c
_REASON = Prepared(
    select(_EXCLUSIONS.reason).where(
        _EXCLUSIONS.task_id == bindparam("task"), _EXCLUSIONS.user_id == bindparam("user")
    )
)


def offers_of(session: Session, task: Task) -> Offers:
    """The posts and units a task is, or was, offered to."""
    return _once(session, ("offers", task.id), lambda: _offers(session, task))


def offers_of_tasks(session: Session, task_ids: Sequence[int]) -> dict[int, Offers]:
    """The same for many tasks."""
    found: dict[int, list[tuple[int | None, int | None]]] = {id_: [] for id_ in task_ids}
    for task_id, post_id, unit_id in session.execute(_OFFERS_OF_MANY, {"tasks": task_ids}):
        found[task_id].append((post_id, unit_id))
    return found


def is_offered(actor: Actor, offers: Offers) -> bool:
    """Whether something offered like this is for the post he acts in, or for its unit."""
    post = actor.acting_as
    return any(
        post_id == post.id or (unit_id == post.unit_id and unit_id is not None) for post_id, unit_id in offers
    )


def reason_against(session: Session, user: User, task: Task) -> str | None:
    """Why a person may not do a task (回避); None where nothing speaks against it."""
    return _once(session, ("reason", task.id, user.id), lambda: _reason(session, user, task))


def forget(session: Session) -> None:
    """A task was given to others: what was read of it is no longer true."""
    memory_of_savepoint(session).pop(_READ, None)


def _once(session: Session, question: tuple[object, ...], ask: Callable[[], Answer]) -> Answer:
    if not is_alone(session):
        return ask()
    known = memory_of_savepoint(session).setdefault(_READ, {})
    if question not in known:
        known[question] = ask()
    return known[question]


def _offers(session: Session, task: Task) -> Offers:
    write_waiting(session, TaskCandidate)
    return [(post_id, unit_id) for post_id, unit_id in _OFFERS.rows(session, task=task.id)]


def _reason(session: Session, user: User, task: Task) -> str | None:
    write_waiting(session, TaskExclusion)
    return _REASON.value(session, task=task.id, user=user.id)
