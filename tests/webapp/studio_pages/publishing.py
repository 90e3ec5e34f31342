"""A draft of the supervision process, changed in the application's own database, handed in and published."""

from __future__ import annotations

import re
from collections.abc import Callable

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from models import db
from tests.scenarios.moving.versions import DIAGRAM, with_check_step
from tests.studio.people import actor
from tests.webapp.conftest import MONDAY_MORNING
from webapp.background import move_now
from webapp.transactions import act
from workflows.studio import drafts


def changed_draft(app: Flask, edit: Callable[[str], str] = with_check_step) -> int:
    """The process administrator's draft of supervision as `edit` leaves its diagram; its id."""

    def work(session: Session) -> int:
        drawer = actor(session, "procadmin")
        draft = drafts.begin_draft(session, "supervision", drawer, MONDAY_MORNING)
        content = edit(drafts.files_of(draft)[DIAGRAM].decode()).encode()
        return drafts.save_file(
            session, draft.id, DIAGRAM, content, draft.revision, drawer, MONDAY_MORNING
        ).draft_id

    with app.app_context():
        draft_id = act(work)
        db.session.remove()
    return draft_id


def handed_in(app: Flask, drawer: FlaskClient, edit: Callable[[str], str] = with_check_step) -> int:
    """A change request through the page; its id."""
    draft_id = changed_draft(app, edit)
    answer = drawer.post(f"/studio/drafts/{draft_id}/hand-in", data={"reason": "报送前由科室核对"})
    assert answer.status_code == 303, answer.text
    return int(re.search(r"/studio/changes/(\d+)", answer.headers["Location"])[1])


def published(app: Flask, drawer: FlaskClient, approver: FlaskClient) -> int:
    """The same, approved by the other person."""
    change_id = handed_in(app, drawer)
    answer = approver.post(f"/studio/changes/{change_id}/publish", data={"opinion": "同意"})
    assert answer.status_code == 303, answer.text
    return change_id


def carried_on(app: Flask) -> None:
    while move_now(app):
        pass
