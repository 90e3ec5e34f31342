"""Who is away (请假登记): during an absence the B role acts in the holder's name."""

from __future__ import annotations

from datetime import timedelta

from flask import abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload
from werkzeug.wrappers import Response

from models import Absence, Post, Substitution, db
from workflows.people import posts, substitution

from ..clock import now, today
from ..matters.actor import present_actor
from .blueprint import blueprint, for_the_office
from .refusals import tried, typed_day, typed_text

LONGEST_REASON = 200


@blueprint.route("/absences", methods=["GET", "POST"])
@for_the_office
def absence_list() -> Response | str | tuple[str, int]:
    """Who is away now and soon; POST enters an absence, 422 where the office refuses it."""
    if request.method == "GET":
        return _page()
    errors = _errors()
    if errors:
        return _page(errors), 422
    code, first, last = typed_text("post"), typed_day("from_date"), typed_day("to_date")
    reason, moment = typed_text("reason")[:LONGEST_REASON], now()

    def work(session: Session) -> None:
        post, actor = posts.post_by_code(session, code), present_actor(session)
        substitution.register_absence(session, post, first, last, reason, actor, moment)

    _done, errors = tried(work, "post")
    if errors:
        return _page(errors), 422
    flash(_("请假已登记，期间由B角以其名义办理。"), "done")
    return redirect(url_for("admin.absence_list"), 303)


@blueprint.post("/absences/<int:absence_id>/end")
@for_the_office
def end_absence(absence_id: int) -> Response:
    """The holder is back today: yesterday was the last day away."""
    yesterday = today() - timedelta(days=1)

    def work(session: Session) -> None:
        substitution.end_absence(session, session.get(Absence, absence_id) or abort(404), yesterday)

    tried(work, "post")
    flash(_("已销假，今天起由本人办理。"), "done")
    return redirect(url_for("admin.absence_list"), 303)


def _errors() -> dict[str, str]:
    errors: dict[str, str] = {}
    if not typed_text("post"):
        errors["post"] = _("请选择职务。")
    for name in ("from_date", "to_date"):
        if typed_day(name) is None:
            errors[name] = _("请填写日期。")
    return errors


def _page(errors: dict[str, str] | None = None) -> str:
    absences = db.session.scalars(
        select(Absence)
        .where(Absence.to_date >= today())
        .options(joinedload(Absence.post))
        .order_by(Absence.from_date, Absence.id)
    )
    return render_template(
        "admin/absences.html",
        absences=list(absences),
        substitutions=_substitutions(),
        today=today(),
        errors=errors or {},
        typed=request.form,
    )


def _substitutions() -> list[Substitution]:
    """The posts that have a B role: only their holders can be entered as away."""
    return list(
        db.session.scalars(
            select(Substitution)
            .join(Post, Post.id == Substitution.post_id)
            .options(joinedload(Substitution.post), joinedload(Substitution.substitute))
            .order_by(Post.position, Post.id)
        )
    )
