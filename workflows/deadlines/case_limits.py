"""How long a limit is in one case, and from when it runs: the rule's own amount, or what its decision table
answers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

from sqlalchemy.orm import Session

from models import DeadlineRule, ProcessInstance, TimeUnit
from workflows.deployments.decision_tables import tables_of
from workflows.office.snapshots import office_snapshot
from workflows.rules.calendars import SHANGHAI
from workflows.words import DomainError, Sentence

ANCHOR_OPENED = "opened"  #: the rule counts from the moment its deadline is opened


class NoLimit(DomainError):
    """The rule book cannot say how long the limit is in this case."""


@dataclass(frozen=True, slots=True)
class Limit:
    """How long a limit is in one case: an amount of a unit, or a date somebody set."""

    unit: TimeUnit
    amount: int | date


def limit_of(
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


def anchor_of(rule: DeadlineRule, variables: Mapping[str, Any], now: datetime) -> datetime:
    """The moment the rule counts from; a variable that holds a day counts from that day."""
    anchor = variables.get(rule.anchor) if rule.anchor != ANCHOR_OPENED else None
    if isinstance(anchor, datetime):
        return anchor if anchor.tzinfo else anchor.replace(tzinfo=SHANGHAI)
    if isinstance(anchor, date):
        return datetime.combine(anchor, time(), SHANGHAI)
    return now
