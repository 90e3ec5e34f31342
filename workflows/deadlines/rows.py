"""Deadlines as rows: opened with their rule and basis, put under review, resumed, done, withdrawn.

No date without a reason: every row names its rule, its anchor and the article or setting it rests on.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from models import (
    Deadline,
    DeadlineRule,
    DeadlineState,
    EventKind,
    Post,
    ProcessInstance,
    Task,
    TimeUnit,
)
from models.known_rows import row_of, write_waiting
from models.prepared import Prepared
from workflows import journal
from workflows.assignment import move_due_date
from workflows.deadlines.case_limits import Limit, NoLimit, anchor_of, limit_of
from workflows.deadlines.live import LIVE, live_deadlines, now_live
from workflows.deployments.element_properties import property_value
from workflows.office.rule_book import rule_row
from workflows.office.snapshots import office_of
from workflows.rules.amber import amber_at
from workflows.rules.calendars import WorkingCalendar
from workflows.rules.limits import due
from workflows.running import courier, written
from workflows.running.stored import given_back

if TYPE_CHECKING:
    from workflows.people.substitution import Actor

__all__ = [
    "LIVE",
    "NoLimit",
    "done",
    "end_all",
    "for_task",
    "live_deadline",
    "move",
    "open_deadline",
    "put_under_review",
    "resume",
    "task_closed",
    "withdraw",
]

SCOPE_LENGTH = 200  #: characters of a scope path a row keeps


def open_deadline(
    session: Session,
    instance: ProcessInstance,
    rule_code: str,
    now: datetime,
    *,
    party: str = "",
    due_on: date | None = None,
    set_by_post: Post | None = None,
    variables: Mapping[str, Any] | None = None,
    anchor_at: datetime | None = None,
    round_: int | None = None,
    scope: str = "",
    by: Actor | None = None,
) -> Deadline:
    """Open one party's deadline under a rule, or give back the one that runs under it in this round.

    `due_on` (with the post that set it) replaces the rule's length: a date, until close of business.
    `variables` (by default the matter's) feed the rule's decision table and anchor. With a `scope` it belongs
    to that part of the process: what runs in a part beside it is another deadline. Raises NoLimit where
    neither says a length."""
    variables = given_back(instance.variables) if variables is None else variables
    round_ = round_ if round_ is not None else _round_of(variables)
    running = live_deadline(session, instance, rule_code, party, round_, scope)
    if running is not None:
        return running
    return _open(
        session, instance, rule_code, now, party, due_on, set_by_post, variables, anchor_at, round_, scope, by
    )


def _open(
    session: Session,
    instance: ProcessInstance,
    rule_code: str,
    now: datetime,
    party: str,
    due_on: date | None,
    set_by_post: Post | None,
    variables: Mapping[str, Any],
    anchor_at: datetime | None,
    round_: int,
    scope: str,
    by: Actor | None,
) -> Deadline:
    """A deadline that is not running yet, on record."""
    rule = rule_row(session, rule_code)
    limit = Limit(TimeUnit.DATE, due_on) if due_on else limit_of(session, instance, rule, variables, now)
    anchor = anchor_at or anchor_of(rule, variables, now)
    deadline = written.new(
        session,
        Deadline,
        **_counted(rule, limit, anchor, office_of(session).calendar),
        instance_id=instance.id,
        party=party,
        round=round_,
        scope=scope[:SCOPE_LENGTH],
        opened_at=now,
        set_by_post_id=set_by_post.id if set_by_post is not None else None,
    )
    now_live(session, instance, deadline)
    journal.record(
        session,
        instance,
        EventKind.DEADLINE,
        now,
        by=by,
        name=rule.name,
        due_at=deadline.due_at,
        data={"what": "opened", "rule": rule.code, "party": party or None, "name_en": rule.name_en},
    )
    courier.deadlines_moved(session, instance.id)
    return deadline


def _counted(rule: DeadlineRule, limit: Limit, anchor: datetime, calendar: WorkingCalendar) -> dict[str, Any]:
    """A running deadline's columns with the arithmetic done; whose it is the caller says."""
    end = due(anchor, limit.unit.value, limit.amount, calendar)
    return dict(
        rule_code=rule.code,
        anchor_name=rule.anchor,
        anchor_at=anchor,
        unit=limit.unit,
        amount=limit.amount if isinstance(limit.amount, int) else None,
        basis=rule.basis,
        basis_en=rule.basis_en,
        mark=rule.mark,
        provisional=end.provisional,
        original_due_at=end.at,
        due_at=end.at,
        amber_at=amber_at(anchor, end.at, limit.unit.value, calendar),
    )


def live_deadline(
    session: Session,
    instance: ProcessInstance,
    rule_code: str,
    party: str | None = None,
    round_: int | None = None,
    scope: str = "",
) -> Deadline | None:
    """The newest deadline of the matter that runs (or is under review) under a rule, of a party, in a
    round; seen from within a scope, only what belongs to the whole matter or to what the scope lies in."""
    scopes = _scopes_around(scope) if scope else []
    return max(
        (
            deadline
            for deadline in live_deadlines(session, instance)
            if deadline.rule_code == rule_code
            and party in (None, deadline.party)
            and round_ in (None, deadline.round)
            and (not scopes or deadline.scope in scopes)
        ),
        key=lambda deadline: (deadline.round, deadline.id),
        default=None,
    )


def _scopes_around(scope: str) -> list[str]:
    """The whole matter, and each scope from the outermost to this one, as rows keep them."""
    levels = scope.split(" / ")
    return [" / ".join(levels[:depth])[:SCOPE_LENGTH] for depth in range(len(levels) + 1)]


def _round_of(variables: Mapping[str, Any]) -> int:
    round_ = variables.get("round")
    return int(round_) if isinstance(round_, Decimal | int) and not isinstance(round_, bool) else 1


def for_task(
    session: Session,
    instance: ProcessInstance,
    properties: Mapping[str, str],
    scope: str,
    variables: Mapping[str, Any],
    now: datetime,
) -> Deadline | None:
    """The deadline a task about to be opened stands under, by its element's `due_rule`; None without one.

    One that runs already for the same party in this round is shared (and taken out of review: the work came
    back), unless it belongs to a part of the process beside the task's; otherwise it is opened. The party is
    the element's property `party`; without one it is nobody in particular: whoever does the task. Raises
    NoLimit, NoSuchRule.
    """
    rule_code = properties.get("due_rule", "").strip()
    if not rule_code:
        return None
    # The party is a code, or FEEL that gives one (`=co_unit`).
    party = property_value(session, instance, properties.get("party", ""), variables, now)
    party = party if isinstance(party, str) else ""
    round_ = _round_of(variables)
    deadline = live_deadline(session, instance, rule_code, party, round_, scope)
    if deadline is None:
        return _open(
            session, instance, rule_code, now, party, None, None, variables, None, round_, scope, None
        )
    if deadline.state is DeadlineState.UNDER_REVIEW:
        resume(session, deadline, now)
    return deadline


def put_under_review(session: Session, deadline: Deadline, now: datetime) -> None:
    """The result is handed in: the clock shows how it stood, and the ladder rests."""
    deadline.state = DeadlineState.UNDER_REVIEW
    deadline.review_since = now
    deadline.done_at = None


def resume(session: Session, deadline: Deadline, now: datetime) -> None:
    """The result came back: the deadline binds again. What of the review lay behind the due date is no time
    of the party's, so that no rung of the ladder counts it."""
    if deadline.state is DeadlineState.UNDER_REVIEW and deadline.review_since is not None:
        reviewed = now - max(deadline.review_since, deadline.due_at)
        deadline.review_seconds += max(int(reviewed.total_seconds()), 0)
    deadline.state = DeadlineState.RUNNING
    deadline.review_since = deadline.done_at = None
    now_live(session, session.get_one(ProcessInstance, deadline.instance_id), deadline)
    courier.deadlines_moved(session, deadline.instance_id)


def done(session: Session, deadline: Deadline, now: datetime) -> None:
    """The deadline is met, or missed for good; kept or late is told by when the result was handed in."""
    written.change(session, deadline, state=DeadlineState.DONE, done_at=deadline.review_since or now)


def withdraw(session: Session, deadline: Deadline, now: datetime) -> None:
    """Nobody is bound any more, though nothing was handed in."""
    written.change(session, deadline, state=DeadlineState.WITHDRAWN, done_at=now)


def end_all(session: Session, instance: ProcessInstance, now: datetime, *, handed_in: bool) -> None:
    """Every live deadline of a matter ends: done where its result was handed in, otherwise withdrawn."""
    for deadline in live_deadlines(session, instance):
        if handed_in or deadline.state is DeadlineState.UNDER_REVIEW:
            done(session, deadline, now)
        else:
            withdraw(session, deadline, now)


_TASKS = Task.__table__.c
_OTHERS = Prepared(
    select(_TASKS.id)
    .where(
        _TASKS.deadline_id == bindparam("deadline"),
        _TASKS.closed_at.is_(None),
        _TASKS.id != bindparam("task"),
    )
    .limit(1)
)


def task_closed(session: Session, task: Task, now: datetime, *, withdrawn: bool) -> None:
    """A task ended: the deadline ends with it, unless another open task runs under it, it is under review, or
    it is the matter's own (opened before the task) and the process merely took the task back."""
    if task.deadline_id is None:
        return
    deadline = row_of(session, Deadline, task.deadline_id)
    if deadline.state is not DeadlineState.RUNNING:
        return
    write_waiting(session, Task)
    if _OTHERS.value(session, deadline=deadline.id, task=task.id) is not None:
        return
    if not withdrawn:
        done(session, deadline, now)
    elif deadline.opened_at >= task.opened_at:
        withdraw(session, deadline, now)


def move(session: Session, deadline: Deadline, new_due_at: datetime, calendar: WorkingCalendar) -> None:
    """Set a deadline's current end; open tasks under it and the instance's timers follow. The original end
    stays."""
    deadline.due_at = new_due_at
    deadline.amber_at = amber_at(deadline.anchor_at, new_due_at, deadline.unit.value, calendar)
    deadline.review_seconds = 0
    for task in session.scalars(
        select(Task).where(Task.deadline_id == deadline.id, Task.closed_at.is_(None))
    ):
        move_due_date(session, task, deadline.due_at, deadline.amber_at)
    courier.deadlines_moved(session, deadline.instance_id)
