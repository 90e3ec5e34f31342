"""A draft tried out: the moves somebody made, what may be done now, the play kept as a scenario."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import partial
from typing import Any

from sqlalchemy.orm import Session

from workflows.engine.play import Played
from workflows.engine.play.rehearsal import Move, Rehearsed, rehearse
from workflows.studio.play_office import office_for_play
from workflows.studio.scenarios import FOLDER, Scenario, decide_by, diagram_of, path_of, write_scenario

PLAYED_KEY = "play"


def first_values(title: str) -> dict[str, Any]:
    """What the office gives every matter that begins."""
    return {"title": title, "matter_key": PLAYED_KEY}


def play_draft(
    session: Session,
    files: Mapping[str, bytes],
    process_id: str,
    moves: Sequence[Move],
    began: datetime,
    title: str,
) -> Rehearsed:
    """Where a play of these files stands after its moves. Raises `NotDeployable`, NoDiagram."""
    return rehearse(
        diagram_of(files, process_id),
        moves,
        began,
        process_id,
        first_values(title),
        partial(decide_by, files),
        office_for_play(session, files),
    )


def scenario_of(
    title: str,
    process_id: str,
    began: datetime,
    data: Mapping[str, Any],
    moves: Sequence[Move],
    played: Played,
) -> tuple[str, bytes]:
    """The path and content of the file that keeps a play with the way it went."""
    scenario = Scenario(
        path=f"{FOLDER}/{_file_name(title)}.json",
        title=title,
        process=process_id,
        now=began,
        data=data,
        answers={},
        expected=path_of(played),
        state=played.state,
        moves=tuple(moves),
    )
    return scenario.path, write_scenario(scenario)


def _file_name(title: str) -> str:
    return re.sub(r"[^A-Za-z0-9_\-一-鿿]+", "-", title).strip("-")[:60] or "scenario"
