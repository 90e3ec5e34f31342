"""What the open tasks of a moved matter count for: the clauses the new version names, put back by an undo."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import delete, inspect, select
from sqlalchemy.orm import Session

from models import ProcessInstance, Task, TaskDuty
from workflows.evidence import rows as evidence
from workflows.running.stored import given_back


def kept(session: Session, instance: ProcessInstance) -> list[dict[str, Any]]:
    """The duties of the open tasks, whole."""
    columns = [column.key for column in inspect(TaskDuty).column_attrs]
    return [{name: getattr(row, name) for name in columns} for row in _of(session, instance)]


def count_anew(session: Session, task: Task, now: datetime) -> None:
    """The task names other clauses now: what it is expected to count for is said anew."""
    session.execute(delete(TaskDuty).where(TaskDuty.task_id == task.id))
    seen = {**given_back(task.instance.variables), **given_back(task.variables)}
    offered = [(row.post or row.unit).code for row in task.candidates]
    evidence.write(session, task, evidence.counts_for(session, task, seen, offered, now))


def put_back(session: Session, instance: ProcessInstance, before: Iterable[Mapping[str, Any]]) -> None:
    """The duties as `kept` found them."""
    before = list(before)
    if kept(session, instance) == before:
        return
    for row in _of(session, instance):
        session.delete(row)
    session.flush()
    for values in before:
        # Its number may have been given to another since; nothing refers to it.
        is_free = session.get(TaskDuty, values["id"]) is None
        session.add(TaskDuty(**(values if is_free else {**values, "id": None})))


def _of(session: Session, instance: ProcessInstance) -> list[TaskDuty]:
    open_tasks = select(Task.id).where(Task.instance_id == instance.id, Task.closed_at.is_(None))
    return list(
        session.scalars(select(TaskDuty).where(TaskDuty.task_id.in_(open_tasks)).order_by(TaskDuty.id))
    )
