"""Small real offices for the tests of this folder: migrated tables, a matter, attachments."""

from __future__ import annotations

import hashlib
import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import flask_migrate
from flask import Flask
from sqlalchemy.orm import Session

from commands.serving.configuration import OfficePlace
from commands.serving.office import MIGRATIONS
from models import Attachment, Deployment, ProcessDefinition, ProcessInstance, User, db

NOW = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)
EVIDENCE = (b"a photograph", "会议纪要".encode(), b"")


def furnish(place: OfficePlace) -> None:
    """An office of this release's schema with one matter and the attachments in EVIDENCE."""
    place.data.mkdir(parents=True, exist_ok=True)
    app = Flask("office")
    app.config["SQLALCHEMY_DATABASE_URI"] = place.database_url
    db.init_app(app)
    flask_migrate.Migrate(app, db)
    with app.app_context():
        flask_migrate.upgrade(directory=str(MIGRATIONS))
        fill(db.session(), place)
        db.session.commit()
        db.session.remove()
        db.engine.dispose()


def fill(session: Session, place: OfficePlace) -> None:
    clerk = User(username="clerk", display_name="科员", password_hash="x", created_at=NOW)
    deployment = Deployment(name="supervision", version=1, digest="d", note="", deployed_at=NOW)
    definition = ProcessDefinition(
        deployment=deployment, process_id="supervision", version=1, name="督办", path="p.bpmn", compiled=b""
    )
    matter = ProcessInstance(definition=definition, title="冬季供暖检查", engine_state=b"{}", started_at=NOW)
    session.add_all([clerk, matter])
    for content in EVIDENCE:
        session.add(
            Attachment(
                instance=matter,
                uploaded_by=clerk,
                uploaded_at=NOW,
                name="证据",
                size=len(content),
                media_type="text/plain",
                digest=keep_file(place, content),
            )
        )


def keep_file(place: OfficePlace, content: bytes) -> str:
    """The bytes under their digest, as the office keeps them."""
    digest = hashlib.sha256(content).hexdigest()
    folder = place.data / "files"
    folder.mkdir(exist_ok=True)
    (folder / digest).write_bytes(content)
    return digest


def rows(database: Path, question: str) -> list[tuple]:
    with closing(sqlite3.connect(database)) as connection:
        return connection.execute(question).fetchall()
