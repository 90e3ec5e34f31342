"""A real browser on a real office: the app served by waitress on a free port, Debian's Chromium in front of it."""

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
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright
from waitress.server import create_server

SIZES = {"desk": (1366, 768), "phone": (360, 740)}
CHROMIUM_ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-background-networking",
    "--disable-component-update",
    "--no-first-run",
]
DEMO_PASSWORD_VARIABLE = "BPM_DEMO_PASSWORD"


def chromium_path() -> str | None:
    named = os.environ.get("BPM_CHROMIUM")
    return named or shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")


@dataclass(frozen=True)
class ServedOffice:
    address: str
    app: Flask


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Without a browser these tests are skipped, in words; `run.py test` says so loudly."""
    if not os.environ.get("BPM_NO_BROWSER") and chromium_path():
        return
    no_browser = pytest.mark.skip(reason="no Chromium on this machine: browser tests are left out")
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(no_browser)


@pytest.fixture(scope="session")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ServedOffice]:
    """The demo office on a fresh SQLite file, without demo matters: each test opens its own."""
    from commands.serve import make_app  # the one place that knows how an app is configured
    from workflows.first_start import prepare_office

    from models import db

    app = make_app(tmp_path_factory.mktemp("data"), demo=True)
    with app.app_context():
        prepare_office(db.session, demo=True, now=datetime.now(UTC))
        db.session.commit()
    server = create_server(app, host="127.0.0.1", port=0, threads=8)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    yield ServedOffice(f"http://127.0.0.1:{server.effective_port}", app)
    server.close()
    thread.join(timeout=5)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium_path(), args=CHROMIUM_ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture(params=sorted(SIZES))
def size(request: pytest.FixtureRequest) -> tuple[int, int]:
    return SIZES[request.param]


@pytest.fixture
def visitor(browser: Browser, office: ServedOffice, size: tuple[int, int]) -> Iterator[Page]:
    """A page of a person's own browser; a request to any other host fails the test."""
    context = browser.new_context(
        base_url=office.address,
        locale="zh-CN",
        viewport={"width": size[0], "height": size[1]},
        reduced_motion="reduce",
    )
    strangers = refuse_other_hosts(context, office.address)
    page = context.new_page()
    yield page
    context.close()
    assert strangers == []


def refuse_other_hosts(context: BrowserContext, address: str) -> list[str]:
    strangers: list[str] = []
    context.on("request", lambda request: None if own(request.url, address) else strangers.append(request.url))
    return strangers


def own(url: str, address: str) -> bool:
    return url.startswith((address, "data:", "blob:", "about:"))
