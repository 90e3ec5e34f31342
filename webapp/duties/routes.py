"""One unit's list: its own words, the office's settings beside them, what runs for each clause."""

from __future__ import annotations

from flask import abort, render_template, request
from flask_login import current_user
from sqlalchemy import select

from models import DutyList, Unit, UnitKind, db
from workflows.queries import duty_list as questions

from ..clock import now
from .blueprint import blueprint
from .closed_matters import closed_by_process


@blueprint.get("/")
def index() -> str:
    """The city's list; where none is imported yet, a page that says what to do."""
    units = _units_with_lists()
    if not units:
        return render_template("duties/none.html")
    city = next((unit for unit in units if unit.kind is UnitKind.CITY), units[0])
    return _page(city.code, units)


@blueprint.get("/<unit_code>")
def of_unit(unit_code: str) -> str:
    """A unit's list, the newest version or the one asked for. 404 where it has none."""
    return _page(unit_code, _units_with_lists())


@blueprint.get("/<unit_code>/source")
def source(unit_code: str) -> str:
    """The document as it was imported: preamble, notice and the whole text."""
    page = _list_of(unit_code)
    return render_template("duties/source.html", page=page, unit_code=unit_code)


def _page(unit_code: str, units: list[Unit]) -> str:
    return render_template(
        "duties/list.html",
        page=_list_of(unit_code),
        unit_code=unit_code,
        units=units,
        closed=closed_by_process(db.session, current_user.user, now()),
    )


def _list_of(unit_code: str) -> questions.DutyListPage:
    page = questions.duty_list_page(db.session, current_user.user, unit_code, now(), _asked_version())
    if page is None:
        abort(404)
    return page


def _asked_version() -> int | None:
    text = request.args.get("version", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 7 else None


def _units_with_lists() -> list[Unit]:
    """Units that have a list, the city first, then the counties in the office's order."""
    has_list = select(DutyList.unit_id)
    return list(
        db.session.scalars(select(Unit).where(Unit.id.in_(has_list)).order_by(Unit.position, Unit.id))
    )
