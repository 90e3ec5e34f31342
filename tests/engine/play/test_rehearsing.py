"""A play move by move: the same moves give the same play; time and messages come when asked for."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from tests.engine.lint.drawn import file, flow
from tests.engine.running import MONDAY
from workflows.engine.findings import NotDeployable
from workflows.engine.play.rehearsal import Do, Move, Rehearsed, read_moves, rehearse
from workflows.engine.play.script import NotAScript

LATE = file(
    '<startEvent id="s"/><userTask id="t"/><userTask id="remind"/><serviceTask id="j"><extensionElements>'
    '<zeebe:taskDefinition xmlns:zeebe="http://camunda.org/schema/zeebe/1.0" type="x"/></extensionElements>'
    "</serviceTask>"
    '<boundaryEvent id="late" attachedToRef="t" cancelActivity="false"><timerEventDefinition>'
    "<timeDuration>P2D</timeDuration></timerEventDefinition></boundaryEvent>"
    '<exclusiveGateway id="g" default="no"/><endEvent id="good"/><endEvent id="bad"/><endEvent id="told"/>'
    '<sequenceFlow id="yes" sourceRef="g" targetRef="good"><conditionExpression>=ok = true'
    "</conditionExpression></sequenceFlow>"
    + flow("no", "g", "bad")
    + flow("f1", "s", "t")
    + flow("f2", "t", "j")
    + flow("f3", "j", "g")
    + flow("f4", "late", "remind")
    + flow("f5", "remind", "told")
)


def rehearsed(*moves: Move, **variables: Any) -> Rehearsed:
    return rehearse(LATE, moves, MONDAY, None, variables)


def waiting(result: Rehearsed) -> list[tuple[str, str]]:
    return [(one.do.value, one.element) for one in result.waits]


def test_nothing_happens_by_itself_but_what_the_process_does() -> None:
    assert waiting(rehearsed()) == [("answer", "t"), ("wait", "late")]
    done = rehearsed(Move(Do.ANSWER, "t"))
    assert done.played.state == "completed"
    assert [line.element for line in done.played.trace if line.what == "completed"][-1] == "bad"


def test_the_clock_goes_on_when_one_says_so_and_to_the_next_timer_only() -> None:
    later = rehearsed(Move(Do.WAIT))
    assert later.now == MONDAY + timedelta(days=2)
    assert waiting(later) == [("answer", "t"), ("answer", "remind")]
    refused = rehearsed(Move(Do.WAIT), Move(Do.WAIT))
    assert refused.taken == 1 and refused.stuck is not None


def test_what_a_job_answers_may_be_said_after_it_has_passed() -> None:
    moves = [Move(Do.ANSWER, "t"), Move(Do.JOB, "j", {"ok": True})]
    assert [line.element for line in rehearsed(*moves).played.trace][-1] == "good"


def test_a_move_that_no_longer_fits_the_diagram_stops_the_play_there() -> None:
    result = rehearsed(Move(Do.ANSWER, "t"), Move(Do.ANSWER, "gone"))
    assert result.taken == 1 and "gone" in result.stuck.zh


def test_moves_survive_the_file_and_nothing_else_is_taken_for_moves() -> None:
    moves = [Move(Do.ANSWER, "t", {"a": "b"}), Move(Do.WAIT)]
    assert read_moves([move.as_json() for move in moves]) == moves
    for nonsense in ("", [1], [{"do": "jump"}], [{"do": "wait", "values": []}]):
        with pytest.raises(NotAScript):
            read_moves(nonsense)


def test_what_cannot_run_is_refused_before_the_first_move() -> None:
    with pytest.raises(NotDeployable):
        rehearse(b"<half", [], MONDAY)
