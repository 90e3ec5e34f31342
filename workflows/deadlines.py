"""Deadlines as rows: opened with their rule and basis, put under review, resumed, done, withdrawn.

No date without a reason: every row names its rule, its anchor and the article or setting it rests on.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from models import (
    Deadline,
    DeadlineRule,
    DeadlineState,
    EventKind,
    Post,
    ProcessInstance,
    Task,
    TaskState,
    TimeUnit,
)
from workflows import courier, journal
from workflows.assignment import move_due_date
from workflows.decision_tables import tables_of
from workflows.element_properties import property_value
from workflows.office import office_of, office_snapshot
from workflows.rule_book import rule_row
from workflows.rules.amber import amber_at
from workflows.rules.calendars import SHANGHAI, WorkingCalendar
from workflows.rules.limits import due
from workflows.stored import given_back
from workflows.words import DomainError, Sentence

if TYPE_CHECKING:
    from workflows.substitution import Actor

LIVE = (DeadlineState.RUNNING, DeadlineState.UNDER_REVIEW)
ANCHOR_OPENED = "opened"  #: the rule counts from the moment its deadline is opened


class NoLimit(DomainError):
    """The rule book cannot say how long the limit is in this case."""


@dataclass(frozen=True, slots=True)
class Limit:
    """How long a limit is in one case: an amount of a unit, or a date somebody set."""

    unit: TimeUnit
    amount: int | date


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
    `variables` (by default the matter's) feed the rule's decision table and anchor. Raises NoLimit where
    neither says a length."""
    variables = given_back(instance.variables) if variables is None else variables
    round_ = round_ if round_ is not None else _round_of(variables)
    running = live_deadline(session, instance, rule_code, party, round_)
    if running is not None:
        return running
    rule = rule_row(session, rule_code)
    limit = Limit(TimeUnit.DATE, due_on) if due_on else _limit_of(session, instance, rule, variables, now)
    anchor = anchor_at or _anchor_of(rule, variables, now)
    calendar = office_of(session).calendar
    end = due(anchor, limit.unit.value, limit.amount, calendar)
    deadline = Deadline(
        instance_id=instance.id,
        rule_code=rule.code,
        party=party,
        scope=scope[:200],
        round=round_,
        anchor_name=rule.anchor,
        anchor_at=anchor,
        unit=limit.unit,
        amount=limit.amount if isinstance(limit.amount, int) else None,
        basis=rule.basis,
        basis_en=rule.basis_en,
        mark=rule.mark,
        provisional=end.provisional,
        set_by_post_id=set_by_post.id if set_by_post is not None else None,
        original_due_at=end.at,
        due_at=end.at,
        amber_at=amber_at(anchor, end.at, limit.unit.value, calendar),
        state=DeadlineState.RUNNING,
        opened_at=now,
        review_seconds=0,
    )
    session.add(deadline)
    session.flush()
    journal.record(
        session,
        instance,
        EventKind.DEADLINE,
        now,
        by=by,
        name=rule.name,
        due_at=end.at,
        data={"what": "opened", "rule": rule.code, "party": party, "name_en": rule.name_en},
    )
    courier.deadlines_moved(session, instance.id)
    return deadline


def live_deadline(
    session: Session,
    instance: ProcessInstance,
    rule_code: str,
    party: str | None = None,
    round_: int | None = None,
) -> Deadline | None:
    """The newest deadline of the matter that runs (or is under review) under a rule, of a party, in a
    round."""
    query = select(Deadline).where(
        Deadline.instance_id == instance.id, Deadline.state.in_(LIVE), Deadline.rule_code == rule_code
    )
    if party is not None:
        query = query.where(Deadline.party == party)
    if round_ is not None:
        query = query.where(Deadline.round == round_)
    return session.scalars(query.order_by(Deadline.round.desc(), Deadline.id.desc()).limit(1)).first()


def _limit_of(
    session: Session,
    instance: ProcessInstance,
    rule: DeadlineRule,
    variables: Mapping[str, Any],
    now: datetime,
) -> Limit:
    """The rule's own amount, or what the decision table it names answers for this case: a number in the
    rule's unit, a date, or a context with `amount` and `unit`."""
    if rule.decision is None:
        if rule.amount is None:
            raise _no_limit(rule)
        return Limit(rule.unit, rule.amount)
    answer = _decide(session, instance, rule, variables, now)
    unit = rule.unit
    if isinstance(answer, Mapping):
        unit = TimeUnit(answer["unit"]) if answer.get("unit") else unit
        answer = answer.get("amount")
    if isinstance(answer, date) and not isinstance(answer, datetime):
        return Limit(TimeUnit.DATE, answer)
    if isinstance(answer, Decimal | int) and not isinstance(answer, bool):
        return Limit(unit, int(answer))
    if rule.amount is not None:
        return Limit(rule.unit, rule.amount)
    raise _no_limit(rule)


