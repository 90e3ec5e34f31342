"""While the demonstration is being made every page says how far it is; afterwards nothing is said."""

from __future__ import annotations

import pytest
from flask import Flask

from models import OfficeSetting, db
from workflows.demonstration.matters import PROGRESS


@pytest.mark.parametrize(("made", "said"), [(5, True), (16, False)])
def test_the_login_page_says_how_far_the_demonstration_is(app: Flask, made: int, said: bool) -> None:
    app.config["DEMO"] = True
    with app.app_context():
        row = OfficeSetting(key=PROGRESS, value={"value": [made, 16]}, words="", basis="", mark="")
        db.session.add(row)
        db.session.commit()
    assert (f"{made}/16" in app.test_client().get("/login").text) is said
