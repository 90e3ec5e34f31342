"""What the record says of hearings: which were held, when, and whether their minutes are signed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session, undefer

from models import MatterState, ProcessDefinition, ProcessInstance
from workflows.running.stored import given_back

PROCESS = "quarterly_hearing"


@dataclass(frozen=True, slots=True)
class Hearing:
    """One leader's hearing of one quarter, as it stands."""

    id: int
    holder: str
    quarter: str
    title: str
    held_on: date | None
    late: bool
    signed_at: datetime | None
    decisions: int
    handed_over: bool  #: the leader left the post before it was held; his successor's stands for it

    @property
    def counts(self) -> bool:
        """「听取」 counts when the minutes are signed, not when it was planned."""
        return self.signed_at is not None


def hearings_of(session: Session, first: date, last: date) -> Iterator[Hearing]:
    """All hearings whose quarter lies between two days, both included, oldest first."""
    query = (
        select(ProcessInstance)
        .join(ProcessDefinition, ProcessDefinition.id == ProcessInstance.definition_id)
        .where(ProcessDefinition.process_id == PROCESS)
        .options(undefer(ProcessInstance.variables))
        .order_by(ProcessInstance.id)
    )
    for instance in session.scalars(query):
        variables = given_back(instance.variables)
        quarter_from = variables.get("quarter_from")
        if "held" in variables and quarter_from is not None and first <= quarter_from <= last:
            yield Hearing(
                instance.id,
                variables["holder"],
                variables["quarter"],
                instance.title,
                variables.get("held_on"),
                variables.get("late") is True,
                variables.get("minutes_signed_at"),
                len(variables.get("decisions") or []),
                instance.matter_state is MatterState.CANCELLED,
            )
