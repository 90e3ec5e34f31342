"""Two versions of 督办 side by side: the process administrator redraws it, the head of the supervision office
approves, and the matters under way stay with the version they began in."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from models import Deployment, User
from workflows.people.substitution import Actor
from workflows.permissions import standing_of
from workflows.studio import changes, drafts

PROCESS = "supervision"
DRAWN_BY, APPROVED_BY = "procadmin", "dch"
_FILE = "supervision.bpmn"
_BEFORE, _AFTER = 'name="进展反馈"', 'name="进展反馈（附佐证）"'


def publish_second_version(session: Session, now: datetime) -> None:
    """Draw, hand in and publish the second version; nothing where there is one already."""
    versions = select(Deployment.version).where(Deployment.name == PROCESS)
    if max(session.scalars(versions), default=0) != 1:
        return
    drawer, approver = _actor(session, DRAWN_BY, now), _actor(session, APPROVED_BY, now)
    draft = drafts.begin_draft(session, PROCESS, drawer, now)
    redrawn = drafts.files_of(draft)[_FILE].decode().replace(_BEFORE, _AFTER).encode()
    drafts.save_file(session, draft.id, _FILE, redrawn, draft.revision, drawer, now)
    change = changes.hand_in(session, draft.id, "进展反馈一步写明须附佐证。", drawer, now)
    changes.publish(session, change.id, "同意，在办事项按原流程办理。", approver, now)


def _actor(session: Session, username: str, now: datetime) -> Actor:
    user = session.scalars(select(User).where(User.username == username)).one()
    return standing_of(session, user, now).actors[0]
