"""Handing open tasks to another post or unit, with a reason on record; one or many at once."""

from __future__ import annotations

from flask import abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from models import AccessRole, Post, PostKind, Task, TaskState, Unit, db
from workflows import assignment
from workflows.permissions import task_for

from ..access import only_for
from ..addresses import safe_next
from ..clock import now
from ..i18n import say
from ..transactions import act
from .actor import present_actor
from .blueprint import blueprint

MOST_AT_ONCE = 100


@blueprint.route("/reassign", methods=["GET", "POST"])
@only_for(AccessRole.SECRETARIAT)
def reassign() -> Response | str | tuple[str, int]:
    """Give the tasks named in the address to somebody else; 422 without a receiver or a reason."""
    task_ids = _asked_for()
    if request.method == "GET":
        return _reassign_page(task_ids)
    receiver, reason = _receiver(db.session), request.form.get("reason", "").strip()
    errors = _errors(receiver, reason)
    if errors:
        return _reassign_page(task_ids, errors), 422
    moment = now()

    def work(session: Session) -> str:
        actor, to = present_actor(session), _receiver(session)
        for task_id in task_ids:
            task = task_for(session, actor.user, task_id, moment).task
            assignment.reassign(session, task, to, actor, reason, moment)
        return to.name

    try:
        name = act(work)
    except assignment.ReassignRefused as refusal:
        return _reassign_page(task_ids, {refusal.field or "to": say(refusal.sentence)}), 422
    flash(_("已改派%(count)s项任务给%(name)s，理由已记入办理轨迹。", count=len(task_ids), name=name), "done")
    return redirect(safe_next(request.form.get("next") or url_for("board.index")), 303)


def _asked_for() -> list[int]:
    """The open tasks asked for: by their own ids, or all open ones of the matters ticked on the board."""
    tasks = {int(value) for value in request.values.getlist("task") if value.isdigit()}
    matters = {int(value) for value in request.values.getlist("matter") if value.isdigit()}
    if matters:
        tasks |= set(
            db.session.scalars(
                select(Task.id).where(Task.instance_id.in_(matters), Task.state == TaskState.OPEN)
            )
        )
    if not tasks or len(tasks) > MOST_AT_ONCE:
        abort(400)
    return sorted(tasks)


def _receiver(session: Session) -> Post | Unit | None:
    code = request.form.get("to", "")
    return session.scalar(select(Post).where(Post.code == code)) or session.scalar(
        select(Unit).where(Unit.code == code)
    )


def _errors(receiver: Post | Unit | None, reason: str) -> dict[str, str]:
    errors: dict[str, str] = {}
    if receiver is None:
        errors["to"] = _("请选择改派给哪个单位或职务。")
    if not reason:
        errors["reason"] = _("请写明改派的理由，它会记入办理轨迹。")
    return errors


def _reassign_page(task_ids: list[int], errors: dict[str, str] | None = None) -> str:
    moment = now()
    tasks = [task_for(db.session, current_user.user, task_id, moment).task for task_id in task_ids]
    return render_template(
        "matters/reassign.html",
        tasks=tasks,
        units=_units_with_posts(),
        errors=errors or {},
        typed=request.form,
        next=request.values.get("next", ""),
    )


def _units_with_posts() -> list[Unit]:
    """Every unit with the posts that can be given work, in the order of the office's lists."""
    units = db.session.scalars(select(Unit).join(Unit.posts).order_by(Unit.position, Unit.id).distinct())
    return [unit for unit in units if any(post.kind is not PostKind.ADMIN for post in unit.posts)]
