"""Finding matters and following one: its page, its picture, one step, the sheet for paper."""

from __future__ import annotations

from datetime import timedelta

from flask import Response, abort, make_response, render_template, request
from flask_login import current_user

from models import db
from workflows import instances
from workflows.deployments.definitions import definition_of
from workflows.permissions import instance_for
from workflows.queries import board as lists
from workflows.queries import matter as questions
from workflows.queries.matter import MatterPage, OutlineStep

from ..board.filters import address_of, chips, filters_from
from ..board.rungs import fired_at
from ..clock import now
from ..i18n import ENGLISH, language
from .answers import FormWords
from .blueprint import blueprint
from .outline_order import in_reading_order

#: Days and hours left change by themselves: a page left open is drawn again this often although nobody acted.
WORDS_GROW_OLD = timedelta(minutes=5)


@blueprint.get("/")
def index() -> str:
    """Every matter this person may see, what to do now first; filters and the page stand in the address."""
    filters = filters_from(request.args)
    page = lists.board(db.session, current_user.user, now(), filters, request.args.get("after") or None)
    return render_template(
        "matters/index.html",
        page=page,
        rung_times=fired_at(db.session, page.lines),
        filters=filters,
        chips=chips(filters, "matters.index"),
        address_of=address_of,
        may_begin=bool(instances.startable(db.session, current_user.user, now())),
    )


@blueprint.get("/<int:instance_id>")
def show(instance_id: int) -> str:
    """One matter on one page. 404 where the person may not see it."""
    page = _page(instance_id)
    return _render("matters/matter.html", page)


@blueprint.get("/<int:instance_id>/print")
def sheet(instance_id: int) -> str:
    """The same matter for paper: 办理情况 with its record."""
    return _render("matters/sheet.html", _page(instance_id))


@blueprint.get("/<int:instance_id>/steps/<element_id>")
def step(instance_id: int, element_id: str) -> str:
    """One step: its turns with answers, dates and record. 404 for a step not in the diagram."""
    page = _page(instance_id)
    chosen = next((one for one in page.outline if one.element_id == element_id), None)
    if chosen is None:
        abort(404)
    return _render(
        "matters/step.html",
        page,
        step=chosen,
        step_attachments=_attachments_of(page, chosen),
        step_trail=[
            line for line in questions.trail(db.session, page.instance) if line.element_id == element_id
        ],
    )


@blueprint.get("/<int:instance_id>/diagram.bpmn")
def diagram(instance_id: int) -> Response:
    """The diagram the matter runs on, out of its own deployment, which never changes."""
    instance = instance_for(db.session, current_user.user, instance_id, now())
    answer = make_response(questions.diagram_xml(db.session, instance, english=language() == ENGLISH))
    answer.headers["Content-Type"] = "application/xml; charset=utf-8"
    answer.headers["Cache-Control"] = "private, no-cache"
    answer.set_etag(f"definition-{instance.definition_id}-{language()}")
    return answer.make_conditional(request)


@blueprint.get("/<int:instance_id>/stamp")
def stamp(instance_id: int) -> Response:
    """A short text that differs when the matter's page would: an open page asks for it."""
    instance = instance_for(db.session, current_user.user, instance_id, now())
    return Response(stamp_of(instance), mimetype="text/plain")


def stamp_of(instance) -> str:
    return f"{instance.revision}-{int(now().timestamp() // WORDS_GROW_OLD.total_seconds())}"


def _page(instance_id: int) -> MatterPage:
    page = questions.matter_page(db.session, current_user.user, instance_id, now())
    if page.is_recorded:  # nothing else is written, and a commit would have every row read again
        db.session.commit()
    return page


def _render(template: str, page: MatterPage, **more: object) -> str:
    return render_template(
        template,
        page=page,
        instance=page.instance,
        outline=_outline_of(page),
        trail=questions.trail(db.session, page.instance),
        forms=FormWords(db.session, page.instance),
        stamp=stamp_of(page.instance),
        printed_at=now(),
        **more,
    )


def _outline_of(page: MatterPage) -> list[OutlineStep]:
    elements = definition_of(db.session, page.instance.definition_id).elements
    scopes = {step.element_id: elements[step.element_id].scope for step in page.outline}
    return in_reading_order(page.outline, scopes)


def _attachments_of(page: MatterPage, chosen: OutlineStep):
    tasks = {turn.task_id for turn in chosen.turns}
    return [attachment for attachment in page.attachments if attachment.task_id in tasks]
