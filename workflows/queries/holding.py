"""Who holds work: candidates of many tasks, and posts or units by code, with today's people."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from models import Post, TaskCandidate, Unit
from workflows.people.register import Register, register_of
from workflows.queries.shown import Holder
from workflows.words import Sentence

_CANDIDATES = (
    select(TaskCandidate.task_id, TaskCandidate.post_id, TaskCandidate.unit_id, TaskCandidate.via)
    .where(TaskCandidate.task_id.in_(bindparam("tasks", expanding=True)))
    .order_by(TaskCandidate.id)
)


def holders_of_tasks(session: Session, task_ids: Iterable[int], day: date) -> dict[int, tuple[Holder, ...]]:
    """To whom tasks are (or were) offered."""
    ids = list(task_ids)
    if not ids:
        return {}
    register = register_of(session)
    held: dict[int, list[Holder]] = defaultdict(list)
    for task_id, post_id, unit_id, via in session.execute(_CANDIDATES, {"tasks": ids}):
        target = register.posts[post_id] if post_id is not None else register.units[unit_id]
        held[task_id].append(_holder(register, target, day, via.value))
    return {task_id: tuple(holders) for task_id, holders in held.items()}


def holders_by_code(session: Session, codes: Iterable[str], day: date) -> dict[str, Holder]:
    """Posts and units by code; a code that names nothing any more is left out."""
    register = register_of(session)
    known = {code: register.by_code[code] for code in codes if code in register.by_code}
    return {code: _holder(register, target, day) for code, target in known.items()}


def _holder(register: Register, target: Post | Unit, day: date, via: str = "named") -> Holder:
    people = register.names_on(target.id, day) if isinstance(target, Post) else ()
    return Holder(target.code, Sentence(target.name, target.name_en), people, via)
