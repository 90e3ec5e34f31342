"""The form's editor: its page, and the preview the server draws with what is wrong."""

from __future__ import annotations

import json

from flask import Response, jsonify, render_template, request
from flask_babel import gettext as _

from models import db
from workflows.deployments.lint import forms as form_rules
from workflows.deployments.lint.folder import Folder
from workflows.deployments.lint.surroundings import surroundings_of
from workflows.office.snapshots import office_snapshot
from workflows.rules.forms import FormNotUnderstood, FormSetting, first_answers, read_form, show

from ..clock import now, today
from ..i18n import say
from .blueprint import blueprint, for_drawers
from .contents import content_of, draft_seen
from .drafts import is_mine
from .form_words import form_words


@blueprint.get("/drafts/<int:draft_id>/form/<path:path>")
@for_drawers
def edit_form(draft_id: int, path: str) -> str:
    """A form in its editor; somebody else's draft is only shown."""
    held = draft_seen(draft_id)
    content_of(held, path)
    return render_template("studio/form.html", draft=held, path=path, mine=is_mine(held), words=form_words())


@blueprint.post("/drafts/<int:draft_id>/form-preview/<path:path>")
@for_drawers
def form_preview(draft_id: int, path: str) -> Response:
    """The form sent as people will see it, and every finding about it."""
    held = draft_seen(draft_id)
    content = request.get_data()
    try:
        schema = json.loads(content)
        form = read_form(schema)
    except FormNotUnderstood as fault:
        return jsonify(html="", faults=[say(fault.sentence)])
    except ValueError:
        return jsonify(html="", faults=[_("这个文件不是有效的 JSON。")])
    setting = FormSetting(variables={}, today=today(), host=office_snapshot(db.session, None, now()))
    shown = show(form, first_answers(form, setting), setting)
    return jsonify(
        html=render_template("studio/_form_preview.html", shown=shown),
        faults=_faults(held.name, path, content),
    )


def _faults(name: str, path: str, content: bytes) -> list[str]:
    """What stands against the form by itself, by the rules of publication."""
    folder = Folder({path: content}, (), ())
    around = surroundings_of(db.session, name)
    return [
        say(finding.message)
        for rule in (form_rules.form_expressions_are_feel, form_rules.fields_hide_no_function)
        for _path, finding in rule(folder, around)
    ]
