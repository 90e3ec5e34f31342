"""The matter's own light in SQL: the same rule for the board's filter, its order and its counters.

A matter stands as its main deadline stands: the earliest live one of the lead (or of nobody in particular). A
late co-organiser has a light of its own and does not turn the lead's red. Kept equal to `rules.lights.light`
by a test."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ColumnElement, Select, and_, case, func, literal, or_, select
from sqlalchemy.orm import aliased

from models import (
    Deadline,
    DeadlinePause,
    DeadlineState,
    InstanceParty,
    MatterState,
    PartyRelation,
    ProcessInstance,
    UtcDateTime,
)
from workflows.assignment import NO_DUE_DATE
from workflows.rules.lights import Light

LIVE_MATTER = (MatterState.OPENING, MatterState.HANDLING, MatterState.REVIEWING)
_LIVE_DEADLINE = (DeadlineState.RUNNING, DeadlineState.UNDER_REVIEW)

Main = aliased(Deadline, name="main_deadline")
"""The matter's main deadline in the statements below; joined by `with_main_deadline`."""


def with_main_deadline(query: Select) -> Select:
    """Join each matter's main deadline, where it has one."""
    other = aliased(Deadline)
    lead = select(InstanceParty.code).where(
        InstanceParty.instance_id == ProcessInstance.id, InstanceParty.relation == PartyRelation.LEAD
    )
    main = (
        select(other.id)
        .where(
            other.instance_id == ProcessInstance.id,
            other.state.in_(_LIVE_DEADLINE),
            or_(other.party == "", other.party.in_(lead)),
        )
        .order_by(other.due_at, other.id)
        .limit(1)
        .correlate(ProcessInstance)
        .scalar_subquery()
    )
    return query.outerjoin(Main, Main.id == main)


def main_due_at() -> ColumnElement[datetime]:
    """What live matters are sorted by; those without a date come last."""
    return func.coalesce(Main.due_at, literal(NO_DUE_DATE, UtcDateTime()), type_=UtcDateTime())


def light_column(now: datetime) -> ColumnElement[str]:
    """The matter's light; `with_main_deadline` must have joined the main deadline."""
    paused = (
        select(DeadlinePause.id)
        .where(
            DeadlinePause.deadline_id == Main.id,
            DeadlinePause.from_at <= now,
            or_(DeadlinePause.to_at.is_(None), DeadlinePause.to_at > now),
        )
        .exists()
    )
    at = func.coalesce(Main.review_since, literal(now, UtcDateTime()))
    return case(
        (ProcessInstance.matter_state.not_in(LIVE_MATTER), Light.BLUE.value),
        (and_(Main.id.is_not(None), paused), Light.GREY.value),
        (at > Main.due_at, Light.RED.value),
        (at >= Main.amber_at, Light.AMBER.value),
        else_=Light.GREEN.value,
    )
