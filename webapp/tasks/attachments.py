"""Attachments over HTTP: sent up, looked at in a frame that can do nothing, taken home."""

from __future__ import annotations

from flask import Response, abort, current_app, render_template, request, send_file, url_for
from flask_login import current_user

from models import Attachment, db
from workflows import documents

from ..clock import now
from ..security import content_policy
from . import uploads
from .routes import blueprint
from .task_form import open_task

#: Media types, by content, that a browser shows without being able to act; the rest is downloaded.
IMAGES = frozenset({"image/png", "image/jpeg", "image/gif", "image/webp", "image/bmp"})
PDF = "application/pdf"


@blueprint.get("/attachments/<int:attachment_id>")
@content_policy("attachment")
def attachment(attachment_id: int) -> Response:
    """The file of an attachment whose matter this person may see; ``?download=1`` takes it home."""
    kept, path = documents.open_file(
        db.session, current_user.user, attachment_id, now(), current_app.config["DATA"]
    )
    db.session.commit()  # a look at an internal matter's file is on record
    shown = previewed_as(kept) and not request.args.get("download")
    return send_file(
        path,
        mimetype=kept.media_type if shown else "application/octet-stream",
        as_attachment=not shown,
        download_name=kept.name,
        etag=kept.digest,
        max_age=0,
    )


@blueprint.post("/<int:task_id>/files")
def add_file(task_id: int) -> str:
    """Files chosen in the form, sent before it: answers the lines to put into the field's list."""
    field, files = request.form.get("field", ""), request.files.getlist("file")
    opened = open_task(db.session, current_user.user, task_id, now())
    if not files or not uploads.is_file_field(opened.form, field):
        abort(400)
    ids = [uploads.keep(task_id, field, file) for file in files if file.filename]
    return render_template("tasks/_files.html", files=[db.session.get_one(Attachment, one) for one in ids])


def previewed_as(kept: Attachment) -> str:
    """``image``, ``pdf``, or nothing: Office and OFD files are shown by name and size."""
    if kept.media_type in IMAGES:
        return "image"
    return "pdf" if kept.media_type == PDF else ""


def attachment_url(attachment_id: int) -> str:
    return url_for("tasks.attachment", attachment_id=attachment_id)
