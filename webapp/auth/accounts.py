"""Accounts as the pages need them: who logs in with what, a changed password, and a line on record for
each."""

from __future__ import annotations

from datetime import datetime

from flask import current_app
from sqlalchemy.orm import Session

from models import SecurityEvent, User, db
from workflows import first_start
from workflows.people import accounts
from workflows.words import DomainError, Sentence

from ..clock import now
from ..transactions import act

LONGEST_NAME_KEPT = 64


class WrongPassword(DomainError):
    """The old password given with a new one is not the account's."""


def log_in(name: str, password: str, address: str) -> User | None:
    """The account behind a name and password, or None; either way a line for the auditor."""
    user = accounts.authenticate(db.session, name, password)
    # The hash is renewed by the way where today's settings are stronger. It is committed before the act
    # below,
    # whose write lock must not be held while a password is being hashed.
    db.session.commit()
    moment, user_id = now(), user.id if user else None
    kind = "logged in" if user else "login refused"
    act(lambda session: session.add(_line(kind, name, address, moment)))
    return db.session.get(User, user_id) if user_id is not None else None


def change_password(user_id: int, old: str, new: str, address: str) -> User:
    """Set a new password and end all sessions. Raises WrongPassword, and AccountRefused for an unfit new
    one."""
    user = db.session.get_one(User, user_id)
    if accounts.authenticate(db.session, user.username, old) is None:
        raise WrongPassword(Sentence("原密码不对", "The old password is not right"), field="old_password")
    moment = now()

    def change(session: Session) -> User:
        changed = session.get_one(User, user_id)
        accounts.set_password(session, changed, new)
        session.add(_line("password changed", changed.username, address, moment))
        return changed

    return act(change)


def demo_accounts() -> list[tuple[str, str, str]]:
    """User name, password and title of the demonstration's accounts; none in a real office."""
    return first_start.demo_accounts() if current_app.config["DEMO"] else []


def _line(kind: str, name: str, address: str, moment: datetime) -> SecurityEvent:
    return SecurityEvent(at=moment, kind=kind, username=name[:LONGEST_NAME_KEPT], address=address[:64])
