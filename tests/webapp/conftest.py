"""A real office in a SQLite file, made once and copied for each test; people who log in; a clock that
stands."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from models import db
from webapp import create_app
from webapp.extensions import limiter
from workflows.first_start import DEMO_PASSWORD, prepare_office

MONDAY_MORNING = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)  # 09:00 in Shanghai


class StandingClock:
    """Stands still until a test moves it."""

    def __init__(self) -> None:
        self.now = MONDAY_MORNING

    def __call__(self) -> datetime:
        return self.now

    def forward(self, **length: float) -> None:
        self.now += timedelta(**length)


@pytest.fixture(scope="session")
def prepared_data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with the demonstration office in it."""
    data = tmp_path_factory.mktemp("prepared")
    app = create_app({"DATA": data, "DEMO": True, "CLOCK": StandingClock()})
    with app.app_context():
        db.create_all()
        prepare_office(db.session, True, MONDAY_MORNING)
        db.session.commit()
        db.session.remove()
        db.engine.dispose()
    return data


@pytest.fixture
def clock() -> StandingClock:
    return StandingClock()


@pytest.fixture
def app(prepared_data: Path, tmp_path: Path, clock: StandingClock) -> Iterator[Flask]:
    data = tmp_path / "data"
    shutil.copytree(prepared_data, data)
    app = create_app({"DATA": data, "DEMO": True, "CLOCK": clock, "TESTING": True, "WTF_CSRF_ENABLED": False})
    _pretend_built(app, tmp_path)
    limiter.reset()
    yield app
    with app.app_context():
        db.session.remove()
        db.engine.dispose()


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return app.test_client()


@pytest.fixture
def logged_in(app: Flask) -> Callable[[str], FlaskClient]:
    """A client of somebody who has logged in: ``logged_in("clerk1")``."""

    def log_in(username: str) -> FlaskClient:
        client = app.test_client()
        answer = client.post("/login", data={"username": username, "password": DEMO_PASSWORD})
        assert answer.status_code == 303, f"{username} could not log in"
        return client

    return log_in


def _pretend_built(app: Flask, folder: Path) -> None:
    """Pages ask for built entries by name; these tests read pages, not scripts."""
    static = folder / "static"
    (static / "dist").mkdir(parents=True)
    sources = Path(app.root_path) / "frontend" / "src" / "entries"
    manifest = {entry.name: entry.name for entry in sources.iterdir()}
    (static / "dist" / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
    app.static_folder = str(static)
