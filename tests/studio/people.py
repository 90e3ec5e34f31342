"""Who draws, who approves, who may do neither."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from models import User
from tests.demonstration import OFFICE_NOW
from workflows.people.posts import post_by_code
from workflows.people.substitution import Actor


def actor(session: Session, code: str) -> Actor:
    """The demonstration's person in the post of that code."""
    user = session.scalars(select(User).where(User.username == code)).one()
    return Actor(user, post_by_code(session, code))


def second_drawer(session: Session) -> Actor:
    """Another person in the process administrator's post."""
    user = User(username="drawer2", display_name="流程管理员（二）", password_hash="x", created_at=OFFICE_NOW)
    session.add(user)
    session.flush()
    return Actor(user, post_by_code(session, "procadmin"))
