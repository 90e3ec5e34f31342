"""For the watchman: whether the process answers and reaches its database."""

from __future__ import annotations

from flask import Blueprint
from sqlalchemy import text

from models import db

blueprint = Blueprint("health", __name__)


@blueprint.get("/alive")
def alive() -> tuple[str, int, dict[str, str]]:
    """200 and one word when the database answers; an error page otherwise."""
    db.session.execute(text("SELECT 1"))
    return "alive\n", 200, {"Content-Type": "text/plain; charset=utf-8"}
