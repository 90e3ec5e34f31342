"""One unit's own dates in live matters: a co-organiser's light is its own, and so is its list."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from flask import abort, render_template, request, url_for
from flask_login import current_user
from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from models import AccessRole, Deadline, DeadlineState, Post, ProcessInstance, Unit, User, db
from workflows.office.snapshots import office_of
from workflows.queries.dues import due_of_deadline, standstills_of
from workflows.queries.matter_lights import LIVE_MATTER
from workflows.queries.shown import Due
from workflows.rules.lights import Light
from workflows.standing import standing_of
from workflows.visibility import visible_matters

from ..access import only_for
from ..clock import now
from .blueprint import blueprint
from .filters import LIGHTS, Chip

_RUNNING = (DeadlineState.RUNNING, DeadlineState.UNDER_REVIEW)


@dataclass(frozen=True, slots=True)
class UnitDate:
    """A live matter with the most urgent of the unit's own dates in it."""

    instance: ProcessInstance
    due: Due


@blueprint.get("/units/<code>")
@only_for(AccessRole.SECRETARIAT, AccessRole.LEADER)
def unit_dates(code: str) -> str:
    """The unit's dates, the most urgent first, or those of one light. 404 for an unknown code."""
    holder = _holder(code)
    light = request.args.get("light")
    lines = dates_of(db.session, current_user.user, code, now())
    return render_template(
        "board/unit_dates.html",
        holder=holder,
        lines=[line for line in lines if light not in LIGHTS or line.due.light == light],
        chips=_chips(code, light),
        light=light,
    )


def dates_of(session: Session, user: User, code: str, moment: datetime) -> list[UnitDate]:
    """Every live matter this person may see in which the unit (or post) has a date running, each once."""
    deadlines = session.scalars(
        select(Deadline)
        .join(ProcessInstance, ProcessInstance.id == Deadline.instance_id)
        .where(
            Deadline.party == code,
            Deadline.state.in_(_RUNNING),
            ProcessInstance.matter_state.in_(LIVE_MATTER),
            visible_matters(standing_of(session, user, moment)),
        )
        .options(joinedload(Deadline.set_by_post))
    ).all()
    office, stops = office_of(session), standstills_of(session, [row.id for row in deadlines], moment)
    worst: dict[int, Due] = {}
    for row in deadlines:
        due = due_of_deadline(row, office, moment, stops)
        known = worst.get(row.instance_id)
        worst[row.instance_id] = due if known is None else min(known, due, key=_urgency)
    instances = session.scalars(select(ProcessInstance).where(ProcessInstance.id.in_(worst)))
    return sorted((UnitDate(one, worst[one.id]) for one in instances), key=lambda line: _urgency(line.due))


def _urgency(due: Due) -> tuple[int, datetime | None]:
    return Light(due.light).urgency, due.due_at


def _holder(code: str) -> Unit | Post:
    unit = db.session.scalar(select(Unit).where(Unit.code == code))
    return unit or db.session.scalar(select(Post).where(Post.code == code)) or abort(404)


def _chips(code: str, light: str | None) -> list[Chip]:
    """A chip for each light a running date can have; pressing the one that is on takes it off."""
    return [
        Chip(
            words,
            url_for("board.unit_dates", code=code, light=None if one == light else one),
            one == light,
            one,
        )
        for one, words in LIGHTS.items()
        if one != Light.BLUE
    ]