def _decide(
    session: Session,
    instance: ProcessInstance,
    rule: DeadlineRule,
    variables: Mapping[str, Any],
    now: datetime,
) -> Any:
    for tables in tables_of(session, instance.definition_id):
        if rule.decision in tables:
            inputs = {**variables, "rule": rule.code}
            return tables.evaluate(rule.decision, inputs, host=office_snapshot(session, instance, now)).value
    return None


def _no_limit(rule: DeadlineRule) -> NoLimit:
    return NoLimit(
        Sentence(
            f"规则“{rule.name}”没有给出本事项的时限",
            f"the rule “{rule.name_en}” gives no limit for this case",
        )
    )


def _anchor_of(rule: DeadlineRule, variables: Mapping[str, Any], now: datetime) -> datetime:
    """The moment the rule counts from; a variable that holds a day counts from that day."""
    anchor = variables.get(rule.anchor) if rule.anchor != ANCHOR_OPENED else None
    if isinstance(anchor, datetime):
        return anchor if anchor.tzinfo else anchor.replace(tzinfo=SHANGHAI)
    if isinstance(anchor, date):
        return datetime.combine(anchor, time(), SHANGHAI)
    return now


def _round_of(variables: Mapping[str, Any]) -> int:
    round_ = variables.get("round")
    return int(round_) if isinstance(round_, Decimal | int) and not isinstance(round_, bool) else 1


def for_task(session: Session, task: Task, variables: Mapping[str, Any], now: datetime) -> None:
    """Put a freshly opened task under the deadline its element's `due_rule` names.

    One that runs already for the same party in this round is shared (and taken out of review: the work came
    back); otherwise it is opened. The party is the element's property `party`; without one it is nobody in
    particular: whoever does the task. Raises NoLimit, NoSuchRule.
    """
    rule_code = task.properties.get("due_rule", "").strip()
    if not rule_code:
        return
    instance, party = task.instance, _party_of(session, task, variables, now)
    round_ = _round_of(variables)
    deadline = live_deadline(session, instance, rule_code, party, round_)
    if deadline is None:
        deadline = open_deadline(
            session,
            instance,
            rule_code,
            now,
            party=party,
            variables=variables,
            round_=round_,
            scope=task.scope,
        )
    elif deadline.state is DeadlineState.UNDER_REVIEW:
        resume(session, deadline, now)
    task.deadline_id, task.deadline = deadline.id, deadline
    task.due_at, task.amber_at = deadline.due_at, deadline.amber_at


def _party_of(session: Session, task: Task, variables: Mapping[str, Any], now: datetime) -> str:
    """The element's property `party`: a code, or FEEL that gives one (`=co_unit`)."""
    party = property_value(session, task.instance, task.properties.get("party", ""), variables, now)
    return party if isinstance(party, str) else ""


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
    courier.deadlines_moved(session, deadline.instance_id)


def done(session: Session, deadline: Deadline, now: datetime) -> None:
    """The deadline is met, or missed for good; kept or late is told by when the result was handed in."""
    deadline.done_at = deadline.review_since or now
    deadline.state = DeadlineState.DONE


def withdraw(session: Session, deadline: Deadline, now: datetime) -> None:
    """Nobody is bound any more, though nothing was handed in."""
    deadline.state = DeadlineState.WITHDRAWN
    deadline.done_at = now


def end_all(session: Session, instance: ProcessInstance, now: datetime, *, handed_in: bool) -> None:
    """Every live deadline of a matter ends: done where its result was handed in, otherwise withdrawn."""
    for deadline in session.scalars(
        select(Deadline).where(Deadline.instance_id == instance.id, Deadline.state.in_(LIVE))
    ):
        if handed_in or deadline.state is DeadlineState.UNDER_REVIEW:
            done(session, deadline, now)
        else:
            withdraw(session, deadline, now)


def task_closed(session: Session, task: Task, now: datetime, *, withdrawn: bool) -> None:
    """A task ended: the deadline ends with it, unless another open task runs under it, it is under review, or
    it is the matter's own (opened before the task) and the process merely took the task back."""
    deadline = task.deadline
    if deadline is None or deadline.state is not DeadlineState.RUNNING:
        return
    others = select(Task.id).where(
        Task.deadline_id == deadline.id, Task.state == TaskState.OPEN, Task.id != task.id
    )
    if session.scalar(others.limit(1)) is not None:
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
        select(Task).where(Task.deadline_id == deadline.id, Task.state == TaskState.OPEN)
    ):
        move_due_date(session, task, deadline.due_at, deadline.amber_at)
    courier.deadlines_moved(session, deadline.instance_id)
