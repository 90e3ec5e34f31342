"""Beginning and ending a session. Logging in always begins a new one."""

from __future__ import annotations

from flask import session
from flask_login import login_user, logout_user

from models import User

from .visitor import Visitor


def begin(user: User) -> None:
    """Log in; nothing of the earlier session is carried over, so that a planted one is worth nothing."""
    session.clear()
    session.permanent = True
    login_user(Visitor(user))


def end() -> None:
    logout_user()
    session.clear()
