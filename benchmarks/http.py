"""Completing a task over HTTP (POST, redirect, next page) beside two empty pages and one bare durable commit.

Through the WSGI application, without a network in between, which would flatter the ratio; forgery tokens are
off, everything else is as it runs. An empty page is the frame everybody sees when logged in, with nothing in
it; the answer of /alive is shown for comparison. BENCH_SIZE: matters of six completions (12)."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from flask import Flask, render_template
from flask.testing import FlaskClient

from benchmarks.workload.measuring import Series, figure, print_lines, size
from benchmarks.workload.mirror import Mirror
from benchmarks.workload.office import MONDAY, SIX, BenchOffice, copy_office, make_office, scratch_folder
from models import db
from webapp import create_app
from workflows.first_start import DEMO_PASSWORD

WARMING = 2
EMPTY = "/measured-empty-page"


def run() -> Iterator[dict[str, Any]]:
    """The ratio to reach, and the same against the barest answer."""
    with scratch_folder() as folder:
        office = make_office(folder / "office.db")
        copy_office(office, folder / "bare.db").close()
        mirror = Mirror(office.file, folder / "bare.db")
        app = _application(folder)
        clients = {name: _logged_in(app, name) for name in ("clerk1", "yjj_head")}
        whole, empty, alive, bare = Series(), Series(), Series(), Series()
        for turn in range(WARMING + size(12)):
            if turn == WARMING:
                whole, empty, alive, bare = Series(), Series(), Series(), Series()
            _one_matter(office, mirror, clients, whole, empty, alive, bare)
        mirror.close()
        with app.app_context():
            db.engine.dispose()
        office.close()
    beside = empty.median + bare.median  # `empty` measures two pages at a time
    yield figure(
        "completing over HTTP / (two empty pages + bare commit)", whole.median / beside, "≤ 2",
        http=whole, two_empty_pages=empty, bare=bare,
    )  # fmt: skip
    yield figure(
        "processor time of the same",
        whole.processor_median / (empty.processor_median + bare.processor_median), "≤ 2",
    )  # fmt: skip
    yield figure(
        "completing over HTTP / (two answers of /alive + bare commit)",
        whole.median / (alive.median + bare.median), None, two_alive=alive,
    )  # fmt: skip


def _one_matter(
    office: BenchOffice,
    mirror: Mirror,
    clients: dict[str, FlaskClient],
    whole: Series,
    empty: Series,
    alive: Series,
    bare: Series,
) -> None:
    matter = office.start()
    mirror.write(mirror.differences(matter))
    for element_id, username, answers in SIX:
        task_id, client = office.open_task(matter, element_id), clients[username]
        with whole.one():
            _hand_in(client, task_id, answers)
        statements = mirror.differences(matter)
        with bare.one():
            mirror.write(statements)
        for series, address in ((empty, EMPTY), (alive, "/alive")):
            with series.one():
                for _ in range(2):
                    _expect(client.get(address).status_code, 200)


def _hand_in(client: FlaskClient, task_id: int, answers: dict[str, Any]) -> None:
    sent = client.post(f"/tasks/{task_id}", data=answers)
    _expect(sent.status_code, 303)
    _expect(client.get(sent.headers["Location"]).status_code, 200)


def _expect(status: int, wanted: int) -> None:
    if status != wanted:
        raise RuntimeError(f"expected {wanted}, not {status}: what was measured is not what was meant")


def _application(folder: Path) -> Flask:
    app = create_app({"DATA": folder, "DEMO": True, "CLOCK": lambda: MONDAY, "WTF_CSRF_ENABLED": False})
    # Read once, as a page's file is: reading it for each answer would make the empty page dearer than it is.
    page = app.jinja_env.from_string('{% extends "base.html" %}')
    app.add_url_rule(EMPTY, "measured_empty", lambda: render_template(page))
    return app


def _logged_in(app: Flask, username: str) -> FlaskClient:
    client = app.test_client()
    sent = client.post("/login", data={"username": username, "password": DEMO_PASSWORD})
    _expect(sent.status_code, 303)
    return client


if __name__ == "__main__":
    print_lines(run())
