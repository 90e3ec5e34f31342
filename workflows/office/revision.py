"""A stamp that changes whenever the office itself changes: people, calendar, settings, rule book.

What is derived from these tables is kept in memory as long as the stamp stays the same; reading it is one
look-up by primary key. The stamp is random, not a count: an act that is rolled back must not leave a number
behind which the next act would use again for something else.
"""

from __future__ import annotations

import secrets
from typing import Any

from sqlalchemy import event, insert, select, update
from sqlalchemy.orm import Session

from models import (
    CalendarDay,
    CalendarYear,
    DeadlineRule,
    NumberSequence,
    OfficeSetting,
    Portfolio,
    Post,
    Substitution,
    Unit,
)

OFFICE_ROWS = (Unit, Post, Portfolio, Substitution, CalendarYear, CalendarDay, OfficeSetting, DeadlineRule)

_WHERE = {"series": "office revision", "year": 0}
_STAMPS = 2**31 - 1


def office_revision(session: Session) -> int:
    """The present stamp; 0 for an office where nothing has been entered yet."""
    query = select(NumberSequence.last).filter_by(**_WHERE)
    return session.execute(query).scalar_one_or_none() or 0


@event.listens_for(Session, "before_flush")
def _stamp_changed_office(session: Session, _context: object, _instances: object) -> None:
    changed = (row for rows in (session.new, session.dirty, session.deleted) for row in rows)
    if any(isinstance(row, OFFICE_ROWS) for row in changed):
        _write_new_stamp(session)


def _write_new_stamp(session: Session) -> None:
    connection = session.connection(bind_arguments={"mapper": NumberSequence})
    stamp: dict[str, Any] = {"last": 1 + secrets.randbelow(_STAMPS - 1)}
    changed = connection.execute(update(NumberSequence).filter_by(**_WHERE).values(stamp))
    if not changed.rowcount:
        connection.execute(insert(NumberSequence).values(**_WHERE, **stamp))
