"""What stands still and must be mended: seen, corrected with a reason, tried again, ended."""

from __future__ import annotations

import json
from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from models import Incident, ProcessInstance, db
from workflows import incidents, instances
from workflows.running.stored import given_back

from ..clock import now
from ..matters.actor import present_actor
from .blueprint import blueprint, for_menders
from .refusals import tried, typed_text


@blueprint.get("/incidents")
@for_menders
def incident_list() -> str:
    """The open incidents, the oldest first; paged by the last one seen."""
    text = request.args.get("after", "")
    after = int(text) if text.isascii() and text.isdigit() and len(text) < 19 else 0
    rows = incidents.open_incidents(db.session, current_user.user, now(), after)
    more = rows[-1].id if len(rows) == incidents.PAGE else None
    return render_template("admin/incidents.html", rows=rows, more=more)


@blueprint.get("/incidents/<int:incident_id>")
@for_menders
def incident(incident_id: int) -> str:
    """One incident: where it stands, what was evaluated, what was seen, since when."""
    return _page(incident_id)


@blueprint.post("/incidents/<int:incident_id>/correct")
@for_menders
def correct(incident_id: int) -> Response | tuple[str, int]:
    """Set one variable right, with a reason; 422 where the value cannot be read or no reason is given."""
    name, reason, moment = typed_text("name"), typed_text("reason"), now()
    value, errors = _typed_value()
    if not name:
        errors["name"] = _("请填写变量名。")
    if errors:
        return _page(incident_id, errors), 422

    def work(session: Session) -> None:
        row = session.get(Incident, incident_id) or abort(404)
        incidents.correct(session, row.instance, {name: value}, reason, present_actor(session), moment)

    _done, errors = tried(work, "reason")
    if errors:
        return _page(incident_id, errors), 422
    flash(_("数据已更正并记录，可以重试了。"), "done")
    return redirect(url_for("admin.incident", incident_id=incident_id), 303)


@blueprint.post("/incidents/<int:incident_id>/retry")
@for_menders
def retry(incident_id: int) -> Response | tuple[str, int]:
    """Try again what failed; what fails again is a new incident."""
    moment = now()

    def work(session: Session) -> None:
        row = session.get(Incident, incident_id) or abort(404)
        incidents.retry(session, row, present_actor(session), moment)

    _done, errors = tried(work, "retry")
    if errors:
        return _page(incident_id, errors), 422
    flash(_("已重试。如仍受阻，会作为新的一条列在这里。"), "done")
    return redirect(url_for("admin.incident_list"), 303)


@blueprint.post("/incidents/<int:incident_id>/cancel")
@for_menders
def cancel_matter(incident_id: int) -> Response | tuple[str, int]:
    """End the whole matter, with a reason on record."""
    reason, moment = typed_text("cancel_reason"), now()
    if not reason:
        return _page(incident_id, {"cancel_reason": _("请写明终止的理由，它会记入办理轨迹。")}), 422

    def work(session: Session) -> None:
        row = session.get(Incident, incident_id) or abort(404)
        instances.cancel(session, row.instance, present_actor(session), reason, moment)

    _done, errors = tried(work, "cancel_reason")
    if errors:
        return _page(incident_id, errors), 422
    flash(_("事项已终止，理由已记入办理轨迹。"), "done")
    return redirect(url_for("admin.incident_list"), 303)


def _typed_value() -> tuple[Any, dict[str, str]]:
    """What was typed, read as the kind of value chosen: text, number, yes or no, or nothing."""
    kind, text = typed_text("kind"), request.form.get("value", "")
    try:
        if kind == "json":
            return json.loads(text), {}
    except ValueError:
        return None, {"value": _("这段内容不是有效的结构化数据。")}
    if kind == "flag":
        return text.strip() in ("true", "是", "1", "yes"), {}
    return (None if kind == "nothing" else text), {}


def _page(incident_id: int, errors: dict[str, str] | None = None) -> str:
    row = db.session.get(Incident, incident_id) or abort(404)
    incidents.open_incidents(db.session, current_user.user, now(), size=1)  # the same door as the list
    instance = db.session.get_one(ProcessInstance, row.instance_id)
    return render_template(
        "admin/incident.html",
        row=row,
        instance=instance,
        seen=given_back(row.values_seen),
        variables=given_back(instance.variables),
        errors=errors or {},
        typed=request.form,
    )
