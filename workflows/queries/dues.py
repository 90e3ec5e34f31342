"""Due dates as pages show them: light, what is left, rule and basis in words. Nothing is asked row by row."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from models import Deadline, DeadlinePause, DeadlineState, Post, Task, TaskState, UtcDateTime
from workflows.office.entries import Office
from workflows.office.rule_book import Rule
from workflows.queries.shown import Due
from workflows.rules.calendars import WorkingCalendar
from workflows.rules.deadline_words import remaining_words, rule_words, with_time_taken
from workflows.rules.lights import Light, light
from workflows.rules.limits import LimitUnit, Pause, time_taken
from workflows.words import Sentence

_STANDSTILLS = (
    select(DeadlinePause.deadline_id, DeadlinePause.from_at, DeadlinePause.to_at, DeadlinePause.basis)
    .where(
        DeadlinePause.deadline_id.in_(bindparam("ids", expanding=True)),
        DeadlinePause.from_at <= bindparam("now", type_=UtcDateTime()),
    )
    .order_by(DeadlinePause.id)
)


@dataclass(frozen=True, slots=True)
class Standstill:
    """A time that does not count for a deadline, until now where it has not ended."""

    from_at: datetime
    to_at: datetime | None
    basis: str

    def lasts(self, now: datetime) -> bool:
        return self.to_at is None or self.to_at > now


Standstills = Mapping[int, Sequence[Standstill]]
"""Deadline's id → the times that do not count for it."""
NO_STANDSTILLS: Standstills = MappingProxyType({})


def standstills_of(session: Session, deadline_ids: Iterable[int], now: datetime) -> Standstills:
    """What has not counted for these deadlines up to now, in one question."""
    ids = list(deadline_ids)
    if not ids:
        return {}
    found: dict[int, list[Standstill]] = defaultdict(list)
    for deadline_id, from_at, to_at, basis in session.execute(_STANDSTILLS, {"ids": ids, "now": now}):
        found[deadline_id].append(Standstill(from_at, to_at, basis))
    return found


def due_of_deadline(
    deadline: Deadline, office: Office, now: datetime, stops: Standstills = NO_STANDSTILLS
) -> Due:
    """A deadline with its light. `deadline.set_by_post` should be loaded with it."""
    state, own = deadline.state, stops.get(deadline.id, ())
    paused = any(stop.lasts(now) for stop in own)
    shown = light(
        state.value, deadline.due_at, deadline.amber_at, now, paused=paused, stopped_at=deadline.review_since
    )
    rule = office.rules.get(deadline.rule_code)
    running = state in (DeadlineState.RUNNING, DeadlineState.UNDER_REVIEW)
    at = deadline.review_since or now
    return Due(
        light=shown.value,
        due_at=deadline.due_at,
        left=remaining_words(deadline.due_at, at, office.calendar, deadline.unit.value) if running else None,
        rule=rule.name if rule is not None else None,
        basis=_basis(deadline, rule, own, office.calendar),
        mark=deadline.mark,
        original_due_at=deadline.original_due_at if deadline.due_at != deadline.original_due_at else None,
        provisional=deadline.provisional,
    )


def _basis(
    deadline: Deadline, rule: Rule | None, stops: Sequence[Standstill], calendar: WorkingCalendar
) -> Sentence:
    basis = Sentence(deadline.basis, deadline.basis_en)
    anchor = rule.anchor_words if rule is not None else Sentence(deadline.anchor_name, deadline.anchor_name)
    unit = deadline.unit.value
    words = rule_words(anchor, unit, deadline.amount, basis, deadline.mark, _name(deadline.set_by_post))
    ended = [(stop.from_at, stop.to_at, stop.basis) for stop in stops if stop.to_at is not None]
    pauses = [Pause(from_at, to_at) for from_at, to_at, _basis in ended]
    taken = time_taken(pauses, deadline.anchor_at, LimitUnit(unit), calendar)
    return with_time_taken(words, [basis for _from, _to, basis in ended], taken, unit)


def _name(post: Post | None) -> Sentence | None:
    return Sentence(post.name, post.name_en) if post is not None else None


def due_of_task(task: Task, office: Office, now: datetime, stops: Standstills = NO_STANDSTILLS) -> Due:
    """A task's due date: its deadline's, or the date the diagram gives it (basis 流程设定)."""
    if task.state is TaskState.OPEN and task.deadline is not None:
        return due_of_deadline(task.deadline, office, now, stops)
    at = task.closed_at if task.closed_at is not None else now
    if task.state is not TaskState.OPEN:
        shown = Light.BLUE
    else:
        shown = light("running", task.due_at, task.amber_at, at)
    if task.due_at is None:
        return Due(shown.value, None, None)
    if task.deadline is not None:
        known = due_of_deadline(task.deadline, office, at, stops)
        return Due(shown.value, task.due_at, None, known.rule, known.basis, known.mark)
    left = remaining_words(task.due_at, now, office.calendar) if task.state is TaskState.OPEN else None
    return Due(shown.value, task.due_at, left, basis=Sentence("流程设定", "set by the process"), mark="议")
