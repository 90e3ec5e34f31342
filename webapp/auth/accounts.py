"""Accounts as the pages need them: who logs in with what, and a changed password."""

from __future__ import annotations

from datetime import date

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from sqlalchemy import select
from sqlalchemy.orm import Session

from models import User, db
from workflows.words import DomainError, Sentence

from ..transactions import act

SHORTEST_PASSWORD = 10
_hasher = PasswordHasher()
_nobodys_hash = _hasher.hash("nobody logs in with this")


class PasswordRefused(DomainError):
    """The old password is wrong, or the new one is too short."""


def authenticate(name: str, password: str, address: str) -> User | None:
    user = db.session.scalar(select(User).where(User.username == name))
    # An unknown name takes as long as a known one, so that names cannot be found out by the clock.
    known = _matches(user.password_hash if user and user.active else _nobodys_hash, password)
    return user if known and user is not None and user.active else None


def change_password(user_id: int, old: str, new: str) -> User:
    """Set a new password and end all sessions. Raises PasswordRefused."""

    def change(rows: Session) -> User:
        user = rows.get_one(User, user_id)
        if not _matches(user.password_hash, old):
            raise PasswordRefused(Sentence("原密码不对。", "The old password is not right."), field="old_password")
        if len(new) < SHORTEST_PASSWORD:
            raise PasswordRefused(
                Sentence(f"新密码至少{SHORTEST_PASSWORD}个字符。", f"At least {SHORTEST_PASSWORD} characters."),
                field="new_password",
            )
        user.password_hash = _hasher.hash(new)
        user.session_epoch += 1
        return user

    return act(change)


def demo_accounts(session: Session, day: date) -> list[tuple[str, str]]:
    return []


def _matches(kept: str, password: str) -> bool:
    try:
        return _hasher.verify(kept, password)
    except (VerificationError, InvalidHashError):
        return False
