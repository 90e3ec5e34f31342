"""The office's own name, on every page."""

from __future__ import annotations

from collections.abc import Mapping

from flask import Flask, g
from sqlalchemy.exc import SQLAlchemyError

from models import UnitKind, db
from workflows.people.register import register_of

from .i18n import in_words


def office_name() -> str:
    """The city's name in the visitor's language; empty while no office is set up."""
    if "office_name" not in g:
        g.office_name = _name_of_the_city()
    return g.office_name


def init_app(app: Flask) -> None:
    @app.context_processor
    def names() -> Mapping[str, object]:
        return {"office_name": office_name}


def _name_of_the_city() -> str:
    try:
        units = register_of(db.session).units.values()
    except (
        SQLAlchemyError
    ):  # the error page itself is shown in this frame, also when the database is what failed
        db.session.rollback()
        return ""
    city = min((unit for unit in units if unit.kind is UnitKind.CITY), key=lambda unit: unit.id, default=None)
    return in_words(city.name, city.name_en) if city else ""
