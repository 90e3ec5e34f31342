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
from workflows.rules.limits import LimitUnit, due, later_by_pauses, pauses_of
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
    session: Session,
    deadline: Deadline,
    reason: str,
    basis: str,
    by: Actor,
    now: datetime,
    *,
    from_at: datetime | None = None,
    beside_others: bool = False,
) -> DeadlinePause:
    """Stop the clock from now on, or from a moment that has passed since it began to run.

    With `beside_others` it may stop for a second reason while it rests already: the time both take counts
    once. Raises PauseRefused when the deadline does not run, rests already, or ran not yet at that moment."""
    rests = not beside_others and is_paused(session, deadline, now)
    if deadline.state is not DeadlineState.RUNNING or rests:
        raise PauseRefused(Sentence("该时限没有在走，不能中止", "This clock is not running"))
    if from_at is not None and not deadline.anchor_at <= from_at <= now:
        raise PauseRefused(
            Sentence(
                "中止只能从起算之后、现在之前开始", "A pause begins between the start of the limit and now"
            )
        )
    row = DeadlinePause(deadline_id=deadline.id, from_at=from_at or now, reason=reason, basis=basis)
    session.add(row)
    _journal(session, deadline, "paused", reason, by, now)
    session.flush()
    return row


def end_pause(
    session: Session, row: DeadlinePause, by: Actor, now: datetime, *, to_at: datetime | None = None
) -> None:
    """Start the clock again, now or as of a moment that has passed; the end moves by the time that did not
    count. Raises PauseRefused when it runs, or when the pause would end before it began."""
    if row.to_at is not None:
        raise PauseRefused(Sentence("该中止已经结束", "This pause has ended already"))
    if to_at is not None and not row.from_at <= to_at <= now:
        raise PauseRefused(
            Sentence("结束时间应在开始之后、现在之前", "A pause ends after it began, and not after now")
        )
    row.to_at = to_at or now
    session.flush()
    deadline = row.deadline
    move(session, deadline, _end_with_pauses(session, deadline, now), office_of(session).calendar)
    _journal(session, deadline, "pause_ended", row.reason, by, now)


def _end_with_pauses(session: Session, deadline: Deadline, now: datetime) -> datetime:
    """The end counted again from the anchor with all pauses; where the date was moved by decision, from that
    decision's date with the pauses that had not ended by then: those that had are in it already."""
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
        unit = LimitUnit(deadline.unit.value)
        counted = [end for _, end in pauses if end is not None and end <= decided.decided_at]
        later = pauses_of([pair for pair in pauses if pair[1] not in counted], now)
        since = max(counted, default=deadline.anchor_at)
        return later_by_pauses(decided.new_due_at, later, since, unit, calendar)
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
