"""The ledger (履职台账): clause × holder × half-year, and the acts behind one cell."""

from __future__ import annotations

import re

from flask import abort, render_template, request
from flask_login import current_user

from models import AccessRole, db
from workflows.queries import ledger as questions

from ..access import only_for
from ..clock import now
from .blueprint import blueprint

_HALF_YEAR = re.compile(r"[12]\d{3}-H[12]")
_READERS = (AccessRole.SECRETARIAT, AccessRole.LEADER, AccessRole.AUDITOR)


@blueprint.get("/ledger")
@only_for(*_READERS)
def ledger() -> str:
    """The present half-year's ledger, or the one asked for. A page that says what to do without a list."""
    asked = request.args.get("half_year")
    if asked is not None and not _HALF_YEAR.fullmatch(asked):
        abort(404)
    page = questions.ledger(db.session, asked, now())
    if page is None:
        return render_template("duties/none.html")
    return render_template("duties/ledger.html", page=page)


@blueprint.get("/ledger/<half_year>/<clause_code>/<holder>")
@only_for(*_READERS)
def ledger_cell(half_year: str, clause_code: str, holder: str) -> str:
    """The acts behind one cell. 404 for a cell the list does not have."""
    if not _HALF_YEAR.fullmatch(half_year):
        abort(404)
    acts = questions.cell_acts(db.session, current_user.user, clause_code, holder, half_year, now())
    return render_template(
        "duties/ledger_cell.html", acts=acts if acts is not None else abort(404), now=now()
    )
