"""The surroundings of an office that has just been set up: what the release ships, and nobody in it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from sqlalchemy import create_engine
from sqlalchemy.orm import Session

from models import Unit, UnitKind, db
from workflows.deployments.lint.surroundings import Surroundings, surroundings_of
from workflows.deployments.shipped_processes import shipped_process_ids
from workflows.duty_lists import enter_shipped_list
from workflows.office.rule_book import enter_shipped_rules
from workflows.office.settings import enter_shipped_settings


def release_surroundings(name: str, now: datetime) -> Surroundings:
    """Rules, settings, the list and the processes of this release, as the folder `name` meets them."""
    with _bare_office(now) as session:
        return surroundings_of(session, name, shipped_process_ids())


@contextmanager
def _bare_office(now: datetime) -> Iterator[Session]:
    """An office in memory; it has no people yet, so nothing is said of posts and units."""
    engine = create_engine("sqlite://")
    db.metadata.create_all(engine)
    with Session(engine) as session:
        enter_shipped_settings(session)
        enter_shipped_rules(session)
        city = Unit(code="city", name="city", name_en="city", kind=UnitKind.CITY)
        session.add(city)
        session.flush()
        enter_shipped_list(session, city, now)
        yield session
    engine.dispose()
