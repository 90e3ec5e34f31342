"""In which transaction a session is: what was read in it is remembered only as long as it lasts."""

from __future__ import annotations

from sqlalchemy.orm import Session, SessionTransaction, scoped_session


def whole_of(session: Session) -> SessionTransaction | None:
    """The outermost transaction; None where none has begun."""
    return _plain(session).get_transaction()


def innermost_of(session: Session) -> SessionTransaction | None:
    """The savepoint the session is in, otherwise its transaction; None where none has begun."""
    plain = _plain(session)
    return plain.get_nested_transaction() or plain.get_transaction()


def _plain(session: Session) -> Session:
    """The session itself, where a page hands over the one that finds it by the request."""
    return session() if isinstance(session, scoped_session) else session
