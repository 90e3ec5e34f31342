"""AB角: who acts today in which post, and in whose name."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, Select, exists, or_, select
from sqlalchemy.orm import Session

from models import Absence, Appointment, Post, Substitution, User
from workflows.people.posts import on_day, posts_of
from workflows.words import DomainError, Sentence


@dataclass(frozen=True, slots=True)
class Actor:
    """A person acting in a post, his own, or as its B role in the name of another post."""

    user: User
    post: Post
    on_behalf_of: Post | None = None

    @property
    def acting_as(self) -> Post:
        """The post whose work he does: the other's where he stands in, otherwise his own."""
        return self.on_behalf_of or self.post


class AbsenceRefused(DomainError):
    """An absence cannot be entered like this."""


def acting_posts(session: Session, user: User, day: date) -> list[Actor]:
    """In which posts a person may act on a day: his own, then those he stands in for.

    He stands in for a post when he holds its B role and its holder is absent, or nobody holds it.
    """
    own = posts_of(session, user, day)
    by_id = {post.id: post for post in own}
    actors = [Actor(user, post) for post in own]
    for substitution in session.scalars(_needed_substitutions(list(by_id), day)):
        if substitution.post_id not in by_id:
            actors.append(Actor(user, by_id[substitution.substitute_id], substitution.post))
    return actors


def _needed_substitutions(substitutes: list[int], day: date) -> Select[tuple[Substitution]]:
    held = exists().where(
        Appointment.post_id == Substitution.post_id,
        on_day(Appointment, day),
        User.id == Appointment.user_id,
        User.active,
    )
    return (
        select(Substitution)
        .join(Post, Post.id == Substitution.post_id)
        .where(Substitution.substitute_id.in_(substitutes), or_(_absent_on(Substitution.post_id, day), ~held))
        .order_by(Post.position, Post.id)
    )


def _absent_on(post_id: object, day: date) -> ColumnElement[bool]:
    return exists().where(Absence.post_id == post_id, Absence.from_date <= day, Absence.to_date >= day)


def is_absent(session: Session, post: Post, day: date) -> bool:
    """Whether a post's holder is entered as away on a day."""
    return bool(session.scalar(select(_absent_on(post.id, day))))


def register_absence(
    session: Session, post: Post, from_date: date, to_date: date, reason: str, by: Actor | None, now: datetime
) -> Absence:
    """A post's holder is away from a day to a day, both included; its B role acts in its name.

    Raises AbsenceRefused when it ends before it begins, when the post has no B role, or when the B role (or a
    post this one stands in for) is away in the same days: A and B are not away together.
    """
    if to_date < from_date:
        raise AbsenceRefused(
            Sentence("结束日期早于开始日期。", "The absence ends before it begins."), field="to_date"
        )
    for other in _covers(session, post):
        _refuse_if_both_away(session, post, other, from_date, to_date)
    absence = Absence(post=post, from_date=from_date, to_date=to_date, reason=reason, entered_at=now)
    absence.entered_by_id = by.user.id if by else None
    session.add(absence)
    session.flush()
    return absence


def _covers(session: Session, post: Post) -> list[Post]:
    """A post's B role, and the posts it is itself the B role of. Raises AbsenceRefused without a B role."""
    query = select(Substitution)
    own = session.scalar(query.where(Substitution.post_id == post.id))
    if own is None:
        raise AbsenceRefused(Sentence(f"{post.name}没有B角。", f"{post.name_en} has no substitute."))
    others = session.scalars(query.where(Substitution.substitute_id == post.id))
    return [own.substitute, *(other.post for other in others)]


def _refuse_if_both_away(session: Session, post: Post, other: Post, first: date, last: date) -> None:
    clash = session.scalar(
        select(Absence)
        .where(Absence.post_id == other.id, Absence.from_date <= last, Absence.to_date >= first)
        .limit(1)
    )
    if clash is not None:
        raise AbsenceRefused(
            Sentence(
                f"{post.name}与{other.name}为AB角关系，不得同时离岗（{clash.from_date}至{clash.to_date}）。",
                f"{post.name_en} and {other.name_en} are each other's cover and may not be away together "
                f"({clash.from_date} to {clash.to_date}).",
            )
        )


def end_absence(session: Session, absence: Absence, last_day: date) -> None:
    """The holder is back after a day; an absence that would then never have begun is taken away."""
    if last_day < absence.from_date:
        session.delete(absence)
    else:
        absence.to_date = min(absence.to_date, last_day)
    session.flush()
