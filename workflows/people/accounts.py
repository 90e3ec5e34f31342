"""Accounts: made, opened with a password, and nothing told to those who guess."""

from __future__ import annotations

from datetime import datetime
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from sqlalchemy import select
from sqlalchemy.orm import Session

from models import AccessRole, Appointment, Post, PostKind, Unit, UnitKind, User
from workflows.rules.calendars import local_day
from workflows.words import DomainError, Sentence

SHORTEST_PASSWORD = 8
LONGEST_PASSWORD = 256  #: hashing is costly on purpose; nobody may make it costlier with a long text

_hasher = PasswordHasher()  # argon2id with the library's present recommendation


class AccountRefused(DomainError):
    """An account cannot be made like this."""


def hash_password(password: str) -> str:
    """The argon2id hash of a password. Raises AccountRefused when it is too short or too long."""
    if not SHORTEST_PASSWORD <= len(password) <= LONGEST_PASSWORD:
        raise AccountRefused(
            Sentence(
                f"密码须为{SHORTEST_PASSWORD}至{LONGEST_PASSWORD}个字符。",
                f"A password has {SHORTEST_PASSWORD} to {LONGEST_PASSWORD} characters.",
            ),
            field="password",
        )
    return _hasher.hash(password)


def create_user(session: Session, username: str, display_name: str, password: str, now: datetime) -> User:
    """A new account. Raises AccountRefused for a name taken or empty, or an unfit password."""
    username = username.strip()
    if not username:
        raise AccountRefused(Sentence("请填写登录名。", "A user name is needed."), field="username")
    if session.scalar(select(User.id).where(User.username == username)):
        raise AccountRefused(
            Sentence(f"登录名“{username}”已被使用。", f"The user name {username} is taken."), field="username"
        )
    hashed = hash_password(password)
    user = User(username=username, display_name=display_name, password_hash=hashed, created_at=now)
    session.add(user)
    session.flush()
    return user


def set_password(session: Session, user: User, password: str) -> None:
    """Change a password and end all of the person's sessions. Raises AccountRefused for an unfit one."""
    user.password_hash = hash_password(password)
    user.session_epoch += 1
    session.flush()


def authenticate(session: Session, username: str, password: str) -> User | None:
    """The person behind a name and password, or None.

    An unknown name costs as long as a wrong password, so that names cannot be found by the clock. A hash made
    with weaker settings than today's is renewed on the way.
    """
    user = session.scalar(select(User).where(User.username == username.strip()))
    hashed = user.password_hash if user else _hash_of_nobody()
    matches = _matches(hashed, password[: LONGEST_PASSWORD + 1])
    if user is None or not user.active or not matches:
        return None
    if _hasher.check_needs_rehash(hashed):
        user.password_hash = _hasher.hash(password)
    return user


def _matches(hashed: str, password: str) -> bool:
    try:
        return _hasher.verify(hashed, password)
    except (VerificationError, InvalidHashError):
        return False


@cache
def _hash_of_nobody() -> str:
    return _hasher.hash("the password of nobody at all")


_ADMIN_POSTS = (
    ("sysadmin", "系统管理员", "System administrator", AccessRole.SYSTEM_ADMIN),
    ("procadmin", "流程管理员", "Process administrator", AccessRole.PROCESS_ADMIN),
)


def create_admin(session: Session, username: str, password: str, now: datetime) -> User:
    """The first account of an empty office: system and process administrator at once.

    Makes the city's unit and the two posts where they are missing. Raises AccountRefused like `create_user`.
    """
    user = create_user(session, username, "系统管理员", password, now)
    city = session.scalar(select(Unit).where(Unit.code == "city"))
    if city is None:
        city = Unit(code="city", name="市人民政府", name_en="City government", kind=UnitKind.CITY)
        session.add(city)
    for code, name, name_en, role in _ADMIN_POSTS:
        post = session.scalar(select(Post).where(Post.code == code))
        if post is None:
            post = Post(
                code=code, name=name, name_en=name_en, kind=PostKind.ADMIN, access_role=role, unit=city
            )
            session.add(post)
        session.add(Appointment(user=user, post=post, from_date=local_day(now)))
    session.flush()
    return user
