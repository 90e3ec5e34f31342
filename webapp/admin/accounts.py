"""Accounts: made, given a new password, closed and opened again; each on record."""

from __future__ import annotations

from flask import abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload
from werkzeug.wrappers import Response

from models import Appointment, SecurityEvent, User, db
from workflows.people.accounts import create_user, set_password

from ..clock import now, today
from ..matters.actor import present_actor
from .blueprint import blueprint, for_technicians
from .refusals import tried, typed_text


@blueprint.route("/accounts", methods=["GET", "POST"])
@for_technicians
def accounts() -> Response | str | tuple[str, int]:
    """The accounts; POST makes a new one, 422 where that is refused."""
    if request.method == "GET":
        return _accounts_page()
    name, title, password = (
        typed_text("username"),
        typed_text("display_name"),
        request.form.get("password", ""),
    )
    if not title:
        return _accounts_page({"display_name": _("请填写显示名。")}), 422
    moment = now()
    _user, errors = tried(lambda session: create_user(session, name, title, password, moment), "username")
    if errors:
        return _accounts_page(errors), 422
    flash(_("账号已建立。请到相应职务页登记任职。"), "done")
    return redirect(url_for("admin.accounts"), 303)


@blueprint.post("/accounts/<int:user_id>")
@for_technicians
def change_account(user_id: int) -> Response | tuple[str, int]:
    """Reset a password, close or reopen an account; ends the person's sessions and is on record."""
    what, password, moment = typed_text("what"), request.form.get("password", ""), now()

    def work(session: Session) -> None:
        user = session.get(User, user_id) or abort(404)
        if what == "password":
            set_password(session, user, password)
        elif what in ("close", "open"):
            user.active = what == "open"
            user.session_epoch += 1
        else:
            abort(400)
        by = present_actor(session).user.username
        session.add(SecurityEvent(at=moment, kind=f"account {what}", username=by, words=user.username))

    _done, errors = tried(work, "password")
    if errors:
        return _accounts_page(errors), 422
    flash(_("账号已修改，该人员的登录已全部退出。"), "done")
    return redirect(url_for("admin.accounts"), 303)


def _accounts_page(errors: dict[str, str] | None = None) -> str:
    users = db.session.scalars(
        select(User)
        .options(selectinload(User.appointments).joinedload(Appointment.post))
        .order_by(User.active.desc(), User.username)
    )
    return render_template(
        "admin/accounts.html", users=list(users), today=today(), errors=errors or {}, typed=request.form
    )
