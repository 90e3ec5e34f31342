"""The escalation ladder's memory: each rung fires once for each due date of one party's deadline."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from models import Deadline, DeadlineState, LadderRung
from workflows.deadlines.pauses import is_paused


def fire(session: Session, deadline: Deadline, rung: str, now: datetime) -> bool:
    """Whether the rung fires now, and if so remember it for this due date.

    False when it fired for this due date already, or while the deadline rests (under review, paused, ended).
    """
    if deadline.state is not DeadlineState.RUNNING or is_paused(session, deadline, now):
        return False
    had = select(LadderRung.id).where(
        LadderRung.deadline_id == deadline.id, LadderRung.rung == rung, LadderRung.due_at == deadline.due_at
    )
    if session.scalar(had) is not None:
        return False
    session.add(LadderRung(deadline_id=deadline.id, rung=rung, due_at=deadline.due_at, fired_at=now))
    session.flush()
    return True


def rungs_fired(session: Session, deadline: Deadline) -> list[LadderRung]:
    """The rungs that fired for the present due date, in order."""
    return list(
        session.scalars(
            select(LadderRung)
            .where(LadderRung.deadline_id == deadline.id, LadderRung.withdrawn_at.is_(None))
            .order_by(LadderRung.id)
        )
    )
