"""Whose part of a turn a periodic process is: one a holder, and one more for who comes to a post meanwhile.

A timer start event names its holders by the property `for_each`, FEEL giving codes of posts or units. The
turn begins with one part for each. Where another person comes to a post while the turn lasts, he has a part
of his own from that day, so that neither goes without: the one before him keeps what he did."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from models import Appointment, Post
from workflows import feel
from workflows.office.snapshots import OfficeSnapshot, office_of
from workflows.rules.calendars import WorkingCalendar, local_day
from workflows.rules.periods import Turn
from workflows.words import DomainError, Sentence


class NoHolders(DomainError):
    """A start event's `for_each` gives no list of codes."""

    def __init__(self, text: str) -> None:
        super().__init__(
            Sentence(
                f"for_each“{text}”没有给出岗位或单位的代码",
                f"for_each “{text}” gives no codes of posts or units",
            )
        )


@dataclass(frozen=True, slots=True)
class Part:
    """One holder's part of a turn, both days included; `begins` is when its work begins (aware UTC)."""

    holder: str
    first: date
    last: date
    begins: datetime
    key: str  #: 2027-Q1:vm_city, and 2027-Q1:vm_city:2027-02-16 of who came then
    before: str | None  #: the key of the part of the same post before this one


def holders_named(session: Session, text: str, now: datetime) -> list[str]:
    """The codes a start event's `for_each` gives today. Raises NoHolders."""
    snapshot = OfficeSnapshot(office_of(session), now)
    value = feel.evaluate(text.strip().removeprefix("="), {}, host=snapshot).value
    if not isinstance(value, list) or not all(isinstance(code, str) for code in value):
        raise NoHolders(text)
    return list(dict.fromkeys(value))


def parts_of(session: Session, turn: Turn, begins: datetime, holders: Iterable[str]) -> Iterator[Part]:
    """The parts of a turn whose work begins at `begins`, those of one post after each other."""
    calendar = office_of(session).calendar
    for holder in holders:
        changes = [day for day in _changes(session, holder, turn) if day > local_day(begins)]
        starts = [turn.first, *changes]
        ends = [*(day - timedelta(days=1) for day in changes), turn.after - timedelta(days=1)]
        before = None
        for first, last in zip(starts, ends, strict=True):
            key = f"{turn.key}:{holder}" if before is None else f"{turn.key}:{holder}:{first}"
            at = begins if before is None else _opening(first, calendar)
            yield Part(holder, first, last, at, key, before)
            before = key


def _opening(day: date, calendar: WorkingCalendar) -> datetime:
    return calendar.opening(calendar.next_working_day(day))


def _changes(session: Session, code: str, turn: Turn) -> list[date]:
    """The days within a turn on which a person comes to a post that somebody else held, or nobody."""
    rows = session.execute(
        select(Appointment.user_id, Appointment.from_date, Appointment.to_date)
        .join(Post, Post.id == Appointment.post_id)
        .where(
            Post.code == code,
            Appointment.from_date < turn.after,
            or_(Appointment.to_date.is_(None), Appointment.to_date >= turn.first - timedelta(days=1)),
        )
        .order_by(Appointment.from_date, Appointment.id)
    ).all()
    days: list[date] = []
    known: int | None = None
    for user_id, first, _last in rows:
        if first > turn.first and user_id != known:
            days.append(first)
        known = user_id
    return list(dict.fromkeys(days))
