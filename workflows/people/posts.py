"""Who holds which post, who oversees which unit: questions about the office on a given day.

Units and posts share one namespace of codes. Days are Shanghai days, both ends included.
"""

from __future__ import annotations

from datetime import date

from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.orm import Session

from models import Appointment, Portfolio, Post, PostKind, Unit, User
from workflows.people.register import post_in, register_of, unit_in
from workflows.words import DomainError, Sentence


class NoSuchCode(DomainError):
    """No unit or post has this code."""

    def __init__(self, code: str) -> None:
        super().__init__(
            Sentence(f"没有代码为“{code}”的单位或岗位。", f"No unit or post has the code {code}.")
        )
        self.code = code


def unit_by_code(session: Session, code: str) -> Unit:
    """The unit with this code. Raises NoSuchCode."""
    unit = register_of(session).by_code.get(code)
    if not isinstance(unit, Unit):
        raise NoSuchCode(code)
    return unit_in(session, unit)


def post_by_code(session: Session, code: str) -> Post:
    """The post with this code. Raises NoSuchCode."""
    register = register_of(session)
    post = register.by_code.get(code)
    if not isinstance(post, Post):
        raise NoSuchCode(code)
    return post_in(session, register, post.id)


def on_day(table: type[Appointment | Portfolio], day: date) -> ColumnElement[bool]:
    """The SQL condition that an appointment or portfolio holds on a day."""
    return and_(table.from_date <= day, or_(table.to_date.is_(None), table.to_date >= day))


def posts_of(session: Session, user: User, day: date) -> list[Post]:
    """The posts a person holds on a day, in the office's order."""
    register = register_of(session)
    return [post_in(session, register, post_id) for post_id in register.held_by(user.id, day)]


def holders_of(session: Session, post: Post, day: date) -> list[User]:
    """The persons who hold a post on a day, longest first; closed accounts hold nothing."""
    query = select(User).join(Appointment).where(Appointment.post_id == post.id, on_day(Appointment, day))
    return list(session.scalars(query.where(User.active).order_by(Appointment.from_date, User.id)).unique())


def leader_of(session: Session, unit: Unit, day: date) -> Post | None:
    """The leader's post that oversees a unit on a day (分管领导); a unit without one has its parent's."""
    query = select(Post).join(Portfolio).where(Portfolio.unit_id == unit.id, on_day(Portfolio, day))
    leader = session.scalar(query.order_by(Post.position, Post.id).limit(1))
    if leader is None and unit.parent is not None:
        return leader_of(session, unit.parent, day)
    return leader


def units_overseen(session: Session, post: Post, day: date) -> list[Unit]:
    """The units in a leader's portfolio on a day."""
    query = select(Unit).join(Portfolio).where(Portfolio.post_id == post.id, on_day(Portfolio, day))
    return list(session.scalars(query.order_by(Unit.position, Unit.id)).unique())


def head_post(session: Session, unit: Unit) -> Post | None:
    """The post in charge of a unit."""
    return _post_of_kind(session, unit, (PostKind.HEAD, PostKind.LEADER))


def liaison_post(session: Session, unit: Unit) -> Post | None:
    """A unit's contact post, or its head where it has none."""
    return _post_of_kind(session, unit, (PostKind.LIAISON,)) or head_post(session, unit)


def section_post(session: Session, unit: Unit) -> Post | None:
    """The section of a unit that does the work, or its contact post where it has none."""
    return _post_of_kind(session, unit, (PostKind.SECTION,)) or liaison_post(session, unit)


def _post_of_kind(session: Session, unit: Unit, kinds: tuple[PostKind, ...]) -> Post | None:
    register = register_of(session)
    for kind in kinds:
        for post in register.of_unit.get(unit.id, ()):
            if post.kind is kind:
                return post_in(session, register, post.id)
    return None


def superior_of(post: Post) -> Post | None:
    """The post above."""
    return post.superior


def substitute_of(session: Session, post: Post) -> Post | None:
    """The B role of a post (AB角)."""
    register = register_of(session)
    substitute = register.substitutes.get(post.id)
    return post_in(session, register, substitute) if substitute is not None else None
