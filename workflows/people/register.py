"""The office's people at a glance: posts and units by code, who holds what when, who covers for whom.

Read once as long as nothing in it changes, because every act asks it several times.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import set_committed_value

from models import Absence, Appointment, Portfolio, Post, Substitution, Unit, User
from workflows.office.pictures import Picture, present, rows_of


@dataclass(frozen=True, slots=True)
class Span:
    """Something of somebody's (a post, a unit, an absence) from a day to a day, both included."""

    id: int
    first: date
    last: date | None

    def covers(self, day: date) -> bool:
        return self.first <= day and (self.last is None or day <= self.last)


Spans = Mapping[int, Sequence[Span]]


@dataclass(frozen=True)
class Register:
    """Rows belong to no session; everything else is ids and days."""

    posts: Mapping[int, Post]  #: in the office's order
    units: Mapping[int, Unit]
    by_code: Mapping[str, Post | Unit]  #: one namespace
    of_unit: Mapping[int, Sequence[Post]]
    held: Spans  #: user → posts, in the office's order
    holders: Spans  #: post → users with an open account, longest first
    people: Mapping[int, str]  #: user → the name he is shown by, of everybody who was ever appointed
    overseen: Spans  #: post → units
    absences: Spans  #: post
    substitutes: Mapping[int, int]  #: post → its B role
    covers: Mapping[int, Sequence[int]]  #: B role → the posts it stands in for, in the office's order

    def held_by(self, user_id: int, day: date) -> list[int]:
        """The ids of the posts a person holds on a day."""
        return list(dict.fromkeys(span.id for span in self.held.get(user_id, ()) if span.covers(day)))

    def holders_on(self, post_id: int, day: date) -> list[int]:
        """The ids of the persons who hold a post on a day."""
        return list(dict.fromkeys(span.id for span in self.holders.get(post_id, ()) if span.covers(day)))

    def names_on(self, post_id: int, day: date) -> tuple[str, ...]:
        """The names of the persons who hold a post on a day."""
        return tuple(self.people[user_id] for user_id in self.holders_on(post_id, day))

    def overseen_by(self, post_id: int, day: date) -> Iterator[Unit]:
        """The units in a leader's portfolio on a day."""
        return (self.units[span.id] for span in self.overseen.get(post_id, ()) if span.covers(day))

    def is_absent(self, post_id: int, day: date) -> bool:
        """Whether a post's holder is entered as away on a day."""
        return any(span.covers(day) for span in self.absences.get(post_id, ()))

    def needs_cover(self, post_id: int, day: date) -> bool:
        """Whether the B role acts in the post's name: its holder is away, or nobody holds it."""
        return self.is_absent(post_id, day) or not self.holders_on(post_id, day)


def register_of(session: Session) -> Register:
    """The register as this transaction sees it."""
    return _registers.of(session)


def post_in(session: Session, register: Register, post_id: int) -> Post:
    """The session's own row for one of the register's posts, its unit with it."""
    own = present(session, register.posts[post_id])
    if "unit" not in own.__dict__:
        unit = register.units.get(own.unit_id)
        if unit is not None:
            set_committed_value(own, "unit", present(session, unit))
    return own


def unit_in(session: Session, unit: Unit) -> Unit:
    """The session's own row for one of the register's units."""
    return present(session, unit)


def _read(session: Session, _stamp: int) -> Register:
    posts = {post.id: post for post in rows_of(session, Post, Post.position, Post.id)}
    units = {unit.id: unit for unit in rows_of(session, Unit, Unit.position, Unit.id)}
    of_unit: dict[int, list[Post]] = defaultdict(list)
    for post in posts.values():
        of_unit[post.unit_id].append(post)
    place = {post_id: number for number, post_id in enumerate(posts)}
    held, holders, people = _appointments(session, place)
    substitutes = dict(session.execute(select(Substitution.post_id, Substitution.substitute_id)).all())
    covers: dict[int, list[int]] = defaultdict(list)
    for post_id in sorted(substitutes, key=place.__getitem__):
        covers[substitutes[post_id]].append(post_id)
    return Register(
        posts,
        units,
        {row.code: row for row in (*posts.values(), *units.values())},
        of_unit,
        held,
        holders,
        people,
        _spans(session, Portfolio.post_id, Portfolio.unit_id, Portfolio.from_date, Portfolio.to_date),
        _spans(session, Absence.post_id, Absence.id, Absence.from_date, Absence.to_date),
        substitutes,
        covers,
    )


def _appointments(session: Session, place: Mapping[int, int]) -> tuple[Spans, Spans, Mapping[int, str]]:
    """User → posts, post → users, user → name."""
    span = (Appointment.from_date, Appointment.to_date)
    rows = session.execute(
        select(Appointment.user_id, Appointment.post_id, *span, User.active, User.display_name)
        .join(User, User.id == Appointment.user_id)
        .order_by(Appointment.from_date, Appointment.user_id)
    ).all()
    held, holders, people = defaultdict(list), defaultdict(list), {}
    for user_id, post_id, first, last, active, name in rows:
        people[user_id] = name
        held[user_id].append(Span(post_id, first, last))
        if active:
            holders[post_id].append(Span(user_id, first, last))
    for spans in held.values():
        spans.sort(key=lambda span: place[span.id])
    return held, holders, people


def _spans(session: Session, *columns: object) -> Spans:
    found = defaultdict(list)
    for whose, *span in session.execute(select(*columns)):
        found[whose].append(Span(*span))
    return found


_registers = Picture(_read)
