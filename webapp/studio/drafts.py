"""One draft: what is in it, and whose it is. Somebody else's may be looked at, taken over or copied."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from models import DraftState, StudioDraft, db
from workflows.studio import drafts
from workflows.studio.blank import blank_form, blank_table
from workflows.studio.contents import contents

from ..clock import now
from ..matters.actor import present_actor
from ..transactions import act
from .blueprint import blueprint, for_drawers
from .contents import editor_of

EDITORS = {"diagrams": "studio.edit_diagram", "tables": "studio.edit_table", "forms": "studio.edit_form"}


@blueprint.get("/drafts/<int:draft_id>")
@for_drawers
def draft(draft_id: int) -> str:
    """The draft's files and who draws them. 404 where there is none."""
    actor = present_actor(db.session)
    held = drafts.draft_for(db.session, draft_id, actor)
    files = contents(drafts.files_of(held))
    return render_template("studio/draft.html", draft=held, files=files, mine=is_mine(held), editors=EDITORS)


@blueprint.post("/drafts/<int:draft_id>/take-over")
@for_drawers
def take_over(draft_id: int) -> Response:
    """Draw on where another person stopped; what he saves from now on becomes a copy of his own."""
    moment = now()
    act(lambda session: drafts.take_over(session, draft_id, present_actor(session), moment).id)
    flash(_("草稿已由您接手。"), "done")
    return redirect(_onward(draft_id), 303)


@blueprint.post("/drafts/<int:draft_id>/copy")
@for_drawers
def copy(draft_id: int) -> Response:
    """A copy of one's own beside the draft one looks at."""
    moment = now()

    def work(session: Session) -> int:
        actor = present_actor(session)
        held = drafts.draft_for(session, draft_id, actor)
        return drafts.copy_draft(session, held, actor, moment).id

    flash(_("已另存为您自己的副本。"), "done")
    return redirect(_onward(act(work)), 303)


@blueprint.post("/drafts/<int:draft_id>/discard")
@for_drawers
def discard(draft_id: int) -> Response:
    """Put a draft away. Nothing in use changes."""
    moment = now()
    title = act(lambda session: drafts.discard(session, draft_id, present_actor(session), moment).title)
    flash(_("已收起“%(title)s”的草稿，现行流程不变。", title=title), "done")
    return redirect(url_for("studio.index"), 303)


@blueprint.post("/drafts/<int:draft_id>/new-file")
@for_drawers
def new_file(draft_id: int) -> Response:
    """A form or a table begun in a draft, opened in its editor; 422 for a name that will not do."""
    name, moment = request.form.get("name", "").strip(), now()
    is_form = request.form.get("kind") == "form"
    path = f"forms/{name}.json" if is_form else f"{name}.dmn"
    content = blank_form(name) if is_form else blank_table(name)

    def work(session: Session) -> int:
        actor = present_actor(session)
        held = drafts.own_draft(session, draft_id, actor)
        drafts.check_new(held, path)
        return drafts.save_file(session, draft_id, path, content, held.revision, actor, moment).draft_id

    return redirect(editor_of(act(work), path), 303)


@blueprint.post("/drafts/<int:draft_id>/remove-file")
@for_drawers
def remove_file(draft_id: int) -> Response:
    """Take a file out of a draft; the versions published before keep theirs."""
    path, revision, moment = request.form.get("path", ""), request.form.get("revision", 0, int), now()
    act(lambda session: drafts.remove_file(session, draft_id, path, revision, present_actor(session), moment))
    flash(_("已从草稿中删除%(path)s。", path=path), "done")
    return redirect(url_for("studio.draft", draft_id=draft_id), 303)


def _onward(draft_id: int) -> str:
    """Back to the file one looked at, or to the draft's own page."""
    path = request.form.get("path", "")
    return editor_of(draft_id, path) if path else url_for("studio.draft", draft_id=draft_id)


def is_mine(held: StudioDraft) -> bool:
    """Whether the visitor may change it: his own, and not handed in."""
    return held.owner_id == present_actor(db.session).user.id and held.state is DraftState.OPEN
