"""The person behind a request: an account, the posts held today, and the one in which the person acts."""

from __future__ import annotations

from functools import cached_property

from flask import session
from flask_login import UserMixin

from models import AccessRole, Post, User, db
from workflows.people import posts

from ..clock import today
from ..extensions import login_manager
from ..i18n import in_words

ACTING_POST = "acting_post"


class Visitor(UserMixin):
    """What Flask-Login keeps as ``current_user``; the account's row is in ``user``."""

    def __init__(self, user: User) -> None:
        self.user = user
        self.id = user.id
        self.username = user.username
        self.display_name = user.display_name
        self.language = user.language
        self.large_type = user.large_type

    def get_id(self) -> str:
        """Account and epoch: raising the epoch ends every session of the person."""
        return f"{self.user.id}:{self.user.session_epoch}"

    @cached_property
    def posts(self) -> list[Post]:
        """The posts the person holds today, in the office's order."""
        return posts.posts_of(db.session, self.user, today())

    @property
    def acting_post(self) -> Post | None:
        """The post chosen for this session, where the person still holds it; else the first."""
        chosen = session.get(ACTING_POST)
        return next(
            (post for post in self.posts if post.code == chosen), self.posts[0] if self.posts else None
        )

    @property
    def acting_name(self) -> str:
        post = self.acting_post
        return in_words(post.name, post.name_en) if post else self.display_name

    @cached_property
    def access_roles(self) -> frozenset[AccessRole]:
        return frozenset(post.access_role for post in self.posts)


@login_manager.user_loader
def load_visitor(identity: str) -> Visitor | None:
    """The visitor of a session; None where the account is closed or its sessions were ended."""
    user_id, _, epoch = identity.partition(":")
    if not (user_id.isdigit() and epoch.isdigit()):
        return None
    user = db.session.get(User, int(user_id))
    if user is None or not user.active or user.session_epoch != int(epoch):
        return None
    return Visitor(user)
