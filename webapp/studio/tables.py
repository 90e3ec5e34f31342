"""The decision table's editor: its page, what is wrong with the table, and a row tried out."""

from __future__ import annotations

from typing import Any

from flask import Response, abort, jsonify, render_template, request

from models import db
from workflows.engine.findings import NotDeployable
from workflows.office.snapshots import office_snapshot
from workflows.studio import tables
from workflows.words import DomainError

from ..clock import now
from ..i18n import language, say
from ..security import content_policy
from .blueprint import blueprint, for_drawers
from .contents import content_of, draft_seen
from .drafts import is_mine


@blueprint.get("/drafts/<int:draft_id>/table/<path:path>")
@for_drawers
@content_policy("modeller")
def edit_table(draft_id: int, path: str) -> str:
    """A decision table in its editor; somebody else's draft is only shown."""
    held = draft_seen(draft_id)
    content_of(held, path)
    return render_template(
        "studio/table.html", draft=held, path=path, mine=is_mine(held), shown_in=language()
    )


@blueprint.post("/drafts/<int:draft_id>/table-findings/<path:path>")
@for_drawers
def table_findings(draft_id: int, path: str) -> Response:
    """Faults, gaps and overlaps of the table sent, and the decisions one may try."""
    draft_seen(draft_id)
    content = request.get_data()
    try:
        asked = tables.asked_of(content)
    except NotDeployable as refused:
        said = [{"kind": "fault", "decision": "", "words": say(refused.sentence), "rules": []}]
        return jsonify(said=said, asked=[])
    return jsonify(
        said=[
            {"kind": one.kind, "decision": one.decision, "words": say(one.words), "rules": one.rules}
            for one in tables.check_table(content)
        ],
        asked=[
            {
                "id": one.id,
                "name": one.name,
                "inputs": [{"name": name, "label": label} for name, label in one.inputs],
            }
            for one in asked
        ],
    )


@blueprint.post("/drafts/<int:draft_id>/table-try/<path:path>")
@for_drawers
def table_try(draft_id: int, path: str) -> Response | tuple[Response, int]:
    """What a row of inputs gives, and which rules fire; 422 where the table cannot answer."""
    draft_seen(draft_id)
    told: Any = request.get_json(silent=True)
    if not isinstance(told, dict) or not isinstance(told.get("inputs"), dict):
        abort(400)
    typed = {str(name): str(text) for name, text in told["inputs"].items()}
    host = office_snapshot(db.session, None, now())
    try:
        tried = tables.try_table(
            str(told.get("content", "")).encode(), str(told.get("decision", "")), typed, host
        )
    except DomainError as refused:
        return jsonify(words=say(refused.sentence)), 422
    return jsonify(
        value=tried.value,
        rules=[rule.number for rule in tried.fired],
        warnings=[say(warning) for warning in tried.warnings],
    )
