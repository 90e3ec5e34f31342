"""What lies on the table of one play: the moves made, when it began, the task that is being filled in.

A play is kept nowhere but in its own page: every request brings all its moves and is played from the start.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property
from typing import Any

from flask import abort, request
from sqlalchemy.orm import Session

from models import StudioDraft
from workflows.engine.play.rehearsal import Do, Move, Rehearsed, Waits, read_moves
from workflows.engine.play.script import NotAScript
from workflows.engine.vocabulary import kind_of
from workflows.engine.xml_source import read_xml
from workflows.feel import from_json, json_text
from workflows.rules.forms import Form, FormSetting, read_form
from workflows.studio.drafts import files_of
from workflows.studio.play_office import office_for_play
from workflows.studio.plays import play_draft
from workflows.studio.scenarios import Scenario, read_scenario, run_scenario

from ..clock import OFFICE_ZONE

MOST_MOVES = 500
NO_FORM: Mapping[str, Any] = {"components": []}


@dataclass(frozen=True, slots=True)
class PathChange:
    """Elements a kept play passed and passes no more, and those it passes now."""

    gone: tuple[str, ...]
    new: tuple[str, ...]


@dataclass(frozen=True)
class PlayTable:
    """One play as the page shows it."""

    session: Session
    draft: StudioDraft
    path: str
    process_id: str
    began: datetime
    moves: tuple[Move, ...] = ()
    task: str = ""  #: the element whose form is open
    scenario: Scenario | None = None  #: the kept play that was laid on the table

    def after(self, *moves: Move) -> PlayTable:
        """The same play some moves further; the next task's form opens by itself."""
        return replace(self, moves=(*self.moves, *moves), task="", scenario=None)

    def back(self) -> PlayTable:
        """One move taken back; of the results of a job the last thing said."""
        return replace(self, moves=self.moves[:-1], task="", scenario=None)

    @cached_property
    def files(self) -> dict[str, bytes]:
        return files_of(self.draft)

    @cached_property
    def rehearsed(self) -> Rehearsed:
        """Raises `NotDeployable`."""
        return play_draft(self.session, self.files, self.process_id, self.moves, self.began, self.draft.title)

    @cached_property
    def chosen(self) -> Waits | None:
        """The task whose form is open: the one asked for, else the newest that waits."""
        tasks = [waits for waits in self.rehearsed.waits if waits.do is Do.ANSWER]
        return next((waits for waits in tasks if waits.element == self.task), tasks[-1] if tasks else None)

    @cached_property
    def form(self) -> Form:
        """The chosen task's form. Raises FormNotUnderstood."""
        content = self.files.get(f"forms/{self.chosen.form_id}.json") if self.chosen else None
        return read_form(json.loads(content) if content else NO_FORM)

    @cached_property
    def setting(self) -> FormSetting:
        """What the chosen task's form stands in: the play's variables, clock and office."""
        now = self.rehearsed.now
        outcome = self.chosen.properties.get("outcome", "outcome") if self.chosen else "outcome"
        return FormSetting(
            variables=self.chosen.variables if self.chosen else {},
            today=now.astimezone(OFFICE_ZONE).date(),
            host=office_for_play(self.session, self.files)(now),
            fresh=frozenset({outcome, "opinion"}),
        )

    @cached_property
    def changed(self) -> PathChange | None:
        """How the kept play's path differs today; None where it does not, or none was kept."""
        if self.scenario is None:
            return None
        office = office_for_play(self.session, self.files)
        outcome = run_scenario(self.files, self.scenario, office)
        if outcome.as_expected:
            return None
        expected, path = self.scenario.expected, outcome.path
        gone = tuple(dict.fromkeys(one for one in expected if one not in path))
        return PathChange(gone, tuple(dict.fromkeys(one for one in path if one not in expected)))

    @property
    def moves_text(self) -> str:
        return json_text([move.as_json() for move in self.moves])


def table_sent(
    session: Session, draft: StudioDraft, path: str, content: bytes, moment: datetime
) -> PlayTable:
    """The play the request brings, or a new one that begins now. 400 for what no page of ours sends."""
    processes = executable_processes(content)
    if "scenario" in request.args:
        return _from_scenario(session, draft, path, request.args["scenario"])
    process = request.values.get("process") or (processes[0][0] if processes else "")
    try:
        began = datetime.fromisoformat(request.form["began"]) if "began" in request.form else moment
        moves = read_moves(from_json(json.loads(request.form.get("moves", "[]"))))
    except (ValueError, NotAScript):
        abort(400)
    if began.tzinfo is None or len(moves) > MOST_MOVES or process not in dict(processes):
        abort(400)
    return PlayTable(session, draft, path, process, began, tuple(moves), request.form.get("task", ""))


def _from_scenario(session: Session, draft: StudioDraft, path: str, scenario_path: str) -> PlayTable:
    """A kept play laid on the table again. 404 where the draft has none of that name."""
    content = files_of(draft).get(scenario_path) or abort(404)
    scenario = read_scenario(scenario_path, content)
    return PlayTable(session, draft, path, scenario.process, scenario.now, scenario.moves, scenario=scenario)


def executable_processes(content: bytes) -> list[tuple[str, str]]:
    """Ids and names of the processes of a file that run."""
    return [
        (process.get("id", ""), process.get("name") or process.get("id", ""))
        for process in read_xml(content)
        if kind_of(process) == "process" and process.get("isExecutable") != "false"
    ]
