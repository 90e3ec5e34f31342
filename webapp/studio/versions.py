"""Versions of the office's processes: one process's list, any two compared, an older one asked for again."""

from __future__ import annotations

from collections.abc import Callable

from flask import Response, abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import defer, selectinload

from models import Deployment, ProcessDefinition, User, db
from workflows.deployments.definitions import definitions_in
from workflows.differences import changes_between
from workflows.moving.dry_run import running_by_version
from workflows.studio import changes, drafts
from workflows.words import DomainError

from ..admin.refusals import typed_text
from ..clock import now
from ..i18n import say
from ..matters.actor import present_actor
from ..transactions import act
from .blueprint import blueprint, for_drawers, for_the_office
from .changes import file_answer
from .differences import differences


@blueprint.get("/versions")
@for_the_office
def versions() -> str:
    """Every process with the version in use and how many matters run on which version."""
    rows = _deployments()
    newest: dict[str, Deployment] = {}
    for row in rows:
        newest.setdefault(row.name, row)
    return render_template(
        "studio/versions.html",
        newest=sorted(newest.values(), key=lambda row: row.name),
        running=running_by_version(db.session),
        definitions=_definitions_by_name(rows),
    )


@blueprint.get("/versions/<name>")
@for_the_office
def process_versions(name: str) -> str:
    """All versions of one process. 404 where there is none."""
    return _versions_page(name)


@blueprint.get("/versions/<name>/compare")
@for_the_office
def compare_versions(name: str) -> str:
    """Any two versions of a process side by side, the older one first. 404 for a version there is not."""
    older, newer = sorted((_version(name, "one"), _version(name, "other")), key=lambda row: row.version)
    found = changes_between(drafts.files_of(older), drafts.files_of(newer))
    return render_template(
        "studio/compare.html",
        name=name,
        older=older,
        newer=newer,
        files=differences(found, _address_of(older), _address_of(newer), _names(older, newer)),
    )


@blueprint.get("/deployments/<int:deployment_id>/<path:path>")
@for_the_office
def deployment_file(deployment_id: int, path: str) -> Response:
    """A published file. 404 where the version has none of that path."""
    held = db.session.get(Deployment, deployment_id) or abort(404)
    return file_answer(drafts.files_of(held), path)


@blueprint.post("/deployments/<int:deployment_id>/again")
@for_drawers
def publish_again(deployment_id: int) -> Response | tuple[str, int]:
    """Ask for an older version to be published again: a change request, decided by another person."""
    held = db.session.get(Deployment, deployment_id) or abort(404)
    name, reason, moment = held.name, typed_text("reason"), now()
    try:
        change_id = act(
            lambda session: (
                changes.ask_for_older(session, deployment_id, reason, present_actor(session), moment).id
            )
        )
    except DomainError as refused:
        return _versions_page(name, {refused.field or "reason": say(refused.sentence)}), 422
    flash(_("已交审，等另一人批准。"), "done")
    return redirect(url_for("studio.change", change_id=change_id), 303)


def _versions_page(name: str, errors: dict[str, str] | None = None) -> str:
    rows = [row for row in _deployments() if row.name == name] or abort(404)
    deployers = {row.deployed_by_id for row in rows if row.deployed_by_id}
    names = db.session.execute(select(User.id, User.display_name).where(User.id.in_(deployers)))
    return render_template(
        "studio/process_versions.html",
        name=name,
        title=drafts.title_of(rows[0]),
        rows=rows,
        names={user_id: display_name for user_id, display_name in names},
        running=running_by_version(db.session),
        draws=drafts.may_draw(present_actor(db.session)),
        errors=errors or {},
        typed=request.form,
    )


def _deployments() -> list[Deployment]:
    definitions = selectinload(Deployment.definitions).options(defer(ProcessDefinition.compiled))
    return list(db.session.scalars(select(Deployment).options(definitions).order_by(Deployment.id.desc())))


def _definitions_by_name(rows: list[Deployment]) -> dict[str, list[ProcessDefinition]]:
    found: dict[str, list[ProcessDefinition]] = {}
    for row in rows:
        found.setdefault(row.name, []).extend(row.definitions)
    return found


def _names(*held: Deployment) -> dict[str, str]:
    """What the elements of these versions are called, by id."""
    definitions = [one for row in held for one in definitions_in(db.session, row).values()]
    return {element.id: element.name for one in definitions for element in one.elements.values()}


def _version(name: str, parameter: str) -> Deployment:
    number = request.args.get(parameter, "")
    if not (number.isascii() and number.isdigit() and len(number) < 9):
        abort(404)
    found = db.session.scalars(select(Deployment).filter_by(name=name, version=int(number))).first()
    return found or abort(404)


def _address_of(held: Deployment) -> Callable[[str], str | None]:
    return lambda path: url_for("studio.deployment_file", deployment_id=held.id, path=path)
