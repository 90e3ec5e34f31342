"""Diagrams played through in memory: answers by element, time that jumps, messages and signals."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from tests.engine.lint.drawn import file, flow
from tests.engine.running import DIAGRAMS, MONDAY
from workflows.engine.play import Played, play
from workflows.engine.play.script import NotAScript, read_script


def played(diagram: str, answers: dict[str, Any] | None = None, steps: int = 200, **data: Any) -> Played:
    xml = (DIAGRAMS / f"{diagram}.bpmn").read_bytes()
    return play(xml, read_script(answers or {}), MONDAY, None, data, steps)


def completed(result: Played, *elements: str) -> list[str]:
    return [line.element for line in result.trace if line.what == "completed" and line.element in elements]


def test_a_task_without_an_answer_waits() -> None:
    result = played("exclusive", count=11)
    assert (result.state, result.waiting) == ("waiting", ("many",))


def test_an_answer_completes_its_task_and_its_variables_are_kept() -> None:
    result = played("exclusive", {"many": {"verdict": "accepted"}}, count=11)
    assert result.state == "completed"
    assert result.data["verdict"] == "accepted"


def test_a_list_answers_one_visit_each() -> None:
    result = played("a_long_loop", {"register": [{}, {}], "review": [{}]})
    assert completed(result, "register", "review") == ["register", "review", "register"]
    assert "review" in result.waiting


def test_every_instance_of_a_multi_instance_has_a_line_and_the_body_its_own() -> None:
    result = played("multi_instance_tasks", {"opinion": {"opinion": "yes"}}, units=["x", "y", "z"])
    lines = [line for line in result.trace if line.element == "opinion" and line.what == "completed"]
    assert [line.body for line in lines] == [False, False, False, True]
    assert result.data["opinions"] == ["yes"] * 3


def test_the_clock_jumps_to_the_next_due_time() -> None:
    result = played("event_gateway")
    fired = next(line for line in result.trace if line.element == "short" and line.what == "completed")
    assert fired.when - MONDAY == timedelta(hours=1)
    assert result.waiting == ("t_short",)


def test_a_signal_of_the_script_comes_before_the_clock() -> None:
    assert played("event_gateway", {"signals": ["S1"]}).waiting == ("t_heard",)
    assert played("event_gateway", {"heard": {}}).waiting == ("t_heard",)


@pytest.mark.parametrize("told", [{"messages": [{"name": "m"}]}, {"told": {}}])
def test_a_message_comes_by_name_or_by_the_element_that_waits_for_it(told: dict[str, Any]) -> None:
    assert played("event_gateway", told).waiting == ("t_told",)


def test_a_message_for_another_key_is_not_taken() -> None:
    answers = {"ask": {}, "messages": [{"name": "入", "key": "other"}]}
    assert played("messages", answers, number="7").waiting == ("answer",)
    answers = {"ask": {}, "messages": [{"name": "入", "key": "7", "variables": {"said": "yes"}}]}
    result = played("messages", answers, number="7")
    assert result.waiting == ("read",)
    assert result.data["said"] == "yes"


def test_terminated_and_failed_processes_are_not_completed() -> None:
    assert played("terminate", {"a": {}}).state == "terminated"
    failed = played("error_uncaught", {"a": {}})
    assert failed.state == "error"
    assert ("other", "cancelled") in [(line.element, line.what) for line in failed.trace]


def test_a_join_that_can_never_complete_is_stuck() -> None:
    assert played("stuck_join", {"b": {}}).state == "stuck"


def test_a_loop_that_never_waits_is_an_error() -> None:
    assert played("endless").state == "error"


def test_a_fault_in_an_expression_is_an_error_that_says_what_it_saw() -> None:
    result = played("exclusive")
    assert result.state == "error"
    assert any(line.message and "count > 10" in line.message for line in result.trace)


def test_the_steps_are_bounded() -> None:
    result = played("a_long_loop", {"register": {}, "review": {}}, steps=25)
    assert result.state == "waiting"
    assert len(completed(result, "register", "review")) == 25


def test_a_decision_is_asked_and_its_result_kept() -> None:
    xml = (DIAGRAMS / "scripts_and_decisions.bpmn").read_bytes()
    asked: list[tuple[str, Any]] = []

    def decide(decision: str, variables: Any) -> str:
        asked.append((decision, variables["total"]))
        return "major"

    result = play(xml, read_script({}, decide), MONDAY, None, {"a": 1, "b": 2})
    assert asked == [("accident-grade", 3)]
    assert result.data["grade"] == "major"


def test_a_job_may_end_with_an_error_that_a_boundary_event_catches() -> None:
    xml = file(
        '<startEvent id="s"/><serviceTask id="j"/><endEvent id="e"/><endEvent id="caught"/>'
        '<boundaryEvent id="b" attachedToRef="j"><errorEventDefinition errorRef="x"/></boundaryEvent>'
        + "".join([flow("f1", "s", "j"), flow("f2", "j", "e"), flow("f3", "b", "caught")]),
        roots='<error id="x" errorCode="E1"/>',
    ).replace(
        b'<serviceTask id="j"/>',
        b'<serviceTask id="j"><extensionElements><zeebe:taskDefinition type="w"/></extensionElements>'
        b"</serviceTask>",
    )
    assert completed(play(xml, read_script({"j": {"error": {"code": "E1"}}}), MONDAY), "e", "caught") == [
        "caught"
    ]
    assert completed(play(xml, read_script({}), MONDAY), "e", "caught") == ["e"]


TWO_PROCESSES = """<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL"
 xmlns:zeebe="http://camunda.org/schema/zeebe/1.0" id="d" targetNamespace="urn:t">
