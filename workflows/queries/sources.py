"""From whom a task comes: the step and post before it, or who began the matter."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session, aliased

from models import Post, ProcessInstance, Task, TaskState, User
from workflows.deployments.names import named
from workflows.people.register import register_of
from workflows.words import Sentence

_BEFORE, _EARLIER = aliased(Task), aliased(Task)
_LAST_BEFORE = (
    select(_EARLIER.id)
    .where(
        _EARLIER.instance_id == Task.instance_id,
        _EARLIER.state == TaskState.DONE,
        _EARLIER.closed_at <= Task.opened_at,
        _EARLIER.id != Task.id,
    )
    .order_by(_EARLIER.closed_at.desc(), _EARLIER.id.desc())
    .limit(1)
    .correlate(Task)
    .scalar_subquery()
)
_SOURCES = (
    select(
        Task.id,
        _BEFORE.name,
        _BEFORE.properties,
        _BEFORE.acted_as_id,
        _BEFORE.on_behalf_of_id,
        User.display_name,
    )
    .join(ProcessInstance, ProcessInstance.id == Task.instance_id)
    .outerjoin(_BEFORE, _BEFORE.id == _LAST_BEFORE)
    .outerjoin(User, User.id == ProcessInstance.started_by_id)
    .where(Task.id.in_(bindparam("tasks", expanding=True)))
)


def from_whom(session: Session, task_ids: Sequence[int]) -> dict[int, Sentence]:
    """For each task who handed it on: 督查室科员（一） · 交办; left out where nobody began the matter."""
    posts = register_of(session).posts
    senders = {}
    for task_id, step, properties, acted_as, on_behalf_of, starter in session.execute(
        _SOURCES, {"tasks": task_ids}
    ):
        if step is not None:
            senders[task_id] = _sender(step, properties, posts.get(on_behalf_of or acted_as))
        elif starter is not None:
            senders[task_id] = Sentence(starter, starter)
    return senders


def _sender(name: str, properties: Mapping[str, Any], post: Post | None) -> Sentence:
    step = named(name, properties)
    if post is None:
        return step
    return Sentence(f"{post.name} · {step.zh}", f"{post.name_en} · {step.en}")
