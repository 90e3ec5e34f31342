"""While the demonstration is being made every page says how far it is; afterwards nothing is said."""

from __future__ import annotations

import pytest
from flask import Flask

from models import db
from tests.demonstration import OFFICE_NOW
from webapp.background import sweep_now
from workflows.demonstration.progress import begin_making, keep_progress
from workflows.running.sweep import NOTHING_SWEPT


@pytest.mark.parametrize(("done", "said"), [(37, True), (100, False)])
def test_the_login_page_says_how_far_the_demonstration_is(app: Flask, done: int, said: bool) -> None:
    app.config["DEMO"] = True
    with app.app_context():
        begin_making(db.session(), OFFICE_NOW, OFFICE_NOW)
        keep_progress(db.session(), OFFICE_NOW, done)
        db.session.commit()
    assert ("37%" in app.test_client().get("/login").text) is said


def test_the_offices_own_clock_fires_nothing_while_the_demonstrations_clock_runs(app: Flask) -> None:
    with app.app_context():
        begin_making(db.session(), OFFICE_NOW, OFFICE_NOW)
        db.session.commit()
    assert sweep_now(app) is NOTHING_SWEPT
