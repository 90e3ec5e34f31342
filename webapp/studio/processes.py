"""What the office has: its processes with their drafts; beginning to draw one."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from models import db
from workflows.studio import drafts
from workflows.studio.drafts import DraftRefused
from workflows.studio.folders import folders

from ..clock import now
from ..i18n import say
from ..matters.actor import present_actor
from ..transactions import act
from .blueprint import blueprint, for_drawers, for_the_office


@blueprint.get("/")
@for_the_office
def index() -> str:
    """Every process with its version in use and the drafts of the next one."""
    return render_template(
        "studio/index.html", folders=folders(db.session), draws=drafts.may_draw(present_actor(db.session))
    )


@blueprint.post("/processes/<name>/draft")
@for_drawers
def open_draft(name: str) -> Response:
    """Go on with one's own draft of a process, or begin one from the version in use; 404 where unknown."""
    moment = now()
    draft_id = act(lambda session: drafts.begin_draft(session, name, present_actor(session), moment).id)
    return redirect(url_for("studio.draft", draft_id=draft_id), 303)


@blueprint.route("/new", methods=["GET", "POST"])
@for_drawers
def new() -> Response | str | tuple[str, int]:
    """A process the office does not have yet; 422 for a name that will not do."""
    if request.method == "GET":
        return render_template("studio/new.html", errors={}, typed={})
    name, title = request.form.get("name", "").strip(), request.form.get("title", "")
    moment = now()

    def work(session: Session) -> int:
        return drafts.begin_new(session, name, title, present_actor(session), moment).id

    try:
        draft_id = act(work)
    except DraftRefused as refused:
        errors = {refused.field or "name": say(refused.sentence)}
        return render_template("studio/new.html", errors=errors, typed=request.form), 422
    flash(_("草稿已建立，只有发布后才会使用。"), "done")
    return redirect(url_for("studio.draft", draft_id=draft_id), 303)
