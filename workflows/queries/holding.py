"""Who holds work: candidates of many tasks, and posts or units by code, with today's people; a few questions
for all."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from models import Appointment, Post, TaskCandidate, Unit, User
from workflows.people.posts import on_day
from workflows.queries.shown import Holder
from workflows.words import Sentence


def holders_of_tasks(session: Session, task_ids: Iterable[int], day: date) -> dict[int, tuple[Holder, ...]]:
    """To whom tasks are (or were) offered."""
    ids = list(task_ids)
    if not ids:
        return {}
    rows = session.scalars(
        select(TaskCandidate)
        .where(TaskCandidate.task_id.in_(ids))
        .options(joinedload(TaskCandidate.post), joinedload(TaskCandidate.unit))
        .order_by(TaskCandidate.id)
    ).all()
    people = people_of_posts(session, {row.post_id for row in rows if row.post_id is not None}, day)
    held: dict[int, list[Holder]] = defaultdict(list)
    for row in rows:
        target = row.post or row.unit
        names = people.get(row.post_id, ()) if row.post_id is not None else ()
        held[row.task_id].append(
            Holder(target.code, Sentence(target.name, target.name_en), names, row.via.value)
        )
    return {task_id: tuple(holders) for task_id, holders in held.items()}


def people_of_posts(session: Session, post_ids: Iterable[int], day: date) -> dict[int, tuple[str, ...]]:
    """Display names of the people who hold posts on a day."""
    rows = session.execute(
        select(Appointment.post_id, User.display_name)
        .join(User, User.id == Appointment.user_id)
        .where(Appointment.post_id.in_(list(post_ids)), on_day(Appointment, day), User.active)
        .order_by(Appointment.from_date, User.id)
    )
    people: dict[int, list[str]] = defaultdict(list)
    for post_id, name in rows:
        people[post_id].append(name)
    return {post_id: tuple(names) for post_id, names in people.items()}


def holders_by_code(session: Session, codes: Iterable[str], day: date) -> dict[str, Holder]:
    """Posts and units by code; a code that names nothing any more is left out."""
    wanted = list(set(codes))
    if not wanted:
        return {}
    posts = session.scalars(select(Post).where(Post.code.in_(wanted))).all()
    people = people_of_posts(session, [post.id for post in posts], day)
    found = {
        post.code: Holder(post.code, Sentence(post.name, post.name_en), people.get(post.id, ()))
        for post in posts
    }
    for unit in session.scalars(select(Unit).where(Unit.code.in_(wanted))):
        found[unit.code] = Holder(unit.code, Sentence(unit.name, unit.name_en))
    return found
