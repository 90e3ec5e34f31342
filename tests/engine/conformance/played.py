"""What a sketch does when it is played: its tasks in the order they end, and how it ends."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from tests.engine.conformance.sketch import file_of
from workflows.engine.lint.checking import check_file
from workflows.engine.play import Played, play
from workflows.engine.play.script import read_script

MONDAY = datetime(2026, 11, 23, 1, tzinfo=UTC)


def played(sketch: str, answers: dict[str, Any] | None = None, max_steps: int = 200, **data: Any) -> Played:
    """The sketch, checked as a file from outside is, then played."""
    assert refused(sketch) == []
    return play(file_of(sketch), read_script(answers or {}), MONDAY, variables=data, max_steps=max_steps)


def course(sketch: str, answers: dict[str, Any] | None = None, max_steps: int = 200, **data: Any) -> str:
    """`A B | completed`: the tasks in the order they were completed (`A!cancelled` where they were not), then
    the state and what waits. Sketches give what is to be seen a capital letter, and small ones to the way
    there.
    """
    end = played(sketch, answers, max_steps, **data)
    seen = [
        line for line in end.trace if line.element[:1].isupper() and not line.body and line.what != "fired"
    ]
    said = [line.element if line.what == "completed" else f"{line.element}!{line.what}" for line in seen]
    return " ".join([*said, "|", end.state, *sorted(end.waiting)])


def refused(sketch: str) -> list[tuple[str, str | None]]:
    """The rules by which the sketch is refused, each with its element."""
    findings = check_file(file_of(sketch)).findings
    return [(finding.rule, finding.element) for finding in findings if finding.severity.value == "refuse"]
