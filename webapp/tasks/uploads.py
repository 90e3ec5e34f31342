"""Files sent with a form: kept before the answers are judged, so that a refused form does not lose them."""

from __future__ import annotations

import re

from flask import current_app
from flask_login import current_user
from sqlalchemy.orm import Session
from werkzeug.datastructures import FileStorage, MultiDict

from models import Attachment, Task, User
from workflows import documents, permissions
from workflows.rules.forms import Form
from workflows.words import DomainError, Sentence

from ..clock import now
from ..transactions import act

_ROW = re.compile(r"\[\d+\]")


def keep_all(task_id: int, form: Form, files: MultiDict[str, FileStorage]) -> dict[str, Sentence]:
    """Keep every file sent for a file field of the form; sentences by field for those that are refused."""
    refused: dict[str, Sentence] = {}
    for name, file in files.items(multi=True):
        if file.filename and is_file_field(form, name):
            try:
                keep(task_id, name, file)
            except DomainError as refusal:
                refused[name] = refusal.sentence
    return refused


def are_sent(files: MultiDict[str, FileStorage]) -> bool:
    """Whether any file came with the form; a browser sends its empty file fields too."""
    return any(file.filename for _name, file in files.items(multi=True))


def is_file_field(form: Form, name: str) -> bool:
    """Whether a full field name belongs to a file field of the form, in a row or not."""
    key = _ROW.sub("", name).rpartition(".")[2]
    return any(one.type == "filepicker" and one.key.rpartition(".")[2] == key for one in form.inputs())


def keep(task_id: int, field: str, file: FileStorage) -> int:
    """Keep one file for a field of a task; its attachment's id. Raises NotYours and what documents.attach
    raises."""
    user_id, moment, directory = current_user.id, now(), current_app.config["DATA"]

    def attach(session: Session) -> int:
        task, user = session.get_one(Task, task_id), session.get_one(User, user_id)
        by = permissions.actor_for_task(session, user, task, moment)
        file.stream.seek(0)  # an overtaken act is done again
        kept = documents.attach(
            session, task.instance, task, field, file.filename or "", file.stream, by, moment, directory
        )
        session.flush()
        return kept.id

    return act(attach)


def withdraw(task_id: int, attachment_id: str) -> None:
    """Take back a file of one's own, as long as the task is open. Does nothing for an id that is not of
    this task."""
    if not attachment_id.isdigit():
        return
    user_id, moment = current_user.id, now()

    def take_back(session: Session) -> None:
        kept = session.get(Attachment, int(attachment_id))
        if kept is not None and kept.task_id == task_id:
            task = session.get_one(Task, task_id)
            by = permissions.actor_for_task(session, session.get_one(User, user_id), task, moment)
            documents.withdraw(session, kept, by, moment)

    act(take_back)
