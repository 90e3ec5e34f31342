"""待办 and 已办: the page one starts from."""

from __future__ import annotations

from flask import Blueprint, render_template, request
from flask_login import current_user

from models import db
from workflows.instances import startable
from workflows.queries import inbox as questions

from ..clock import now
from .filters import filters_from, with_filter

blueprint = Blueprint("inbox", __name__)


@blueprint.get("/")
def open_tasks() -> str:
    """What waits for me, the most urgent first; filters and the page stand in the address."""
    return _page(questions.my_tasks, done=False)


@blueprint.get("/done")
def done_tasks() -> str:
    """What I have done, the newest first."""
    return _page(questions.done_tasks, done=True)


def _page(question, done: bool) -> str:
    moment = now()
    filters = filters_from(request.args)
    page = question(db.session, current_user.user, moment, filters, request.args.get("after") or None)
    return render_template(
        "inbox/page.html",
        page=page,
        filters=filters,
        done=done,
        with_filter=with_filter,
        can_begin=bool(startable(db.session, current_user.user, moment)),
    )
