"""What is told or sent after the commit: at least once, made once by its key."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from functools import cache
from typing import Any

from sqlalchemy import or_, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from models import Notice, OutboxEntry
from models.prepared import Prepared, dialect_of
from workflows.acts import run_act

BATCH = 50
_FIRST_PAUSE = timedelta(seconds=30)
_LONGEST_PAUSE = timedelta(hours=6)

Sender = Callable[[Session, OutboxEntry, datetime], None]
_senders: dict[str, Sender] = {}


def sender(kind: str) -> Callable[[Sender], Sender]:
    """Register what sends a kind of entry. It must be idempotent: it may be called again after a crash."""

    def register(function: Sender) -> Sender:
        _senders[kind] = function
        return function

    return register


def put(
    session: Session,
    kind: str,
    idempotency_key: str,
    payload: Mapping[str, Any],
    now: datetime,
    not_before: datetime | None = None,
) -> None:
    """Have something sent once this act is committed; a second entry under the same key is left out."""
    values = {
        "idempotency_key": idempotency_key,
        "kind": kind,
        "payload": dict(payload),
        "created_at": now,
        "not_before": not_before,
        "attempts": 0,
        "sent_at": None,
        "last_failure": "",
    }
    _put_once(dialect_of(session)).write(session, values)


@cache
def _put_once(dialect: str) -> Prepared:
    insert = postgresql.insert if dialect == "postgresql" else sqlite.insert
    table = OutboxEntry.__table__
    columns = [column.name for column in table.c if not column.primary_key]
    return Prepared(insert(table).on_conflict_do_nothing(), columns)


def send_due(session_factory: Callable[[], Session], now: datetime, batch: int = BATCH) -> int:
    """Send what is due, each entry in a transaction of its own; how many were sent.

    An entry that fails is tried again later, after a pause that doubles; it never stops the others.
    """
    sent = 0
    for entry_id in run_act(session_factory, lambda session: _due(session, now, batch)):
        try:
            sent += run_act(session_factory, lambda session, id_=entry_id: _send_one(session, id_, now))
        except (
            Exception
        ) as failure:  # the boundary to whatever a sender does: recorded, and tried again later
            words = f"{type(failure).__name__}: {failure}"
            run_act(
                session_factory, lambda session, id_=entry_id, said=words: _put_off(session, id_, said, now)
            )
    return sent


def _due(session: Session, now: datetime, batch: int) -> list[int]:
    waits = select(OutboxEntry.id).where(
        OutboxEntry.sent_at.is_(None), or_(OutboxEntry.not_before.is_(None), OutboxEntry.not_before <= now)
    )
    return list(session.scalars(waits.order_by(OutboxEntry.id).limit(batch)))


def _send_one(session: Session, entry_id: int, now: datetime) -> bool:
    claimed = session.execute(
        update(OutboxEntry)
        .where(OutboxEntry.id == entry_id, OutboxEntry.sent_at.is_(None))
        .values(sent_at=now)
    )
    if claimed.rowcount != 1:
        return False  # another worker was first
    entry = session.get_one(OutboxEntry, entry_id)
    _senders[entry.kind](session, entry, now)
    return True


def _put_off(session: Session, entry_id: int, words: str, now: datetime) -> None:
    entry = session.get_one(OutboxEntry, entry_id)
    entry.attempts += 1
    entry.last_failure = words[:2000]
    entry.not_before = now + min(_FIRST_PAUSE * 2 ** min(entry.attempts - 1, 20), _LONGEST_PAUSE)


@sender("notice")
def _post_notice(session: Session, entry: OutboxEntry, now: datetime) -> None:
    """A line in a post's notice list; the entry's transaction makes it once."""
    told = entry.payload
    session.add(
        Notice(
            post_id=told["post_id"],
            instance_id=told["instance_id"],
            kind=told["kind"],
            title=told["title"],
            title_en=told["title_en"],
            words=told["words"],
            words_en=told["words_en"],
            made_at=entry.created_at,
        )
    )
