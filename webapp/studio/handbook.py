"""The handbook of a process (流程手册), for the screen and for paper."""

from __future__ import annotations

from flask import abort, render_template

from models import Deployment, db
from workflows.studio.handbook import handbook as written

from ..admin.rules import UNITS
from ..clock import now
from .blueprint import blueprint, for_the_office


@blueprint.get("/deployments/<int:deployment_id>/handbook")
@for_the_office
def handbook(deployment_id: int) -> str:
    """The picture, then each step: who, until when, by which clause, which fields. 404: no such one."""
    held = db.session.get(Deployment, deployment_id) or abort(404)
    return render_template(
        "studio/handbook.html",
        deployment=held,
        chapters=written(db.session, held),
        units=UNITS,
        printed_at=now(),
    )
