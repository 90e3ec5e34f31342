"""Beginning a matter (新建事项): start the process and go to its first task."""

from __future__ import annotations

from flask import abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from models import ProcessInstance, Task, TaskState, db
from workflows import instances
from workflows.permissions import task_for

from ..clock import now
from ..transactions import act
from .actor import present_actor
from .blueprint import blueprint

LONGEST_TITLE = 200


@blueprint.route("/new", methods=["GET", "POST"])
def begin() -> Response | str | tuple[str, int]:
    """Choose what to begin, give it a title; 422 without one. 403 for those who may begin nothing."""
    choices = instances.startable(db.session, current_user.user, now())
    if not choices:
        abort(403)
    if request.method == "GET":
        return _begin_page(choices)
    title = request.form.get("title", "").strip()
    process_id = request.form.get("process", "")
    errors = _errors(title, process_id, {choice.process_id for choice in choices})
    if errors:
        return _begin_page(choices, errors), 422
    instance_id, task_id = act(lambda session: _start(session, process_id, title))
    if task_id is not None:
        return redirect(url_for("tasks.show", task_id=task_id), 303)
    flash(_("事项已建立。"), "done")
    return redirect(url_for("matters.show", instance_id=instance_id), 303)


def _errors(title: str, process_id: str, allowed: set[str]) -> dict[str, str]:
    errors: dict[str, str] = {}
    if not title:
        errors["title"] = _("请填写事项名称。")
    elif len(title) > LONGEST_TITLE:
        errors["title"] = _(
            "事项名称不超过%(most)s个字，现在是%(now)s个字。", most=LONGEST_TITLE, now=len(title)
        )
    if process_id not in allowed:
        errors["process"] = _("请选择要办理的事项种类。")
    return errors


def _start(session: Session, process_id: str, title: str) -> tuple[int, int | None]:
    moment, actor = now(), present_actor(session)
    instance = instances.start(session, process_id, {"title": title}, actor, moment, title=title)
    session.flush()
    return instance.id, _first_task_for_me(session, instance, actor.user, moment)


def _first_task_for_me(session: Session, instance: ProcessInstance, user, moment) -> int | None:
    opened = session.scalars(
        select(Task.id).where(Task.instance_id == instance.id, Task.state == TaskState.OPEN).order_by(Task.id)
    )
    return next((task_id for task_id in opened if task_for(session, user, task_id, moment).actor), None)


def _begin_page(choices, errors: dict[str, str] | None = None) -> str:
    return render_template("matters/new.html", choices=choices, errors=errors or {}, typed=request.form)
