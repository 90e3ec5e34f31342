"""Whether the whole list runs: every clause in force with the steps bound to it and the acts behind it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import and_, case, func, select
from sqlalchemy.orm import Session

from models import Task, TaskDuty, TaskState
from workflows.deployments.definitions import definition_of
from workflows.deployments.publishing import latest_definitions
from workflows.evidence.binding import steps_by_clause
from workflows.queries.clauses import newest_list


@dataclass(frozen=True, slots=True)
class ClauseCovered:
    """One clause: the steps bound to it as `process:element`, matters with such a task, acts on record."""

    clause: str
    elements: tuple[str, ...]
    instances: int
    evidence: int

    @property
    def bound(self) -> bool:
        return bool(self.elements)


def coverage(session: Session) -> tuple[ClauseCovered, ...]:
    """Every clause of the city's list in force, in the list's order; none where no list is imported.

    Only steps that people do bind a clause, and only their acts are evidence.
    """
    duty_list = newest_list(session)
    if duty_list is None:
        return ()
    steps, behind = deployed_steps(session), _behind(session)
    return tuple(
        ClauseCovered(row.code, steps.get(row.code, ()), *behind.get(row.code, (0, 0)))
        for row in duty_list.clauses
    )


def deployed_steps(session: Session) -> Mapping[str, tuple[str, ...]]:
    """Clause → `process:element` over the latest version of every deployed process."""
    rows = latest_definitions(session)
    return steps_by_clause((row.process_id, definition_of(session, row.id)) for row in rows)


def _behind(session: Session) -> dict[str, tuple[int, int]]:
    """Clause → matters with a task that counts for it, and acts of people that did."""
    done = and_(Task.state == TaskState.DONE, Task.done_by_id.is_not(None))
    rows = session.execute(
        select(
            TaskDuty.clause_code,
            func.count(Task.instance_id.distinct()),
            func.count(case((done, Task.id)).distinct()),
        )
        .join(Task, Task.id == TaskDuty.task_id)
        .group_by(TaskDuty.clause_code)
    )
    return {clause: (matters, acts) for clause, matters, acts in rows}
