"""The visitor as the domain knows him: a person acting in one of his posts."""

from __future__ import annotations

from flask import abort
from flask_login import current_user
from sqlalchemy.orm import Session

from models import Post, User
from workflows.people.substitution import Actor


def present_actor(session: Session) -> Actor:
    """The person behind the request, in the post chosen for this session, with rows of the act's own session.

    403 for somebody who holds no post today: whoever acts on a matter acts in a post.
    """
    post = current_user.acting_post
    if post is None:
        abort(403)
    return Actor(
        user=session.get_one(User, current_user.id), post=session.get_one(Post, post.id), on_behalf_of=None
    )
