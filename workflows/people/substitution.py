"""AB角: who acts today in which post, and in whose name."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from models import Absence, Post, Substitution, User
from workflows.people.register import post_in, register_of
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
    register = register_of(session)
    own = {post_id: post_in(session, register, post_id) for post_id in register.held_by(user.id, day)}
    actors = [Actor(user, post) for post in own.values()]
    needed = [
        (other, substitute)
        for substitute in own
        for other in register.covers.get(substitute, ())
        if other not in own and register.needs_cover(other, day)
    ]
    places = {post_id: place for place, post_id in enumerate(register.posts)} if len(needed) > 1 else {}
    for other, substitute in sorted(needed, key=lambda pair: places.get(pair[0], 0)):
        actors.append(Actor(user, own[substitute], post_in(session, register, other)))
    return actors


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
