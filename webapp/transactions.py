"""One commit at the edge: a view hands its act over here, and reads fresh rows afterwards."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from blinker import signal
from flask import current_app
from sqlalchemy.orm import Session

from models import db
from workflows.acts import run_act

Answer = TypeVar("Answer")

acted = signal("acted")
"""Sent, with the application, after an act was committed: there may be something to send or to wake."""


def act(work: Callable[[Session], Answer]) -> Answer:
    """Do ``work`` wholly or not at all, in a transaction of its own (see ``workflows.acts.run_act``).

    The request's own reading session is let go first: on SQLite it would see the office as it was before,
    and rows loaded from it must not be used inside ``work``. What ``work`` returns should be plain values or
    freshly loaded rows, which stay readable after the commit.
    """
    db.session.rollback()
    answer = run_act(new_session, work)
    db.session.expire_all()
    acted.send(current_app._get_current_object())  # type: ignore[attr-defined]
    return answer


def new_session() -> Session:
    """A session of its own on the office's database; what it loaded stays readable after its commit."""
    return Session(db.engine, expire_on_commit=False)
