"""The office's own name, on every page."""

from __future__ import annotations

from collections.abc import Mapping

from flask import Flask, g
from sqlalchemy import select
from sqlalchemy.exc import SQLAlchemyError

from models import Unit, UnitKind, db

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
        city = db.session.scalars(
            select(Unit).where(Unit.kind == UnitKind.CITY).order_by(Unit.id).limit(1)
        ).first()
    except (
        SQLAlchemyError
    ):  # the error page itself is shown in this frame, also when the database is what failed
        db.session.rollback()
        return ""
    return in_words(city.name, city.name_en) if city else ""
