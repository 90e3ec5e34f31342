"""A real browser on a real office: the app served on a free port, the machine's Chromium in front of it."""

from __future__ import annotations

import os
import shutil
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest

pytest.importorskip("playwright")

from flask import Flask
from playwright.sync_api import Browser, sync_playwright
from waitress.server import create_server

from commands.serving import first_start
from commands.serving.configuration import office_place
from commands.serving.office import bring_schema_up_to_date, make_app
from models import db
from tests.browser.people import People
from webapp.background import sweep_now
from webapp.transactions import new_session
from workflows.acts import run_act
from workflows.demonstration.progress import end_making

SIZES = {"desk": (1366, 768), "phone": (360, 740)}
ADDRESS_BAR = ["WebUIOmniboxPopup", "WebUIOmniboxAimPopup"]
"""The address bar's suggestions are pages of Chromium's own, drawn anew at every navigation though nobody
sees them: three quarters of what a page cost."""
TURNED_OFF_BY_PLAYWRIGHT = [
    "AvoidCorsURLLoaderRestartOnRedirect",
    "AvoidUnnecessaryBeforeUnloadCheckSync",
    "DestroyProfileOnBrowserClose",
    "HttpsFirstBalancedModeAutoEnable",
    "HttpsUpgrades",
    "LensOverlay",
    "MediaRouter",
    "OptimizationHints",
    "PaintHolding",
    "PreconnectToSearch",
    "ThirdPartyStoragePartitioning",
]
"""Said again here, since of two lists of features Chromium heeds the last."""
CHROMIUM_ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-background-networking",
    "--disable-component-update",
    "--no-first-run",
    f"--disable-features={','.join(TURNED_OFF_BY_PLAYWRIGHT + ADDRESS_BAR)}",
]
OPENS = datetime(2026, 11, 23, 1, 30, tzinfo=UTC)  # a Monday, 09:30 in Shanghai


def chromium_path() -> str | None:
    named = os.environ.get("BPM_CHROMIUM")
    return (
        named or shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    )


class OfficeClock:
    """The office's clock: real seconds pass on it, and a test may put it forward."""

    def __init__(self, start: datetime) -> None:
        self._ahead = start - datetime.now(UTC)

    def __call__(self) -> datetime:
        return datetime.now(UTC) + self._ahead

    def put_forward_to(self, moment: datetime) -> None:
        """Time never goes back: a moment that has passed already is refused."""
        assert moment > self(), f"{moment} has passed on the office's clock"
        self._ahead = moment - datetime.now(UTC)


@dataclass(frozen=True)
class ServedOffice:
    """An office on a free port: its address, its clock, and a sweep at will instead of a beat."""

    address: str
    app: Flask
    clock: OfficeClock

    def time_passes_until(self, moment: datetime) -> None:
        """Put the clock forward and do what has fallen due."""
        self.clock.put_forward_to(moment)
        while sweep_now(self.app).woken:
            pass


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Without a browser these tests are skipped, in words; `run.py test` says so loudly."""
    if not os.environ.get("BPM_NO_BROWSER") and chromium_path():
        return
    no_browser = pytest.mark.skip(reason="no Chromium on this machine: browser tests are left out")
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(no_browser)


@pytest.fixture(scope="session")
def prepared_office(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demonstration office as the first start leaves it; made once, copied for each module."""
    data = tmp_path_factory.mktemp("prepared")
    app = make_app(office_place(data, {}), CLOCK=OfficeClock(OPENS), DEMO=True)
    bring_schema_up_to_date(app)
    first_start.prepare(app, demo=True)
    with app.app_context():
        run_act(new_session, end_making)  # nothing more is made: from here the office's own clock counts
        db.session.remove()
        db.engine.dispose()
    return data


@pytest.fixture(scope="module")
def office(prepared_office: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[ServedOffice]:
    """The demonstration office on a fresh SQLite file, without demo matters: each test opens its own."""
    clock = OfficeClock(OPENS)
    data = tmp_path_factory.mktemp("data")
    shutil.copytree(prepared_office, data, dirs_exist_ok=True)
    app = make_app(office_place(data, {}), CLOCK=clock, DEMO=True)
    server = create_server(app, host="127.0.0.1", port=0, threads=8)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    yield ServedOffice(f"http://127.0.0.1:{server.effective_port}", app, clock)
    server.close()
    thread.join(timeout=5)
    with app.app_context():
        db.engine.dispose()


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """One a module and not one a run: Playwright's loop must not be left running under other tests."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium_path(), args=CHROMIUM_ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture(params=sorted(SIZES))
def size(request: pytest.FixtureRequest) -> tuple[int, int]:
    return SIZES[request.param]


@pytest.fixture
def people(browser: Browser, office: ServedOffice, size: tuple[int, int]) -> Iterator[People]:
    """The office's people, each in a browser of his own; a request to any other host fails the test."""
    people = People(browser, office.address, size)
    yield people
    people.leave()
    assert people.strangers == []
