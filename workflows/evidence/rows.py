"""What tasks count for, written when they open and settled when somebody has done them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import delete, insert
from sqlalchemy.orm import Session

from models import Task, TaskDuty
from workflows.deployments.definitions import definition_of
from workflows.deployments.element_properties import codes_in, value_of
from workflows.evidence.clauses import STATIC, effective_clauses
from workflows.evidence.holders import holders_of
from workflows.office.entries import OfficeSnapshot
from workflows.office.snapshots import office_snapshot
from workflows.rules.calendars import local_day
from workflows.rules.periods import Period, turn_of

HOLDER = "holder"
"""Of an element or of the whole process: whose duty it is; FEEL or a code."""
DUTY_ON = "duty_on"
"""Of an element or of the whole process: FEEL giving a day of the half-year the act belongs to, where that is
not the day of the act itself (an assessment of the first half-year is made in the second)."""


@dataclass(frozen=True, slots=True)
class CountsFor:
    """What one task counts for: clause → whose duty, in which half-year."""

    holders: Mapping[str, tuple[str, ...]]
    half_year: str

    def as_recorded(self) -> dict[str, Any]:
        """As a line of the journal keeps it; empty where the task counts for nothing."""
        if not self.holders:
            return {}
        duties = {clause: list(holders) for clause, holders in self.holders.items()}
        return {"counts_for": duties, "half_year": self.half_year}


def counts_for(
    session: Session, task: Task, variables: Mapping[str, Any], acting: Iterable[str], now: datetime
) -> CountsFor:
    """What a task counts for with these variables (FEEL values). Raises FeelSyntaxError for a broken
    expression."""
    if not task.properties.get(STATIC):
        return CountsFor({}, "")
    office = office_snapshot(session, task.instance, now)
    process = definition_of(session, task.instance.definition_id).properties
    said = {**{name: process[name] for name in (HOLDER, DUTY_ON) if name in process}, **task.properties}
    named = codes_in(value_of(said[HOLDER], variables, office)) if HOLDER in said else ()
    lead = variables.get("lead")
    found = {
        clause: holders_of(clause, named, acting, lead if isinstance(lead, str) else None, office)
        for clause in effective_clauses(task.properties, variables, office)
    }
    day = _duty_day(said.get(DUTY_ON, ""), variables, office)
    day = day or local_day(task.closed_at or task.due_at or now)
    half_year = turn_of(Period.HALF_YEAR, day).key
    return CountsFor({clause: holders for clause, holders in found.items() if holders}, half_year)


def write(session: Session, task: Task, counted: CountsFor, *, anew: bool = False) -> None:
    """Keep what a task counts for; `anew` takes the place of what was expected when it opened."""
    if anew and task.properties.get(STATIC):
        session.execute(delete(TaskDuty).where(TaskDuty.task_id == task.id))
    rows = [
        {"task_id": task.id, "clause_code": clause, "holder": holder, "half_year": counted.half_year}
        for clause, holders in counted.holders.items()
        for holder in holders
    ]
    if rows:
        session.execute(insert(TaskDuty), rows)


def _duty_day(text: str, variables: Mapping[str, Any], office: OfficeSnapshot) -> date | None:
    value = value_of(text, variables, office)
    if isinstance(value, datetime):
        return local_day(value)
    return value if isinstance(value, date) else None
