"""Times that do not count (技术鉴定): begun and ended with a reason; overlapping ones count once (Order 493
Art. 27)."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from models import (
    Deadline,
    DeadlineExtension,
    DeadlinePause,
    DeadlineState,
    EventKind,
    ExtensionKind,
    ProcessInstance,
)
from workflows import journal
from workflows.acts import ActRefused
from workflows.deadlines.rows import move
from workflows.office.snapshots import office_of
from workflows.rules.calendars import last_day_before
from workflows.rules.limits import LimitUnit, due, pauses_of
from workflows.words import Sentence

if TYPE_CHECKING:
    from workflows.people.substitution import Actor


class PauseRefused(ActRefused):
    """The clock cannot be stopped or started like this."""


def is_paused(session: Session, deadline: Deadline, now: datetime) -> bool:
    """Whether the deadline's clock rests now."""
    return (
        session.scalar(
            select(DeadlinePause.id)
            .where(
                DeadlinePause.deadline_id == deadline.id,
                DeadlinePause.from_at <= now,
                or_(DeadlinePause.to_at.is_(None), DeadlinePause.to_at > now),
            )
            .limit(1)
        )
        is not None
    )


def pause(
    session: Session, deadline: Deadline, reason: str, basis: str, by: Actor, now: datetime
) -> DeadlinePause:
    """Stop the clock from now on. Raises PauseRefused when the deadline does not run or rests already."""
    if deadline.state is not DeadlineState.RUNNING or is_paused(session, deadline, now):
        raise PauseRefused(Sentence("该时限没有在走，不能中止", "This clock is not running"))
    row = DeadlinePause(deadline_id=deadline.id, from_at=now, reason=reason, basis=basis)
    session.add(row)
    _journal(session, deadline, "paused", reason, by, now)
    session.flush()
    return row


def end_pause(session: Session, row: DeadlinePause, by: Actor, now: datetime) -> None:
    """Start the clock again; the end moves by the time that did not count. Raises PauseRefused when it
    runs."""
    if row.to_at is not None:
        raise PauseRefused(Sentence("该中止已经结束", "This pause has ended already"))
    row.to_at = now
    session.flush()
    deadline = row.deadline
    move(session, deadline, _end_with_pauses(session, deadline, now), office_of(session).calendar)
    _journal(session, deadline, "pause_ended", row.reason, by, now)


def _end_with_pauses(session: Session, deadline: Deadline, now: datetime) -> datetime:
    """The end counted again from the anchor with all pauses; where the date was moved by decision, from that
    decision's date with the pauses that came after it."""
    calendar = office_of(session).calendar
    pauses = session.execute(
        select(DeadlinePause.from_at, DeadlinePause.to_at).where(DeadlinePause.deadline_id == deadline.id)
    ).all()
    decided = session.scalars(
        select(DeadlineExtension)
        .where(DeadlineExtension.deadline_id == deadline.id, DeadlineExtension.kind != ExtensionKind.REFUSED)
        .order_by(DeadlineExtension.decided_at.desc(), DeadlineExtension.id.desc())
        .limit(1)
    ).first()
    if decided is not None:
        since = [(start, end) for start, end in pauses if start >= decided.decided_at]
        day = last_day_before(decided.new_due_at)
        return due(decided.decided_at, LimitUnit.DATE, day, calendar, pauses_of(since, now)).at
    if deadline.amount is None:
        day = last_day_before(deadline.original_due_at)
        return due(deadline.anchor_at, LimitUnit.DATE, day, calendar, pauses_of(pauses, now)).at
    return due(deadline.anchor_at, deadline.unit.value, deadline.amount, calendar, pauses_of(pauses, now)).at


def _journal(session: Session, deadline: Deadline, what: str, reason: str, by: Actor, now: datetime) -> None:
    instance = session.get_one(ProcessInstance, deadline.instance_id)
    journal.record(
        session,
        instance,
        EventKind.DEADLINE,
        now,
        by=by,
        due_at=deadline.due_at,
        data={"what": what, "reason": reason, "party": deadline.party},
    )
