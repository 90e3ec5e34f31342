"""A stamp that changes whenever the office itself changes: people, calendar, settings, rule book,
processes.

What is derived from these tables is kept in memory as long as the stamp stays the same; reading it is one
look-up by primary key. The stamp is random, not a count: an act that is rolled back must not leave a number
behind which the next act would use again for something else.
"""

from __future__ import annotations

import secrets
from typing import Any

from sqlalchemy import event, insert, inspect, select, update
from sqlalchemy.orm import Session

from models import (
    Absence,
    Appointment,
    CalendarDay,
    CalendarYear,
    DeadlineRule,
    NumberSequence,
    OfficeSetting,
    Portfolio,
    Post,
    ProcessDefinition,
    Substitution,
    Unit,
    User,
)
from models.known_rows import holds_nothing_back
from models.memory import memory_of_transaction
from models.prepared import Prepared

OFFICE_ROWS = (
    Unit,
    Post,
    Portfolio,
    Substitution,
    Appointment,
    Absence,
    CalendarYear,
    CalendarDay,
    OfficeSetting,
    DeadlineRule,
    ProcessDefinition,
)

_WHERE = {"series": "office revision", "year": 0}
_STAMPS = 2**31 - 1
_STAMP = Prepared(
    select(NumberSequence.last).where(NumberSequence.series == _WHERE["series"], NumberSequence.year == 0)
)
_READ = "office revision"
_SEEN = "seen of the office"


def office_revision(session: Session) -> int:
    """The present stamp, read once in a transaction; 0 for an office where nothing has been entered yet."""
    seen = seen_of_office(session)
    if _READ not in seen:
        seen[_READ] = _STAMP.value(session) or 0
    return seen[_READ]


def seen_of_office(session: Session) -> dict[Any, Any]:
    """What this transaction has read of the office and may go on using: forgotten when it changes the office
    itself."""
    if not holds_nothing_back(session) and _is_changing(session):
        session.flush()
    return memory_of_transaction(session).setdefault(_SEEN, {})


@event.listens_for(Session, "before_flush")
def _stamp_changed_office(session: Session, _context: object, _instances: object) -> None:
    if _is_changing(session):
        _write_new_stamp(session)
        _forget(session)


@event.listens_for(Session, "after_soft_rollback")
def _forget_what_was_undone(session: Session, _transaction: object) -> None:
    _forget(session)


def _forget(session: Session) -> None:
    memory_of_transaction(session).pop(_SEEN, None)


def _is_changing(session: Session) -> bool:
    """Whether this session is about to write something of the office; of a person only that he comes, how he
    is called, and that his account is closed or opened."""
    for rows in (session.new, session.deleted, session.dirty):
        for row in rows:
            if isinstance(row, OFFICE_ROWS):
                return True
            if isinstance(row, User) and _is_another(row):
                return True
    return False


def _is_another(user: User) -> bool:
    told = inspect(user).attrs
    return told.active.history.has_changes() or told.display_name.history.has_changes()


def _write_new_stamp(session: Session) -> None:
    connection = session.connection(bind_arguments={"mapper": NumberSequence})
    stamp: dict[str, Any] = {"last": 1 + secrets.randbelow(_STAMPS - 1)}
    changed = connection.execute(update(NumberSequence).filter_by(**_WHERE).values(stamp))
    if not changed.rowcount:
        connection.execute(insert(NumberSequence).values(**_WHERE, **stamp))
