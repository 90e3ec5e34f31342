"""A move is taken back exactly, for whoever has not been worked on since; the others are told."""

from __future__ import annotations

from models import MoveState, TaskState
from tests.moving.rows import differences
from tests.scenarios.moving.versions import Office, renamed
from workflows.queries.trail import trail

NOTED_AT_ONCE = """<bpmn:boundaryEvent id="SV-02-noted" attachedToRef="SV-02" cancelActivity="false">
  <bpmn:outgoing>to-SV-02-note</bpmn:outgoing>
  <bpmn:conditionalEventDefinition id="SV-02-noted-event"><bpmn:condition>=true</bpmn:condition>
  </bpmn:conditionalEventDefinition></bpmn:boundaryEvent>
  <bpmn:userTask id="SV-02-note" name="提示"><bpmn:extensionElements><zeebe:userTask />
  <zeebe:assignmentDefinition candidateGroups="supervision-office" /></bpmn:extensionElements>
  <bpmn:incoming>to-SV-02-note</bpmn:incoming></bpmn:userTask>
  <bpmn:sequenceFlow id="to-SV-02-note" sourceRef="SV-02-noted" targetRef="SV-02-note" />
  <bpmn:userTask id="SV-02" """


def test_untouched_matters_go_back_exactly_as_they_were(at_work: Office) -> None:
    matters = [at_work.with_co, at_work.registered, at_work.dispatched]
    before = [at_work.rows(matter) for matter in matters]
    at_work.publish(lambda xml: renamed(xml, "lead-handling", "lead-work"))
    run = at_work.move(*matters, mapping={"lead-handling": "lead-work"})
    assert at_work.states(run) == {MoveState.MOVED: 3}, at_work.reasons(run)
    [task] = at_work.with_co.tasks(TaskState.OPEN, "SV-09")
    assert task.scope.startswith("lead-work"), "rows follow the subprocess they stand in"
    at_work.undo(run)
    assert at_work.states(run) == {MoveState.UNDONE: 3}, at_work.reasons(run)
    for matter, was in zip(matters, before, strict=True):
        assert differences(was, at_work.rows(matter)) == []
    last = at_work.with_co.read(lambda session, instance: trail(session, instance)[-1])
    assert last.words.zh == "撤回迁移：从流程第3版回到第1版"
    at_work.with_co.hand_in()
    assert at_work.with_co.open() == ["SV-06C"], "the old version goes on as if nothing had been"


def test_one_goes_back_and_what_was_worked_on_since_stays_and_is_told(at_work: Office) -> None:
    run = at_work.move(at_work.registered, at_work.signed_in, at_work.with_co)
    at_work.undo(run, at_work.registered)
    assert at_work.states(run) == {MoveState.UNDONE: 1, MoveState.MOVED: 2}
    at_work.signed_in.hand_in()
    at_work.undo(run)
    assert at_work.states(run) == {MoveState.UNDONE: 2, MoveState.TOUCHED: 1}
    assert "迁移以后又办理过" in at_work.reasons(run)
    assert "SV-09K" in at_work.signed_in.open() and "SV-09" in at_work.with_co.open()


def test_a_matter_moved_twice_goes_back_step_by_step(at_work: Office) -> None:
    matter, before = at_work.signed_in, at_work.rows(at_work.signed_in)
    first = at_work.move(matter)
    at_work.publish(lambda xml: xml.replace('name="拟办"', 'name="研究拟办"', 1))
    second = at_work.move(matter)
    at_work.undo(second)
    at_work.undo(first)
    assert differences(before, at_work.rows(matter)) == []


def test_a_matter_that_goes_on_by_itself_in_the_new_version_cannot_be_taken_back(at_work: Office) -> None:
    matter = at_work.registered
    at_work.publish(lambda xml: xml.replace('<bpmn:userTask id="SV-02" ', NOTED_AT_ONCE, 1))
    run = at_work.move(matter)
    assert at_work.states(run) == {MoveState.MOVED: 1}, at_work.reasons(run)
    assert matter.open() == ["SV-02", "SV-02-note"]
    at_work.undo(run)
    assert at_work.states(run) == {MoveState.TOUCHED: 1}
    assert at_work.reasons(run) == ["迁移时流程已随即往前走"]
