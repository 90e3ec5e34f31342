"""Due dates as pages show them: light, what is left, rule and basis in words. Nothing is asked row by row."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import bindparam, or_, select
from sqlalchemy.orm import Session

from models import Deadline, DeadlinePause, DeadlineState, Post, Task, TaskState, UtcDateTime
from workflows.office.entries import Office
from workflows.office.rule_book import Rule
from workflows.queries.shown import Due
from workflows.rules.deadline_words import remaining_words, rule_words
from workflows.rules.lights import Light, light
from workflows.words import Sentence

_NOW = bindparam("now", type_=UtcDateTime())
_RESTING = select(DeadlinePause.deadline_id).where(
    DeadlinePause.deadline_id.in_(bindparam("ids", expanding=True)),
    DeadlinePause.from_at <= _NOW,
    or_(DeadlinePause.to_at.is_(None), DeadlinePause.to_at > _NOW),
)


def paused_now(session: Session, deadline_ids: Iterable[int], now: datetime) -> frozenset[int]:
    """Which of these deadlines rest now."""
    ids = list(deadline_ids)
    if not ids:
        return frozenset()
    return frozenset(session.scalars(_RESTING, {"ids": ids, "now": now}))


def due_of_deadline(deadline: Deadline, office: Office, now: datetime, paused: bool = False) -> Due:
    """A deadline with its light. `deadline.set_by_post` should be loaded with it."""
    state = deadline.state
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
        basis=_basis(deadline, rule),
        mark=deadline.mark,
        original_due_at=deadline.original_due_at if deadline.due_at != deadline.original_due_at else None,
        provisional=deadline.provisional,
    )


def _basis(deadline: Deadline, rule: Rule | None) -> Sentence:
    basis = Sentence(deadline.basis, deadline.basis_en)
    anchor = rule.anchor_words if rule is not None else Sentence(deadline.anchor_name, deadline.anchor_name)
    return rule_words(
        anchor, deadline.unit.value, deadline.amount, basis, deadline.mark, _name(deadline.set_by_post)
    )


def _name(post: Post | None) -> Sentence | None:
    return Sentence(post.name, post.name_en) if post is not None else None


def due_of_task(task: Task, office: Office, now: datetime, paused: frozenset[int] = frozenset()) -> Due:
    """A task's due date: its deadline's, or the date the diagram gives it (basis 流程设定)."""
    if task.state is TaskState.OPEN and task.deadline is not None:
        return due_of_deadline(task.deadline, office, now, task.deadline_id in paused)
    at = task.closed_at if task.closed_at is not None else now
    if task.state is not TaskState.OPEN:
        shown = Light.BLUE
    else:
        shown = light("running", task.due_at, task.amber_at, at)
    if task.due_at is None:
        return Due(shown.value, None, None)
    if task.deadline is not None:
        known = due_of_deadline(task.deadline, office, at)
        return Due(shown.value, task.due_at, None, known.rule, known.basis, known.mark)
    left = remaining_words(task.due_at, now, office.calendar) if task.state is TaskState.OPEN else None
    return Due(shown.value, task.due_at, left, basis=Sentence("流程设定", "set by the process"), mark="议")
