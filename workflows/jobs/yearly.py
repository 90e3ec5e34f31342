"""What a process that comes once a year asks: which year it is about, and whether that has one already."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import undefer

from models import MatterState, ProcessDefinition, ProcessInstance
from workflows import matters
from workflows.jobs.matter import refused, text
from workflows.jobs.registry import JobCall
from workflows.running.stored import given_back
from workflows.words import Sentence

_NONE = (MatterState.CANCELLED, MatterState.NOT_OPENED)


def turn_year(call: JobCall) -> int | None:
    """The year of the calendar's turn that began the matter, however late; None where a person did."""
    turn = text(call, "period")
    return int(turn[:4]) if turn else None


def is_second_of_year(call: JobCall, year: int, refusal: Sentence) -> bool:
    """Whether this year has its matter already: the calendar's second one ends unopened, a person's is
    refused in these words."""
    if _other_of_year(call, year) is None:
        return False
    if call.by is not None:
        raise refused(refusal.zh, refusal.en)
    matters.set_state(call.session, call.instance, MatterState.NOT_OPENED, call.now)
    return True


def _other_of_year(call: JobCall, year: int) -> ProcessInstance | None:
    """Another matter of the same process about this year, unless it was cancelled."""
    others = (
        select(ProcessInstance)
        .join(ProcessDefinition, ProcessDefinition.id == ProcessInstance.definition_id)
        .where(
            ProcessDefinition.process_id == call.instance.definition.process_id,
            ProcessInstance.id != call.instance.id,
            ProcessInstance.matter_state.not_in(_NONE),
        )
        .options(undefer(ProcessInstance.variables))
    )
    found = (row for row in call.session.scalars(others) if given_back(row.variables).get("year") == year)
    return next(found, None)
