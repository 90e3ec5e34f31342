"""What the record says of drills: when each department last drilled, and how a year's drills went."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from models import ProcessDefinition, ProcessInstance, Task, TaskState
from workflows.running.stored import given_back

STATED, HELD, ASSESSED, RECTIFIED, IN_TIME = "DR-03", "DR-05", "DR-06", "DR-07", "DR-09"
#: Where a step's own variables name the department.
_UNIT = {STATED: ("plan_unit",), HELD: ("drill", "unit"), IN_TIME: ("late_unit", "unit")}


@dataclass(frozen=True, slots=True)
class DrillAct:
    """One done step of a drill: which, whose, what was answered."""

    element_id: str
    unit: str
    answers: Mapping[str, Any]

    @property
    def drilled_on(self) -> date | None:
        """The day of the drill it speaks of; of a postponed one none."""
        day = self.answers.get("last_drill_on" if self.element_id == STATED else "held_on")
        return day if isinstance(day, date) else None


@dataclass(frozen=True, slots=True)
class DrillRecord:
    """The done steps of drills, oldest first."""

    acts: tuple[DrillAct, ...]

    def last(self, unit: str) -> date | None:
        """When a department last drilled, by what it recorded or stated; None where nobody has said."""
        days = (act.drilled_on for act in self.acts if act.unit == unit and act.element_id in _UNIT)
        return max((day for day in days if day is not None), default=None)

    def counts(self) -> dict[str, int]:
        """Drills held, live ones among them, problems found and rectified."""
        done = Counter(act.element_id for act in self.acts if act.element_id != HELD)
        held = [act for act in self.acts if act.element_id in (HELD, IN_TIME) and act.drilled_on is not None]
        problems = [row for act in self.acts for row in act.answers.get("problems") or []]
        return {
            "held": len(held),
            "assessed": done[ASSESSED],
            "problems": len(problems),
            "rectified": done[RECTIFIED],
        }


def drill_record(session: Session, instance: ProcessInstance | None = None) -> DrillRecord:
    """The record of all drills, or of one matter's."""
    done = (
        select(Task)
        .join(ProcessInstance, ProcessInstance.id == Task.instance_id)
        .join(ProcessDefinition, ProcessDefinition.id == ProcessInstance.definition_id)
        .where(
            ProcessDefinition.process_id == "emergency_drill",
            Task.element_id.in_((STATED, HELD, ASSESSED, RECTIFIED, IN_TIME)),
            Task.state == TaskState.DONE,
        )
        .order_by(Task.id)
    )
    if instance is not None:
        done = done.where(Task.instance_id == instance.id)
    return DrillRecord(tuple(_act(task) for task in session.scalars(done)))


def _act(task: Task) -> DrillAct:
    unit: Any = given_back(task.variables)
    for name in _UNIT.get(task.element_id, ()):
        unit = unit.get(name) if isinstance(unit, Mapping) else None
    return DrillAct(task.element_id, unit if isinstance(unit, str) else "", given_back(task.answers))
