"""Scenarios: plays of a process, kept in its folder, that must still run as expected to publish it."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from pathlib import PurePosixPath
from typing import Any

from workflows.decisions import UnknownDecision, read_decisions
from workflows.engine.findings import NotDeployable
from workflows.engine.play import Played, play
from workflows.engine.play.rehearsal import Move, read_moves, rehearse
from workflows.engine.play.script import NotAScript, read_script
from workflows.feel import json_text
from workflows.words import DomainError, Sentence

FOLDER = "scenarios"

OfficeAt = Callable[[datetime], object]
"""What expressions may ask of the office at a moment."""


class ScenarioUnreadable(DomainError):
    """A scenario's file is not what the studio writes."""


class NoDiagram(DomainError):
    """No diagram of the folder holds the process."""

    def __init__(self, process_id: str) -> None:
        super().__init__(
            Sentence(f"没有流程“{process_id}”的图", f"no diagram holds the process {process_id!r}")
        )


@dataclass(frozen=True, slots=True)
class Scenario:
    """One kept play: what goes in, and what is expected to come out."""

    path: str
    title: str
    process: str
    now: datetime
    data: Mapping[str, Any]
    answers: Mapping[str, Any]
    expected: tuple[str, ...]
    """Ids of the elements completed, in order."""
    state: str
    moves: tuple[Move, ...] = ()
    """What somebody did in order, time included; without any the answers are given as they are asked."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a scenario ran: the path it took beside the expected one."""

    scenario: Scenario
    path: tuple[str, ...]
    state: str

    @property
    def as_expected(self) -> bool:
        return (self.path, self.state) == (self.scenario.expected, self.scenario.state)


def scenarios_in(files: Mapping[str, bytes]) -> list[Scenario]:
    """The scenarios of a folder, by path. Raises ScenarioUnreadable."""
    return [
        read_scenario(path, content)
        for path, content in sorted(files.items())
        if PurePosixPath(path).parent.name == FOLDER
    ]


def read_scenario(path: str, content: bytes) -> Scenario:
    """A scenario from its file. Raises ScenarioUnreadable."""
    try:
        told = json.loads(content)
        return Scenario(
            path=path,
            title=str(told.get("title") or PurePosixPath(path).stem),
            process=told["process"],
            now=datetime.fromisoformat(told["now"]),
            data=dict(told.get("data") or {}),
            answers=dict(told.get("answers") or {}),
            expected=tuple(told["expected"]),
            state=told["state"],
            moves=tuple(read_moves(told.get("moves") or [])),
        )
    except (ValueError, KeyError, TypeError, AttributeError, NotAScript) as fault:
        raise ScenarioUnreadable(
            Sentence(f"场景文件“{path}”读不懂", f"the scenario {path!r} cannot be read")
        ) from fault


def write_scenario(scenario: Scenario) -> bytes:
    """The scenario's file."""
    told = {
        "title": scenario.title,
        "process": scenario.process,
        "now": scenario.now.isoformat(),
        "data": dict(scenario.data),
        "answers": dict(scenario.answers),
        "expected": list(scenario.expected),
        "state": scenario.state,
        "moves": [move.as_json() for move in scenario.moves],
    }
    return json_text(told).encode()


def run_scenario(files: Mapping[str, bytes], scenario: Scenario, office: OfficeAt | None = None) -> Outcome:
    """Play a scenario on a folder's files, move by move or by its answers. `office` gives what expressions
    may ask of the office at a moment. Raises `NotDeployable` where the process cannot run at all."""
    xml, decide = diagram_of(files, scenario.process), partial(decide_by, files)
    if scenario.moves:
        played = rehearse(
            xml, scenario.moves, scenario.now, scenario.process, scenario.data, decide, office
        ).played
    else:
        script = read_script(scenario.answers, decide)
        played = play(xml, script, scenario.now, scenario.process, scenario.data, office=office)
    return Outcome(scenario, path_of(played), played.state)


def path_of(played: Played) -> tuple[str, ...]:
    """The elements a play completed, in order; instances of a multi-instance each."""
    return tuple(line.element for line in played.trace if line.what == "completed" and not line.body)


def failed_scenarios(files: Mapping[str, bytes], office: Callable[[], OfficeAt] | None = None) -> list[str]:
    """Titles of the scenarios that do not run as expected any more; `office` makes a new one for each."""
    failed = []
    for scenario in scenarios_in(files):
        try:
            if not run_scenario(files, scenario, office() if office else None).as_expected:
                failed.append(scenario.title)
        except (NotDeployable, NotAScript, NoDiagram):
            failed.append(scenario.title)
    return failed


def diagram_of(files: Mapping[str, bytes], process_id: str) -> bytes:
    """The diagram a process stands in. Raises NoDiagram."""
    mark = f'id="{process_id}"'.encode()
    for path, content in sorted(files.items()):
        if path.endswith(".bpmn") and mark in content:
            return content
    raise NoDiagram(process_id)


def decide_by(files: Mapping[str, bytes], decision: str, variables: Mapping[str, Any]) -> Any:
    """A decision of the folder's own tables. Raises `KeyError` where none has it."""
    for path, content in sorted(files.items()):
        if path.endswith(".dmn"):
            try:
                return read_decisions(content).evaluate(decision, variables).value
            except UnknownDecision:
                continue
    raise KeyError(decision)
