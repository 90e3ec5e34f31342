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
from workflows.first_start import DEMO_PASSWORD

MONDAY_MORNING = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)  # 09:00 in Shanghai


class StandingClock:
    """Stands still until a test moves it."""

    def __init__(self) -> None:
        self.now = MONDAY_MORNING

    def __call__(self) -> datetime:
        return self.now

    def forward(self, **length: float) -> None:
        self.now += timedelta(**length)


@pytest.fixture
def clock() -> StandingClock:
    return StandingClock()


@pytest.fixture(scope="session")
def standing_app(office_with_processes: Path, tmp_path_factory: pytest.TempPathFactory) -> Flask:
    """The application of all tests of this process, on a data folder whose content each finds anew."""
    data = tmp_path_factory.mktemp("pages") / "data"
    app = create_app({"DATA": data, "DEMO": True, "TESTING": True, "WTF_CSRF_ENABLED": False})
    _pretend_built(app, data.parent)
    return app


@pytest.fixture
def app(standing_app: Flask, office_with_processes: Path, clock: StandingClock) -> Iterator[Flask]:
    """The demonstration office behind the pages; settings and views are put back afterwards."""
    app = standing_app
    config, views = dict(app.config), dict(app.view_functions)
    shutil.rmtree(app.config["DATA"])
    app.config["DATA"].mkdir()
    shutil.copy(office_with_processes, app.config["DATA"] / "office.db")
    app.config["CLOCK"] = clock
    limiter.reset()
    yield app
    with app.app_context():
        db.session.remove()
        db.engine.dispose()
    for changed, kept in ((app.config, config), (app.view_functions, views)):
        changed.clear()
        changed.update(kept)


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
