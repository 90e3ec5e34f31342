"""The diagram's editor: its page, what it offers for picking, and the linter while one draws."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from flask import Response, jsonify, render_template, request
from flask_babel import gettext as _

from models import db
from workflows.deployments.checks import check_folder
from workflows.deployments.lint.surroundings import surroundings_of
from workflows.engine.findings import Finding
from workflows.jobs import registry
from workflows.shipped import shipped_files
from workflows.studio import choices
from workflows.studio.drafts import files_of

from ..i18n import language, say
from ..security import content_policy
from .blueprint import blueprint, for_drawers
from .contents import content_of, draft_seen
from .drafts import is_mine


@blueprint.get("/drafts/<int:draft_id>/diagram/<path:path>")
@for_drawers
@content_policy("modeller")
def edit_diagram(draft_id: int, path: str) -> str:
    """A diagram in the modeller; somebody else's draft is only shown."""
    held = draft_seen(draft_id)
    content_of(held, path)
    return render_template(
        "studio/diagram.html",
        draft=held,
        path=path,
        mine=is_mine(held),
        offered=_offered(files_of(held)),
        templates=[json.loads(file.read_text("utf-8")) for file in shipped_files("element_templates")],
    )


@blueprint.post("/drafts/<int:draft_id>/lint/<path:path>")
@for_drawers
def lint(draft_id: int, path: str) -> Response:
    """What stands against the diagram sent, saved or not, among the draft's other files."""
    held = draft_seen(draft_id)
    files = {**files_of(held), path: request.get_data()}
    checked = check_folder(files, surroundings_of(db.session, held.name))
    return jsonify(findings_as_json(finding for where, finding in checked.findings if where == path))


def findings_as_json(findings: Iterable[Finding]) -> list[dict[str, Any]]:
    """Findings in the visitor's language, for the editors' scripts."""
    return [
        {
            "element": finding.element,
            "rule": finding.rule,
            "refused": finding.severity.value == "refuse",
            "words": say(finding.message),
        }
        for finding in findings
    ]


def _offered(files: dict[str, bytes]) -> dict[str, Any]:
    """What the office's own panel lets one pick, in the visitor's language."""
    session = db.session
    return {
        "language": language(),
        "forms": sorted(
            path.removeprefix("forms/").removesuffix(".json") for path in files if path.startswith("forms/")
        ),
        "rules": _named(choices.rules(session)),
        "clauses": _named(choices.clauses(session)),
        "groups": _named(choices.groups(session)),
        "jobs": sorted(registry.known_types()),
        "fields": [
            {
                "form": field.form,
                "key": field.key,
                "type": field.type,
                "label": say(field.words) or field.key,
                "options": _named(field.options),
            }
            for field in choices.fields(files)
        ],
        "words": _panel_words(),
    }


def _named(offered: Iterable[choices.Choice]) -> list[dict[str, str]]:
    return [{"value": choice.value, "label": say(choice.words) or choice.value} for choice in offered]


def _panel_words() -> dict[str, str]:
    """The words of our own part of the properties panel."""
    return {
        "office": _("办理"),
        "limit": _("时限"),
        "basis": _("条款与依据"),
        "who": _("由谁办理"),
        "who_help": _("岗位或单位的代号，多个用逗号隔开；或以 = 开头的表达式"),
        "add": _("添加"),
        "who_add": _("添加岗位或单位"),
        "form": _("表单"),
        "form_open": _("打开表单"),
        "none": _("（不选）"),
        "rule": _("时限规则"),
        "party": _("约束谁"),
        "party_help": _("不填：谁办理就约束谁"),
        "clauses": _("落实的条款"),
        "clause_add": _("从现行清单选条款"),
        "remove": _("移除"),
        "articles": _("法律法规依据"),
        "name_en": _("英文名称"),
        "submit": _("按钮文字"),
        "submit_en": _("按钮文字（英文）"),
        "condition_pick": _("条件：按字段选择"),
        "field": _("字段"),
        "operator": _("比较"),
        "value": _("值"),
        "typed": _("现在的条件不是“字段、比较、值”的形式，请在下面的表达式里改。"),
        "equals": _("等于"),
        "differs": _("不等于"),
        "more": _("大于"),
        "most": _("不大于"),
        "less": _("小于"),
        "least": _("不小于"),
        "contains": _("包含"),
        "filled": _("已填写"),
        "empty": _("未填写"),
        "yes": _("是"),
        "no": _("否"),
        "choose": _("（请选择）"),
    }
