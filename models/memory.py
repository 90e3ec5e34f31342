"""What is found out within a transaction and holds as long as it lasts: kept with the session, gone with the
transaction."""

from __future__ import annotations

from typing import Any

from sqlalchemy import event
from sqlalchemy.orm import Session, SessionTransaction

_WHOLE, _INNERMOST = "memory of the transaction", "memory of the savepoint"


def memory_of_transaction(session: Session) -> dict[str, Any]:
    """Gone when the transaction ends, savepoints in it notwithstanding."""
    return session.info.setdefault(_WHOLE, {})


def memory_of_savepoint(session: Session) -> dict[str, Any]:
    """Gone when the transaction ends, and whenever a savepoint in it begins or ends: what was learned or
    locked within one may be undone, and what was known before may be changed within it."""
    return session.info.setdefault(_INNERMOST, {})


@event.listens_for(Session, "after_transaction_create")
@event.listens_for(Session, "after_transaction_end")
def _forget(session: Session, transaction: SessionTransaction) -> None:
    is_whole = transaction.parent is None
    if is_whole or transaction.nested:  # what a flush begins for itself is neither
        session.info.pop(_INNERMOST, None)
    if is_whole:
        session.info.pop(_WHOLE, None)
