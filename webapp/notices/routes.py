"""The notices of the posts in which a person acts today."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, request, url_for
from flask_login import current_user
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from models import User, db
from workflows.telling import notices

from ..addresses import safe_next
from ..clock import now
from ..transactions import act

blueprint = Blueprint("notices", __name__, url_prefix="/notices")


@blueprint.get("/")
def index() -> str:
    """All of them, the newest first, or only the unread ones; paged by the last one seen."""
    unread_only = bool(request.args.get("unread"))
    rows = notices.for_user(db.session, current_user.user, now(), unread_only=unread_only, before=_before())
    return render_template(
        "notices/index.html",
        rows=rows,
        unread_only=unread_only,
        unread=notices.unread(db.session, current_user.user, now()),
        more=rows[-1].id if len(rows) == notices.PAGE else None,
    )


@blueprint.post("/<int:notice_id>/read")
def mark_read(notice_id: int) -> Response:
    """Read it, and go to its matter or back to the notices."""
    moment = now()

    def work(session: Session) -> int | None:
        user = session.get_one(User, current_user.id)
        return notices.mark_read(session, notice_id, user, moment).instance_id

    instance_id = act(work)
    if request.form.get("open") and instance_id is not None:
        return redirect(url_for("matters.show", instance_id=instance_id), 303)
    return redirect(safe_next(request.form.get("next") or url_for("notices.index")), 303)


def _before() -> int | None:
    text = request.args.get("before", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 19 else None
