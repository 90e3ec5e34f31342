"""Playing a draft (试走): tokens on the diagram, tasks filled in with their real forms, time that jumps."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from models import db
from workflows.engine.findings import NotDeployable
from workflows.engine.play.rehearsal import Do, Move
from workflows.feel import from_json
from workflows.rules.forms import RawAnswers, check, first_answers, read_raw, show
from workflows.studio import drafts
from workflows.studio.drafts import Saved
from workflows.studio.plays import first_values, scenario_of

from ..clock import now
from ..matters.actor import present_actor
from ..tasks.changes import changed
from ..transactions import act
from .blueprint import blueprint, for_drawers
from .contents import content_of, draft_seen
from .drafts import is_mine
from .play_table import PlayTable, executable_processes, table_sent

_RESULT = re.compile(r"\s*([\w.-]+)\s*[=＝:：]\s*(.*?)\s*")


@blueprint.route("/drafts/<int:draft_id>/play/<path:path>", methods=["GET", "POST"])
@for_drawers
def play(draft_id: int, path: str) -> Response | str | tuple[str, int]:
    """One play of a diagram: its page, and every move on it. 422 where a form needs another look."""
    held = draft_seen(draft_id)
    content = content_of(held, path)
    try:
        processes = executable_processes(content)
        table = table_sent(db.session, held, path, content, now()) if processes else None
    except NotDeployable as refused:
        return _cannot(held, path, refused), 422
    if table is None:
        return _cannot(held, path, None), 422
    try:
        return _moved(table, processes)
    except NotDeployable as refused:
        return _cannot(held, path, refused), 422


@blueprint.post("/drafts/<int:draft_id>/play-hidden/<path:path>")
@for_drawers
def play_hidden(draft_id: int, path: str) -> dict[str, list[str]]:
    """Which parts of the open form the conditions hide for the answers so far."""
    held = draft_seen(draft_id)
    table = table_sent(db.session, held, path, content_of(held, path), now())
    shown = show(table.form, read_raw(table.form, request.form.lists()), table.setting)
    return {"hidden": sorted(shown.hidden)}


def _moved(table: PlayTable, processes: list[tuple[str, str]]) -> Response | str | tuple[str, int]:
    pressed = request.form
    if "_back" in pressed:
        return _page(table.back(), processes)
    if "_wait" in pressed:
        return _page(table.after(Move(Do.WAIT)), processes)
    if "_tell" in pressed:
        return _page(table.after(Move(Do.TELL, pressed["_tell"], _results("told"))), processes)
    if "_job" in pressed:
        return _page(table.after(Move(Do.JOB, pressed["_job"], _results("results"))), processes)
    if "_open" in pressed:
        return _page(replace(table, task=pressed["_open"]), processes)
    if "_keep" in pressed:
        return _keep(table)
    if "_hand_in" in pressed or any(name in pressed for name in ("_add", "_remove", "_preset", "_refresh")):
        return _filled_in(table, processes)
    return _page(table, processes)


def _filled_in(table: PlayTable, processes: list[tuple[str, str]]) -> str | tuple[str, int]:
    """The form of a task: a button inside it, or handed in; files are taken as handed in."""
    raw = read_raw(table.form, request.form.lists())
    after_button = changed(raw, request.form)
    if after_button is not None:
        return _page(table, processes, after_button)
    answered = check(table.form, raw, table.setting)
    files = {component.key for component in table.form.inputs() if component.type == "filepicker"}
    errors = {name: said for name, said in answered.errors.items() if name not in files}
    if errors or table.chosen is None:
        return _page(table, processes, raw, errors), 422
    return _page(table.after(Move(Do.ANSWER, table.chosen.element, answered.values)), processes)


def _results(prefix: str) -> dict[str, Any]:
    """What a message brings or a job answers: lines of `name = value`; a value is a number, true, false or
    words."""
    lines = (_RESULT.fullmatch(line) for line in request.form.get(prefix, "").splitlines())
    return {line[1]: _value(line[2]) for line in lines if line}


def _value(text: str) -> Any:
    words = {"true": True, "false": False, "是": True, "否": False, "null": None}
    if text in words:
        return words[text]
    if re.fullmatch(r"-?\d+", text):
        return from_json(int(text))
    return text.strip('"“”')


def _keep(table: PlayTable) -> Response:
    """Keep the play as a scenario of the draft; of another's draft in a copy of one's own."""
    title = request.form.get("scenario_title", "").strip() or _("试走")
    path, content = scenario_of(
        title,
        table.process_id,
        table.began,
        first_values(table.draft.title),
        table.moves,
        table.rehearsed.played,
    )
    draft_id, revision, moment = table.draft.id, table.draft.revision, now()

    def work(session: Session) -> Saved:
        return drafts.save_file(session, draft_id, path, content, revision, present_actor(session), moment)

    saved = act(work)
    flash(_("已存为场景“%(title)s”，发布前会自动再走一遍。", title=title), "done")
    return redirect(url_for("studio.draft", draft_id=saved.draft_id), 303)


def _page(
    table: PlayTable,
    processes: list[tuple[str, str]],
    raw: RawAnswers | None = None,
    errors: dict[str, Any] | None = None,
) -> str:
    raw = first_answers(table.form, table.setting) if raw is None else raw
    return render_template(
        "studio/play.html",
        draft=table.draft,
        path=table.path,
        mine=is_mine(table.draft),
        table=table,
        processes=processes,
        play=table.rehearsed,
        chosen=table.chosen,
        shown=show(table.form, raw, table.setting, errors),
        errors=errors or {},
        marks=_marks(table),
        jobs=_jobs(table),
        changed=_changed_in_words(table),
    )


def _marks(table: PlayTable) -> list[dict[str, Any]]:
    """What stands on the diagram: elements passed with how often, elements that wait."""
    played, marks = table.rehearsed.played, {}
    for line in played.trace:
        if not line.body:
            mark = marks.setdefault(line.element, {"element": line.element, "state": "done", "count": 0})
            mark["count"] += line.what == "completed"
    for element in played.waiting:
        marks[element] = {
            "element": element,
            "state": "active",
            "count": marks.get(element, {}).get("count", 0),
        }
    for element in table.changed.gone if table.changed else ():
        marks.setdefault(element, {"element": element, "state": "cancelled", "count": 0})
    return list(marks.values())


def _changed_in_words(table: PlayTable) -> tuple[str, str] | None:
    """What a kept play passes no more and what it passes now, by name."""
    if table.changed is None:
        return None
    elements = table.rehearsed.elements

    def named(ids: tuple[str, ...]) -> str:
        return "、".join(
            elements[one].name or one if one in elements else one
            for one in ids
            if one not in elements or elements[one].type != "sequenceFlow"
        )

    return named(table.changed.gone), named(table.changed.new)


def _jobs(table: PlayTable) -> list[tuple[str, str]]:
    """The automatic steps passed so far; each may be given results, with which the play runs again."""
    elements = {
        key: one for key, one in table.rehearsed.elements.items() if one.type in ("serviceTask", "sendTask")
    }
    passed = dict.fromkeys(
        line.element for line in table.rehearsed.played.trace if line.what == "completed" and not line.body
    )
    return [(one, elements[one].name or one) for one in passed if one in elements]


def _cannot(held: Any, path: str, refused: NotDeployable | None) -> str:
    """The page that says what must be mended before the diagram can be played."""
    return render_template(
        "studio/cannot_play.html", draft=held, path=path, findings=refused.findings if refused else ()
    )
