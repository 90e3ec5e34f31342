"""Opens the office for a subcommand: the application, its schema brought up to date."""

from __future__ import annotations

import logging
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import flask_migrate
from flask import Flask
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

import models
from commands.bootstrap.failure import Refused
from models import db
from webapp import create_app

from .configuration import OfficePlace, office_place

MIGRATIONS = Path(models.__file__).parent / "migrations"


def make_app(place: OfficePlace, **config: Any) -> Flask:
    """The application of the office at this place. Makes the data folder, readable by its owner only."""
    place.data.mkdir(parents=True, exist_ok=True, mode=0o700)
    return create_app(
        {
            "DATA": place.data,
            "DATABASE_URL": place.database_url,
            "SQLALCHEMY_DATABASE_URI": place.database_url,
            **config,
        }
    )


def bring_schema_up_to_date(app: Flask) -> None:
    """Create the tables or carry them on to this release's schema. Raises Refused."""
    logging.getLogger("alembic").setLevel(logging.WARNING)
    with app.app_context():
        try:
            flask_migrate.upgrade(directory=str(MIGRATIONS))
        except DBAPIError as error:
            raise Refused(
                "数据库打不开或无法升级。",
                "The database cannot be opened or brought up to date.",
                output=str(error.orig),
                advice=[
                    (
                        "请检查 DATABASE_URL、数据目录的权限和磁盘空间；数据未被改动的部分仍在。",
                        "Check DATABASE_URL, the data folder's permissions and the disk's space.",
                    )
                ],
            ) from error


@contextmanager
def opened_office(data: Path) -> Iterator[Session]:
    """A session on the office in a data folder, for a subcommand that does one thing and commits it.

    Commits when the block ends well, rolls back when it raises. Raises Refused.
    """
    app = make_app(office_place(data, os.environ))
    bring_schema_up_to_date(app)
    with app.app_context():
        try:
            yield db.session()
            db.session.commit()
        finally:
            db.session.remove()
            db.engine.dispose()