<message id="m" name="order"/>
<process id="asks" isExecutable="true"><startEvent id="s"/>
 <intermediateThrowEvent id="send"><messageEventDefinition messageRef="m"/></intermediateThrowEvent>
 <callActivity id="call"><extensionElements>
  <zeebe:calledElement processId="child"/></extensionElements></callActivity>
 <endEvent id="e"/>
 <sequenceFlow id="f1" sourceRef="s" targetRef="send"/>
 <sequenceFlow id="f2" sourceRef="send" targetRef="call"/>
 <sequenceFlow id="f3" sourceRef="call" targetRef="e"/></process>
<process id="child" isExecutable="true"><startEvent id="cs"/><userTask id="inner"/><endEvent id="ce"/>
 <sequenceFlow id="c1" sourceRef="cs" targetRef="inner"/>
 <sequenceFlow id="c2" sourceRef="inner" targetRef="ce"/>
</process>
<process id="serves" isExecutable="true">
 <startEvent id="ms"><messageEventDefinition messageRef="m"/></startEvent><userTask id="serve"/>
 <sequenceFlow id="m1" sourceRef="ms" targetRef="serve"/></process>
</definitions>"""


def test_processes_of_the_file_are_called_and_started_by_messages() -> None:
    waits = play(TWO_PROCESSES.encode(), read_script({}), MONDAY)
    assert (waits.state, set(waits.waiting)) == ("waiting", {"call", "inner", "serve"})
    ended = play(TWO_PROCESSES.encode(), read_script({"inner": {"answer": "yes"}}), MONDAY)
    assert (ended.state, ended.waiting) == ("completed", ("serve",))
    assert ended.data["answer"] == "yes"


def test_a_process_with_a_message_start_begins_with_what_it_was_told() -> None:
    told = {"messages": [{"name": "order", "variables": {"item": "pump"}}]}
    result = play(TWO_PROCESSES.encode(), read_script(told), MONDAY, "serves")
    assert (result.waiting, result.data["item"]) == (("serve",), "pump")


def test_answers_that_are_no_objects_are_refused() -> None:
    with pytest.raises(NotAScript):
        read_script({"t": "yes"})
