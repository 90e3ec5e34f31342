"""Change requests (变更单): handed in, seen whole on one page, decided by another person."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO

from flask import Response, abort, flash, redirect, render_template, request, send_file, url_for
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from models import ChangeRequest, ChangeState, db
from workflows.deployments.publishing import newest_deployment
from workflows.queries.clauses import clauses_shown
from workflows.studio import changes, drafts
from workflows.studio.review import review
from workflows.words import DomainError

from ..admin.refusals import typed_text
from ..clock import now
from ..i18n import say
from ..matters.actor import present_actor
from ..transactions import act
from .blueprint import blueprint, for_deciders, for_drawers
from .differences import differences
from .paths import path_steps


@blueprint.get("/changes")
@for_deciders
def change_list() -> str:
    """Change requests, those that wait for a decision first; for who draws or approves."""
    actor = present_actor(db.session)
    if not (drafts.may_draw(actor) or changes.may_approve(db.session, actor)):
        abort(404)
    recent = changes.recent_changes(db.session)
    waiting = [one for one in recent if one.state is ChangeState.OPEN]
    decided = [one for one in recent if one.state is not ChangeState.OPEN]
    return render_template("studio/changes.html", waiting=waiting, decided=decided)


@blueprint.route("/drafts/<int:draft_id>/hand-in", methods=["GET", "POST"])
@for_drawers
def hand_in(draft_id: int) -> Response | str | tuple[str, int]:
    """Hand a draft in with a reason; 422 with every finding where it cannot be."""
    draft = drafts.draft_for(db.session, draft_id, present_actor(db.session))
    if request.method == "GET":
        return render_template("studio/hand_in.html", draft=draft, errors={}, typed={})
    reason, moment = typed_text("reason"), now()
    try:
        change_id = act(
            lambda session: changes.hand_in(session, draft_id, reason, present_actor(session), moment).id
        )
    except DomainError as refused:
        draft = drafts.draft_for(db.session, draft_id, present_actor(db.session))
        errors = {refused.field or "reason": say(refused.sentence)}
        return render_template("studio/hand_in.html", draft=draft, errors=errors, typed=request.form), 422
    flash(_("已交审，等另一人批准。"), "done")
    return redirect(url_for("studio.change", change_id=change_id), 303)


@blueprint.get("/changes/<int:change_id>")
@for_deciders
def change(change_id: int) -> str:
    """One change request whole: what differs, clauses, findings, scenarios, matters under way."""
    return _page(change_id)


@blueprint.get("/changes/<int:change_id>/<side>/<path:path>")
@for_deciders
def change_file(change_id: int, side: str, path: str) -> Response:
    """A file of the version in use (`before`) or of what is asked for (`after`)."""
    held = changes.change_for(db.session, change_id, present_actor(db.session))
    holder = {"before": held.base, "after": held}.get(side)
    return file_answer(drafts.files_of(holder) if holder is not None else {}, path)


@blueprint.post("/changes/<int:change_id>/publish")
@for_deciders
def publish(change_id: int) -> Response | tuple[str, int]:
    """Approve: one transaction makes the new version. 422 with the reason where something stands against."""
    return _decide(change_id, changes.publish, _("已发布，新事项按新版本办理；在办事项不受影响。"))


@blueprint.post("/changes/<int:change_id>/return")
@for_deciders
def return_change(change_id: int) -> Response | tuple[str, int]:
    """Send it back with an opinion."""
    return _decide(change_id, changes.return_change, _("已退回，起草人可以接着改。"))


@blueprint.post("/changes/<int:change_id>/withdraw")
@for_drawers
def withdraw_change(change_id: int) -> Response:
    """The drawer takes it back and draws on."""
    moment = now()
    draft_id = act(
        lambda session: changes.withdraw_change(session, change_id, present_actor(session), moment).draft_id
    )
    flash(_("已撤回，可以接着改。"), "done")
    return redirect(url_for("studio.draft", draft_id=draft_id), 303)


def _decide(change_id: int, decision: Callable[..., ChangeRequest], done: str) -> Response | tuple[str, int]:
    opinion, moment = typed_text("opinion"), now()

    def work(session: Session) -> int:
        return decision(session, change_id, opinion, present_actor(session), moment).id

    try:
        act(work)
    except changes.NoSuchChange:
        raise
    except DomainError as refused:
        return _page(change_id, {refused.field or "opinion": say(refused.sentence)}), 422
    flash(done, "done")
    return redirect(url_for("studio.change", change_id=change_id), 303)


def _page(change_id: int, errors: dict[str, str] | None = None) -> str:
    actor = present_actor(db.session)
    held = changes.change_for(db.session, change_id, actor)
    seen = review(db.session, held, newest_deployment(db.session, held.name))
    clauses = clauses_shown(db.session, (*seen.clauses.won, *seen.clauses.lost))
    return render_template(
        "studio/change.html",
        change=held,
        seen=seen,
        clauses=clauses,
        files=differences(seen.files, _address_of(held, "before"), _address_of(held, "after"), seen.names),
        may_decide=changes.may_approve(db.session, actor) and held.drawn_by_id != actor.user.id,
        is_own=held.drawn_by_id == actor.user.id,
        path_steps=path_steps,
        errors=errors or {},
        typed=request.form,
    )


def _address_of(held: ChangeRequest, side: str) -> Callable[[str], str | None]:
    return lambda path: url_for("studio.change_file", change_id=held.id, side=side, path=path)


def file_answer(files: dict[str, bytes], path: str) -> Response:
    """One file of a folder, for the picture or to be kept; never as a page of ours. 404 where it is not."""
    if path not in files:
        abort(404)
    kind = "application/json" if path.endswith(".json") else "application/xml"
    name = path.rsplit("/", 1)[-1]
    return send_file(BytesIO(files[path]), mimetype=kind, as_attachment=True, download_name=name)
