"""Moving a date: asked for in time, granted by whoever set it, or ruled by a leader after it has passed."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from models import (
    AccessRole,
    Deadline,
    DeadlineExtension,
    DeadlineState,
    EventKind,
    ExtensionKind,
    LadderRung,
    Post,
    ProcessInstance,
    User,
)
from workflows import journal
from workflows.acts import ActRefused
from workflows.deadlines.rows import move
from workflows.office.rule_book import rule_row
from workflows.office.snapshots import office_of
from workflows.people.posts import post_by_code
from workflows.rules.calendars import WorkingCalendar
from workflows.rules.deadline_words import due_words
from workflows.rules.extensions import extended, last_moment_to_ask, latest_extension
from workflows.rules.limits import LimitUnit, end_of
from workflows.words import Sentence

if TYPE_CHECKING:
    from workflows.people.substitution import Actor

GRANTER = "sg"  #: decides on dates a rule gave, unless the rule's settings name another post (`granter`)
MAYOR = "M"  #: the mayor's part of the duty list: a date he set, only he moves


class ExtensionRefused(ActRefused):
    """The rules do not allow this extension; `field` names what to change."""


def granter_of(session: Session, deadline: Deadline) -> Post:
    """Who decides on an extension: the post that set the date, otherwise the one the rule names."""
    if deadline.set_by_post is not None:
        return deadline.set_by_post
    rule = rule_row(session, deadline.rule_code)
    return post_by_code(session, rule.settings.get("granter", GRANTER))


def check_request(session: Session, deadline: Deadline, new_due_on: date, now: datetime) -> None:
    """Whether an extension may be asked for now, until the end of a day. Raises ExtensionRefused.

    Before the due time only; for limits over five working days at least three working days before it, unless
    the rule's settings say that one may ask until the end (`ask_until_end`: the law sets no earlier moment).
    """
    _check_running(deadline)
    calendar = office_of(session).calendar
    if now > deadline.due_at:
        raise _refused(
            "已超过时限，不能再申请延期；新的时限只能由分管市领导以上裁定",
            "The due time has passed: only a leader's ruling can set a new date",
        )
    until = last_moment_to_ask(deadline.anchor_at, deadline.due_at, calendar)
    if now > until and not rule_row(session, deadline.rule_code).settings.get("ask_until_end"):
        raise _refused(
            f"延期应当在到期前至少3个工作日提出，最晚{due_words(until).zh}",
            f"An extension is asked for at least 3 working days before the end: by {due_words(until).en}",
        )
    _check_reach(session, deadline, new_due_on)


def grant(
    session: Session,
    deadline: Deadline,
    new_due_on: date,
    reason: str,
    by: Actor,
    now: datetime,
    *,
    asked_by: User | None = None,
    granter: Post | None = None,
) -> DeadlineExtension:
    """Move the date on request. The request was checked when it was handed in; count, length and the granter
    (whom the case names, otherwise `granter_of`) are checked again here, because another extension may have
    come between. Raises ExtensionRefused."""
    _check_running(deadline)
    granter = granter or granter_of(session, deadline)
    if by.acting_as.id != granter.id:
        raise _refused(
            f"该时限由{granter.name}确定，只能由{granter.name}或其B角以其名义批准",
            f"Only {granter.name_en}, or the substitute in that name, may move this date",
            field=None,
        )
    return _decide(
        session,
        deadline,
        ExtensionKind.GRANTED,
        _check_reach(session, deadline, new_due_on),
        reason,
        by,
        now,
        asked_by,
    )


def refuse(
    session: Session,
    deadline: Deadline,
    asked_until: date,
    reason: str,
    by: Actor,
    now: datetime,
    *,
    asked_by: User | None = None,
) -> DeadlineExtension:
    """Put the refusal on record; the date stays."""
    asked = office_of(session).calendar.close_of_business(asked_until)
    row = _row(deadline, ExtensionKind.REFUSED, asked, reason, by, now, asked_by)
    session.add(row)
    _journal(session, row, deadline, by, now)
    return row


def rule(
    session: Session, deadline: Deadline, new_due_on: date, reason: str, by: Actor, now: datetime
) -> DeadlineExtension:
    """A leader sets a new date after the old one has passed (ES-03 or higher); it counts as an extension.

    Raises ExtensionRefused when the date has not passed, when the person is no leader, or when the mayor set
    it and another would move it."""
    if now <= deadline.due_at:
        raise _refused(
            "时限尚未到期，应按延期办理", "The date has not passed: an extension is asked for instead", None
        )
    if by.acting_as.access_role is not AccessRole.LEADER:
        raise _refused(
            "逾期后的新时限只能由市领导裁定", "After the date only a leader may set a new one", None
        )
    setter = deadline.set_by_post
    if setter is not None and setter.duty_role == MAYOR and by.acting_as.id != setter.id:
        raise _refused("市长确定的时限只能由市长变更", "A date the mayor set, only the mayor moves", None)
    calendar = office_of(session).calendar
    new_due_at = calendar.close_of_business(new_due_on)
    if new_due_at <= now:
        raise _refused("新的时限应当晚于现在", "The new date lies in the past")
    return _decide(session, deadline, ExtensionKind.RULING, new_due_at, reason, by, now, None)


def times_extended(session: Session, deadline: Deadline) -> int:
    """How often the date was moved; a ruling counts as an extension."""
    moved = DeadlineExtension.kind.in_((ExtensionKind.GRANTED, ExtensionKind.RULING))
    query = select(func.count()).select_from(DeadlineExtension)
    return session.scalar(query.where(DeadlineExtension.deadline_id == deadline.id, moved)) or 0


def _check_running(deadline: Deadline) -> None:
    if deadline.state is not DeadlineState.RUNNING:
        raise _refused(
            "结果已经报送或事项已经结束，不需要延期", "The result is handed in: nothing to extend", None
        )


def _check_reach(session: Session, deadline: Deadline, new_due_on: date) -> datetime:
    """The new end, if the number and the whole length of extensions allow it. Raises ExtensionRefused."""
    rule_ = rule_row(session, deadline.rule_code)
    calendar = office_of(session).calendar
    if times_extended(session, deadline) >= rule_.max_extensions:
        raise _refused(
            "该时限不得延期" if rule_.max_extensions == 0 else f"已延期{rule_.max_extensions}次，不能再延",
            f"This date may be moved {rule_.max_extensions} times at most",
        )
    new_due_at = _end_on(new_due_on, deadline, calendar)
    if new_due_at <= deadline.due_at:
        raise _refused(
            f"新的时限应当晚于现行时限（{due_words(deadline.due_at).zh}）",
            f"The new date must be after the present one ({due_words(deadline.due_at).en})",
        )
    if rule_.max_extension_amount is not None:
        # Time that did not count (pauses) has moved the present end; only an earlier extension would not add.
        since = deadline.original_due_at if times_extended(session, deadline) else deadline.due_at
        latest = extended(since, deadline.unit.value, rule_.max_extension_amount, calendar)
    else:
        latest = latest_extension(
            deadline.anchor_at, deadline.original_due_at, deadline.unit.value, deadline.amount, calendar
        )
    if new_due_at > latest:
        raise _refused(
            f"延期合计不能超过原定期限，最晚{due_words(latest).zh}",
            f"Extensions together may not exceed the original length: {due_words(latest).en} at the latest",
        )
    return new_due_at


def _end_on(day: date, deadline: Deadline, calendar: WorkingCalendar) -> datetime:
    """When a limit that is moved to a day ends on it: as such limits end, hours at close of business."""
    limit = LimitUnit(deadline.unit.value)
    hours = limit in (LimitUnit.HOUR, LimitUnit.OFFICE_HOUR)
    return calendar.close_of_business(day) if hours else end_of(day, limit, calendar)


def _decide(
    session: Session,
    deadline: Deadline,
    kind: ExtensionKind,
    new_due_at: datetime,
    reason: str,
    by: Actor,
    now: datetime,
    asked_by: User | None,
) -> DeadlineExtension:
    row = _row(deadline, kind, new_due_at, reason, by, now, asked_by)
    session.add(row)
    withdraw_rungs(session, deadline, now)
    move(session, deadline, new_due_at, office_of(session).calendar)
    _journal(session, row, deadline, by, now)
    session.flush()
    return row


def withdraw_rungs(session: Session, deadline: Deadline, now: datetime) -> None:
    """The date moved: rungs that fired for the old one are history."""
    session.execute(
        update(LadderRung)
        .where(LadderRung.deadline_id == deadline.id, LadderRung.withdrawn_at.is_(None))
        .values(withdrawn_at=now)
    )


def _row(
    deadline: Deadline,
    kind: ExtensionKind,
    new_due_at: datetime,
    reason: str,
    by: Actor,
    now: datetime,
    asked_by: User | None,
) -> DeadlineExtension:
    return DeadlineExtension(
        deadline_id=deadline.id,
        kind=kind,
        reason=reason,
        asked_by_id=asked_by.id if asked_by else None,
        decided_by_id=by.user.id,
        decided_as_post_id=by.acting_as.id,
        decided_at=now,
        old_due_at=deadline.due_at,
        new_due_at=new_due_at,
    )


def _journal(session: Session, row: DeadlineExtension, deadline: Deadline, by: Actor, now: datetime) -> None:
    instance = session.get_one(ProcessInstance, deadline.instance_id)
    journal.record(
        session,
        instance,
        EventKind.DEADLINE,
        now,
        by=by,
        name=rule_row(session, deadline.rule_code).name,
        due_at=row.new_due_at,
        data={
            "what": row.kind.value,
            "reason": row.reason,
            "old_due_at": row.old_due_at,
            "party": deadline.party,
        },
    )


def _refused(zh: str, en: str, field: str | None = "new_due") -> ExtensionRefused:
    return ExtensionRefused(Sentence(zh, en), field=field)
