"""From whom a task comes: the step and post before it, or who began the matter."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from models import ProcessInstance, Task, TaskState, User
from workflows.queries.names import named
from workflows.words import Sentence


def from_whom(session: Session, tasks: Sequence[Task]) -> dict[int, Sentence]:
    """For each task who handed it on: 督查室科员（一） · 交办."""
    instance_ids = {task.instance_id for task in tasks}
    done: dict[int, list[Task]] = defaultdict(list)
    rows = session.scalars(
        select(Task)
        .where(Task.instance_id.in_(instance_ids), Task.state == TaskState.DONE)
        .options(joinedload(Task.acted_as), joinedload(Task.on_behalf_of))
        .order_by(Task.closed_at, Task.id)
    )
    for row in rows:
        done[row.instance_id].append(row)
    starters = _starters(session, instance_ids)
    senders = {}
    for task in tasks:
        before = [
            row for row in done[task.instance_id] if row.closed_at <= task.opened_at and row.id != task.id
        ]
        sender = _sender(before[-1]) if before else starters.get(task.instance_id)
        if sender is not None:
            senders[task.id] = sender
    return senders


def _sender(task: Task) -> Sentence:
    post, step = task.on_behalf_of or task.acted_as, named(task.name, task.properties)
    if post is None:
        return step
    return Sentence(f"{post.name} · {step.zh}", f"{post.name_en} · {step.en}")


def _starters(session: Session, instance_ids: set[int]) -> dict[int, Sentence]:
    rows = session.execute(
        select(ProcessInstance.id, User.display_name)
        .join(User, User.id == ProcessInstance.started_by_id)
        .where(ProcessInstance.id.in_(instance_ids))
    )
    return {id_: Sentence(name, name) for id_, name in rows}
