"""Versions of processes, and changes that came with a new release and wait for the office's answer."""

from __future__ import annotations

from flask import abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import Session, defer, selectinload
from werkzeug.wrappers import Response

from models import Deployment, ProcessDefinition, ShippedChange, User, db
from workflows.deployments import shipped_processes
from workflows.deployments.shipped_processes import OfferAnswer

from ..clock import now
from ..matters.actor import present_actor
from .blueprint import blueprint, for_processes
from .refusals import tried

SHOWN = 100


@blueprint.get("/deployments")
@for_processes
def deployment_list() -> str:
    """What is published, the newest first, and what is offered."""
    return _page()


@blueprint.post("/shipped/<int:offer_id>")
@for_processes
def answer_offer(offer_id: int) -> Response | tuple[str, int]:
    """Take a shipped change as the next version, or decline it; running matters stay on their version."""
    try:
        answer = OfferAnswer(request.form.get("answer", ""))
    except ValueError:
        abort(400)
    moment = now()

    def work(session: Session) -> None:
        offer = session.get(ShippedChange, offer_id) or abort(404)
        shipped_processes.answer_offer(session, offer, answer, present_actor(session), moment)

    _done, errors = tried(work, "offer")
    if errors:
        return _page(errors), 422
    taken = answer is OfferAnswer.TAKEN
    flash(_("已发布为新版本，在办事项仍按原版本走完。") if taken else _("已记下不采用，流程不变。"), "done")
    return redirect(url_for("admin.deployment_list"), 303)


def _page(errors: dict[str, str] | None = None) -> str:
    deployments = db.session.scalars(
        select(Deployment)
        .options(selectinload(Deployment.definitions).options(defer(ProcessDefinition.compiled)))
        .order_by(Deployment.id.desc())
        .limit(SHOWN)
    ).all()
    deployers = {row.deployed_by_id for row in deployments if row.deployed_by_id}
    names = db.session.execute(select(User.id, User.display_name).where(User.id.in_(deployers)))
    return render_template(
        "admin/deployments.html",
        deployments=deployments,
        offers=shipped_processes.open_offers(db.session),
        names={user_id: name for user_id, name in names},
        errors=errors or {},
    )
