"""A fixture for the areas whose pages show matters: real ones, begun and moved in the pages' own database."""

from __future__ import annotations

import pytest
from flask import Flask

from models import db
from tests.scenarios.supervision.matters_at_work import Office
from tests.webapp.conftest import StandingClock


class OfficeBehindPages(Office):
    """The scenarios' office; when its clock moves, the pages' clock moves with it."""

    pages_clock: StandingClock

    def moved_to(self, when):
        swept = super().moved_to(when)
        self.pages_clock.now = when
        return swept


def behind_pages(app: Flask, clock: StandingClock) -> OfficeBehindPages:
    """The office in the application's own database, on the pages' clock."""
    with app.app_context():
        office = OfficeBehindPages(db.engine, clock.now)
    office.pages_clock = clock
    return office


@pytest.fixture
def at_work(app: Flask, clock: StandingClock) -> OfficeBehindPages:
    """The office of the application under test."""
    office = behind_pages(app, clock)
    office.authorise()
    return office
