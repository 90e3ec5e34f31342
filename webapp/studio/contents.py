"""The content of one file of a draft: read by the editors, saved as it is typed."""

from __future__ import annotations

from flask import Response, abort, jsonify, make_response, request, url_for
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from models import StudioDraft, db
from workflows.studio import drafts
from workflows.studio.drafts import DraftRefused, Saved

from ..clock import now
from ..dates import clock_time
from ..i18n import say
from ..matters.actor import present_actor
from ..transactions import act
from .blueprint import blueprint, for_drawers

_TYPES = {
    "bpmn": "application/xml; charset=utf-8",
    "dmn": "application/xml; charset=utf-8",
    "json": "application/json; charset=utf-8",
}
_EDITORS = {"bpmn": "studio.edit_diagram", "dmn": "studio.edit_table", "json": "studio.edit_form"}


@blueprint.get("/drafts/<int:draft_id>/contents/<path:path>")
@for_drawers
def content(draft_id: int, path: str) -> Response:
    """One file as it was last saved. 404 where the draft has none of that name."""
    answer = make_response(content_of(draft_seen(draft_id), path))
    answer.headers["Content-Type"] = _TYPES.get(_suffix(path), "application/octet-stream")
    return answer


@blueprint.post("/drafts/<int:draft_id>/contents/<path:path>")
@for_drawers
def save(draft_id: int, path: str) -> tuple[Response, int]:
    """Keep what was typed. A stale save goes into a copy, at which the editor goes on; 422 refused."""
    told = request.get_json(silent=True)
    if not isinstance(told, dict) or not isinstance(told.get("content"), str):
        abort(400)
    typed, revision, moment = told["content"].encode(), told.get("revision"), now()
    if not isinstance(revision, int):
        abort(400)

    def work(session: Session) -> Saved:
        return drafts.save_file(session, draft_id, path, typed, revision, present_actor(session), moment)

    try:
        saved = act(work)
    except DraftRefused as refused:
        return jsonify(words=say(refused.sentence)), 422
    words = _("已自动保存 %(time)s", time=clock_time(moment))
    return jsonify(
        revision=saved.revision, saved=words, copy=editor_of(saved.draft_id, path) if saved.is_copy else None
    ), 200


def editor_of(draft_id: int, path: str) -> str:
    """The address of the editor for a file of a draft; of a file without one, the draft's own page."""
    if _suffix(path) not in _EDITORS:
        return url_for("studio.draft", draft_id=draft_id)
    return url_for(_EDITORS[_suffix(path)], draft_id=draft_id, path=path)


def draft_seen(draft_id: int) -> StudioDraft:
    """The draft as whoever draws may look at it."""
    return drafts.draft_for(db.session, draft_id, present_actor(db.session))


def content_of(held: StudioDraft, path: str) -> bytes:
    """A file's bytes; 404 where the draft has none of that name."""
    for file in held.files:
        if file.path == path:
            return file.content
    abort(404)


def _suffix(path: str) -> str:
    return path.rpartition(".")[2]
