"""Units, posts and who holds them."""

from __future__ import annotations

from flask import abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload, selectinload
from werkzeug.wrappers import Response

from models import Absence, Appointment, Post, Substitution, Unit, User, db
from workflows.people import appointments, posts

from ..clock import now, today
from ..matters.actor import present_actor
from .blueprint import blueprint, for_technicians, for_the_office
from .refusals import tried, typed_day, typed_text


@blueprint.get("/people")
@for_the_office
def people() -> str:
    """Every unit with its posts, who holds them today, and who stands in."""
    units = db.session.scalars(
        select(Unit)
        .options(selectinload(Unit.posts).selectinload(Post.appointments).joinedload(Appointment.user))
        .order_by(Unit.position, Unit.id)
    )
    staffed = [unit for unit in units if unit.posts]
    return render_template(
        "admin/people.html",
        units=staffed,
        holders=_holders_today(staffed),
        substitutes=_substitutes(),
        absent=_absent_posts(),
    )


@blueprint.get("/posts/<code>")
@for_the_office
def post(code: str) -> str:
    """One post: its holders past, present and to come, its absences and its B role."""
    return _post_page(code)


@blueprint.post("/posts/<code>/appoint")
@for_technicians
def appoint(code: str) -> Response | tuple[str, int]:
    """A person comes to the post, beside the present holders or in their place; 422 where that is refused."""
    errors = _appointment_errors()
    if errors:
        return _post_page(code, errors), 422
    user_id, first, last = int(typed_text("user")), typed_day("from_date"), typed_day("to_date")
    in_place = typed_text("how") != "beside"
    moment = now()

    def work(session: Session) -> None:
        actor, at = present_actor(session), posts.post_by_code(session, code)
        user = session.get_one(User, user_id)
        if in_place:
            appointments.hand_over(session, at, user, first, actor, moment)
        else:
            appointments.appoint(session, user, at, first, actor, moment, last)

    _done, errors = tried(work, "user")
    if errors:
        return _post_page(code, errors), 422
    flash(_("任职已登记；未办任务随职务走，办理记录不变。"), "done")
    return redirect(url_for("admin.post", code=code), 303)


@blueprint.post("/appointments/<int:appointment_id>/end")
@for_technicians
def end_appointment(appointment_id: int) -> Response | tuple[str, int]:
    """A person leaves a post after a day; 422 without one."""
    code = (db.session.get(Appointment, appointment_id) or abort(404)).post.code
    last_day = typed_day("last_day")
    if last_day is None:
        return _post_page(code, {"last_day": _("请填写任职的最后一天。")}), 422
    moment = now()

    def work(session: Session) -> None:
        row = session.get_one(Appointment, appointment_id)
        appointments.end_appointment(session, row, last_day, present_actor(session), moment)

    _done, errors = tried(work, "last_day")
    if errors:
        return _post_page(code, errors), 422
    flash(_("离任已登记，未办任务留在该职务上。"), "done")
    return redirect(url_for("admin.post", code=code), 303)


def _appointment_errors() -> dict[str, str]:
    errors: dict[str, str] = {}
    chosen = typed_text("user")
    if not chosen.isdigit() or db.session.get(User, int(chosen)) is None:
        errors["user"] = _("请选择人员。")
    if typed_day("from_date") is None:
        errors["from_date"] = _("请填写到任日期。")
    if typed_text("to_date") and typed_day("to_date") is None:
        errors["to_date"] = _("离任日期看不懂，请按年月日填写。")
    return errors


def _post_page(code: str, errors: dict[str, str] | None = None) -> str:
    row = posts.post_by_code(db.session, code)
    appointments = db.session.scalars(
        select(Appointment)
        .where(Appointment.post_id == row.id)
        .options(joinedload(Appointment.user))
        .order_by(Appointment.from_date.desc())
    )
    absences = db.session.scalars(
        select(Absence).where(Absence.post_id == row.id).order_by(Absence.from_date.desc()).limit(20)
    )
    return render_template(
        "admin/post.html",
        post=row,
        appointments=list(appointments),
        absences=list(absences),
        substitute=posts.substitute_of(db.session, row),
        users=list(db.session.scalars(select(User).where(User.active).order_by(User.display_name))),
        today=today(),
        errors=errors or {},
        typed=request.form,
    )


def _holders_today(units: list[Unit]) -> dict[int, list[Appointment]]:
    day = today()
    posts = [post for unit in units for post in unit.posts]
    return {post.id: [one for one in post.appointments if one.holds_on(day)] for post in posts}


def _substitutes() -> dict[int, Post]:
    rows = db.session.scalars(select(Substitution).options(joinedload(Substitution.substitute)))
    return {row.post_id: row.substitute for row in rows}


def _absent_posts() -> set[int]:
    day = today()
    return set(
        db.session.scalars(select(Absence.post_id).where(Absence.from_date <= day, Absence.to_date >= day))
    )
