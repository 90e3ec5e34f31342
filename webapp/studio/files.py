"""Files in and out: a folder as a zip, single files, and what other people's programs wrote."""

from __future__ import annotations

from io import BytesIO

from flask import Response, abort, flash, redirect, render_template, request, send_file, url_for
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from models import Deployment, db
from workflows.studio import drafts, intake
from workflows.words import DomainError

from ..admin.refusals import tried, typed_text
from ..clock import now
from ..i18n import say
from ..matters.actor import present_actor
from .blueprint import blueprint, for_drawers, for_the_office
from .changes import file_answer


@blueprint.get("/deployments/<int:deployment_id>.zip")
@for_the_office
def deployment_zip(deployment_id: int) -> Response:
    """All files of a published version. 404 where there is none."""
    held = db.session.get(Deployment, deployment_id) or abort(404)
    return _zip_answer(f"{held.name}-{held.version}", drafts.files_of(held))


@blueprint.get("/drafts/<int:draft_id>.zip")
@for_drawers
def draft_zip(draft_id: int) -> Response:
    """All files of a draft as last saved."""
    held = drafts.draft_for(db.session, draft_id, present_actor(db.session))
    return _zip_answer(held.name, drafts.files_of(held))


@blueprint.get("/drafts/<int:draft_id>/download/<path:path>")
@for_drawers
def draft_file(draft_id: int, path: str) -> Response:
    """One file of a draft, to the byte. 404 where the draft has none of that path."""
    held = drafts.draft_for(db.session, draft_id, present_actor(db.session))
    return file_answer(drafts.files_of(held), path)


@blueprint.route("/drafts/<int:draft_id>/upload", methods=["GET", "POST"])
@for_drawers
def upload(draft_id: int) -> Response | str | tuple[str, int]:
    """Take files into one's own draft; 422 where one of them is refused, and then none is taken."""
    held = drafts.draft_for(db.session, draft_id, present_actor(db.session))
    if request.method == "GET":
        return render_template("studio/upload.html", draft=held, errors={}, typed={})
    files, errors = _uploaded()
    if not errors:
        moment = now()
        _done, errors = tried(
            lambda session: intake.take_in(session, draft_id, files, present_actor(session), moment).id,
            "file",
        )
    if errors:
        held = drafts.draft_for(db.session, draft_id, present_actor(db.session))
        return render_template("studio/upload.html", draft=held, errors=errors, typed=request.form), 422
    flash(_("已收下%(count)s个文件。", count=len(files)), "done")
    return redirect(url_for("studio.draft", draft_id=draft_id), 303)


@blueprint.route("/upload", methods=["GET", "POST"])
@for_drawers
def upload_new() -> Response | str | tuple[str, int]:
    """A draft of its own from files: of a process the office has (a next version), or of a new one."""
    if request.method == "GET":
        return render_template("studio/upload.html", draft=None, errors={}, typed={})
    files, errors = _uploaded()
    name, moment = typed_text("name"), now()

    def work(session: Session) -> int:
        intake.check_together(files)
        return drafts.begin_from_files(session, name, files, present_actor(session), moment).id

    draft_id = None
    if not errors:
        draft_id, errors = tried(work, "file")
    if errors:
        return render_template("studio/upload.html", draft=None, errors=errors, typed=request.form), 422
    flash(_("已收下%(count)s个文件。", count=len(files)), "done")
    return redirect(url_for("studio.draft", draft_id=draft_id), 303)


def _uploaded() -> tuple[dict[str, bytes], dict[str, str]]:
    """What was sent, read and checked; or why it is not taken."""
    files: dict[str, bytes] = {}
    sent = [one for one in request.files.getlist("file") if one.filename]
    if not sent:
        return {}, {"file": _("请选择文件。")}
    try:
        for one in sent:
            files |= intake.read_upload(one.filename or "", one.stream.read(intake.LARGEST_UPLOAD + 1))
    except DomainError as refusal:
        return {}, {refusal.field or "file": say(refusal.sentence)}
    return files, {}


def _zip_answer(name: str, files: dict[str, bytes]) -> Response:
    packed = BytesIO(intake.as_zip(files))
    return send_file(packed, mimetype="application/zip", as_attachment=True, download_name=f"{name}.zip")
