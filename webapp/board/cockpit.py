"""The board's page and the stamp by which an open page notices that it has changed."""

from __future__ import annotations

from datetime import timedelta

from flask import Response, render_template, request
from flask_login import current_user
from sqlalchemy import func, select

from models import AccessRole, HistoryEvent, Post, PostKind, Unit, UnitKind, db
from workflows import instances
from workflows.queries import board as questions

from ..access import only_for
from ..clock import now
from ..matters.words import CATEGORIES, URGENCIES
from .blueprint import blueprint
from .filters import address_of, chips, filters_from
from .rungs import fired_at
from .trend import trend_of

#: Days and hours left change by themselves: an open board is drawn again this often although nobody acted.
WORDS_GROW_OLD = timedelta(minutes=5)


@blueprint.get("/")
@only_for(AccessRole.SECRETARIAT, AccessRole.LEADER)
def index() -> str:
    """Counters, what needs the clerk, every matter, and where the lights stand by unit and by leader."""
    user, moment, filters = current_user.user, now(), filters_from(request.args)
    page = questions.board(db.session, user, moment, filters, request.args.get("after") or None)
    return render_template(
        "board/board.html",
        page=page,
        rung_times=fired_at(db.session, page.lines),
        filters=filters,
        chips=chips(filters, "board.index"),
        address_of=address_of,
        lights=questions.lights(db.session, user, moment),
        needs_me=questions.needs_me(db.session, user, moment),
        by_unit=questions.by_unit(db.session, user, moment),
        by_leader=questions.by_leader(db.session, user, moment),
        trend=trend_of(questions.weeks(db.session, user, moment)),
        units=_units(),
        leaders=_leaders(),
        categories=CATEGORIES,
        urgencies=URGENCIES,
        may_begin=bool(instances.startable(db.session, user, moment)),
        ticks="bulk" if AccessRole.SECRETARIAT in current_user.access_roles else None,
        stamp=_stamp(),
    )


@blueprint.get("/stamp")
@only_for(AccessRole.SECRETARIAT, AccessRole.LEADER)
def stamp() -> Response:
    """A short text that differs when something was done anywhere, or some minutes have passed."""
    return Response(_stamp(), mimetype="text/plain")


def _stamp() -> str:
    last = db.session.scalar(select(func.max(HistoryEvent.id))) or 0
    return f"{last}-{int(now().timestamp() // WORDS_GROW_OLD.total_seconds())}"


def _units() -> list[Unit]:
    """The units a matter can be with, for the filter."""
    kinds = (UnitKind.OFFICE, UnitKind.DEPARTMENT, UnitKind.COUNTY)
    return list(db.session.scalars(select(Unit).where(Unit.kind.in_(kinds)).order_by(Unit.position, Unit.id)))


def _leaders() -> list[Post]:
    return list(
        db.session.scalars(select(Post).where(Post.kind == PostKind.LEADER).order_by(Post.position, Post.id))
    )
