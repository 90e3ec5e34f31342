"""What a campaign's record says: its figures are counted from the tasks people did, never typed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from models import ProcessInstance, Task, TaskState
from workflows.running.stored import given_back

INSPECTION, RECHECK, ENFORCEMENT = "SC-06", "SC-10", "SC-09"


@dataclass(frozen=True, slots=True)
class CampaignFigures:
    """How far a campaign has come: inspections made, hazards found and cleared, violations dealt with."""

    inspections: int
    hazards: int
    major: int
    cleared: int
    violations: int

    @property
    def open(self) -> int:
        """Hazards found and not cleared yet."""
        return self.hazards - self.cleared


def campaign_figures(session: Session, instance: ProcessInstance) -> CampaignFigures:
    """Count the campaign's done tasks and what was answered in them."""
    inspections = list(_answers(session, instance, INSPECTION))
    hazards = [hazard for answers in inspections for hazard in answers.get("hazards") or []]
    rechecks, cases = (_answers(session, instance, element) for element in (RECHECK, ENFORCEMENT))
    return CampaignFigures(
        inspections=len(inspections),
        hazards=len(hazards),
        major=sum(hazard.get("grade") == "major" for hazard in hazards),
        cleared=sum(answers.get("outcome") == "cleared" for answers in rechecks),
        violations=sum(answers.get("outcome") in ("penalty", "transfer") for answers in cases),
    )


def _answers(session: Session, instance: ProcessInstance, element: str) -> Iterator[Mapping[str, Any]]:
    done = select(Task.answers).where(
        Task.instance_id == instance.id, Task.element_id == element, Task.state == TaskState.DONE
    )
    return (given_back(answers) for answers in session.scalars(done.order_by(Task.id)))
