"""Matters in work go on in the new version with everything they had; what cannot is told and left alone."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy.orm import Session

from models import MoveState, ProcessInstance, TaskDraft, TaskState
from tests.moving.rows import differences, without
from tests.scenarios.moving.versions import Office, renamed
from tests.scenarios.supervision.matters_at_work import SCAN
from workflows.deployments.publishing import latest_definition
from workflows.moving.runs import MoveRefused, begin_run
from workflows.queries.trail import trail

#: What a move is there to change; the engine's own state tells the same in the new diagram's terms.
TOLD_ANEW = {
    "process_instance": ("definition_id", "engine_state", "revision"),
    "task": ("element_id", "name", "form_id", "properties", "clauses"),
}


def test_the_dry_run_counts_places_and_says_what_would_happen(at_work: Office) -> None:
    at_work.publish(lambda xml: renamed(xml, "SV-02", "SV-02N"))
    found = at_work.dry()
    assert (found.count, len(found.movable), len(found.blocked)) == (4, 3, 1)
    told = {line.element_id: (line.count, line.words.zh) for line in found.places}
    assert told["SV-09"] == (2, "移到同一环节")
    assert told["SV-02"] == (1, "新图里没有这个环节，请指定对应的环节")
    assert found.places[0].element_id == "SV-02", "what needs a person's word comes first"
    assert found.places[0].choices[0].element_id == "SV-02N", "what is new comes first among the choices"
    mapped = at_work.dry({"SV-02": "SV-02N"})
    assert (len(mapped.movable), len(mapped.blocked)) == (4, 0)
    [line] = [line for line in mapped.places if line.element_id == "SV-02"]
    assert line.words.zh == "移到“拟办”" and line.is_mapped
    assert mapped.standing_at(["SV-02"]) == found.blocked


def test_a_moved_matter_keeps_its_work_and_goes_on_in_the_new_version(at_work: Office) -> None:
    matter = at_work.with_co
    [task] = matter.tasks(TaskState.OPEN, "SV-09")
    typed_by = at_work.do(lambda session: at_work.actor(session, "yjj_head").user.id)
    typed = {"result_text": ["写了一半"]}
    draft = TaskDraft(task_id=task.id, user_id=typed_by, answers=typed, saved_at=at_work.now)
    at_work.do(lambda session: session.add(draft))
    before = at_work.rows(matter)
    run = at_work.move(matter)
    assert at_work.states(run) == {MoveState.MOVED: 1}, at_work.reasons(run)
    assert differences(without(before, **TOLD_ANEW), without(at_work.rows(matter), **TOLD_ANEW)) == []
    matter.hand_in()
    assert "SV-09K" in matter.open(), "the step the new version adds"
    checked = {"conclusion": "done", "result_text": "已逐项核对，情况属实。", "attachments": SCAN}
    matter.do("SV-09K", "yjj_head", **checked)
    matter.do("SV-06C", "zjj_head", party="zjj", co_opinion="同意", countersign="agree")
    assert matter.open() == ["SV-10"] and not matter.incidents()


def test_a_mapped_step_is_the_same_task_under_its_new_name(at_work: Office) -> None:
    matter = at_work.registered
    at_work.publish(lambda xml: renamed(xml, "SV-02", "SV-02N").replace('name="拟办"', 'name="研究拟办"', 1))
    [before] = matter.tasks(TaskState.OPEN)
    run = at_work.move(matter)
    assert at_work.states(run) == {MoveState.REFUSED: 1}
    assert "新图里没有这个环节" in at_work.reasons(run)[0]
    assert matter.open() == ["SV-02"]
    at_work.move(matter, mapping={"SV-02": "SV-02N"})
    [after] = matter.tasks(TaskState.OPEN)
    assert (after.id, after.element_id, after.name) == (before.id, "SV-02N", "研究拟办")
    assert (after.due_at, after.deadline_id) == (before.due_at, before.deadline_id)


def test_a_timer_that_is_drawn_otherwise_stays_as_it_was_set_for_moved_matters(at_work: Office) -> None:
    matter, rung = at_work.signed_in, 'rung_at("ES-01", "SV-09", lead)'
    due = matter.instance.next_due_at
    at_work.publish(lambda xml: xml.replace(f"={rung}", f'={rung} + duration("P9D")', 1))
    at_work.move(matter)
    matter.press("填报进展", "yjj_sec")  # an act looks at every timer anew
    assert matter.instance.next_due_at == due
    fresh = at_work.begin().signed_in()
    assert fresh.instance.next_due_at == due + timedelta(days=9)


def test_a_moved_task_counts_for_the_clauses_of_the_new_version_and_again_for_the_old_ones(
    at_work: Office,
) -> None:
    matter, step = at_work.signed_in, '<bpmn:userTask id="SV-09" '

    def without_its_clause(xml: str) -> str:
        before, after = xml.split(step, 1)
        return before + step + after.replace('value="G-01 G-02 G-03 G-04"', 'value="G-01 G-02"', 1)

    def counted() -> list[tuple[str, str]]:
        [task] = matter.tasks(TaskState.OPEN, "SV-09")
        rows = [row for row in at_work.rows(matter)["task_duty"] if row["task_id"] == task.id]
        return [(row["clause_code"], row["holder"]) for row in rows]

    assert counted() == [("G-03", "sg")]
    at_work.publish(without_its_clause)
    run = at_work.move(matter)
    assert counted() == []
    at_work.undo(run)
    assert counted() == [("G-03", "sg")]


def test_the_move_is_in_the_trail_with_who_why_and_between_which_versions(at_work: Office) -> None:
    at_work.move(at_work.registered)
    last = at_work.registered.read(lambda session, instance: trail(session, instance)[-1])
    assert last.words.zh == "从流程第1版移到第2版办理" and last.opinion == "按新版本办理"
    assert "督查" in last.who.zh


def test_only_the_secretariat_moves_and_always_says_why(at_work: Office) -> None:
    def tried(by: str, reason: str) -> None:
        def work(session: Session) -> None:
            target, actor = latest_definition(session, "supervision"), at_work.actor(session, by)
            begin_run(session, target, [at_work.registered.id], {}, reason, actor, at_work.now)

        at_work.do(work)

    for by in ("yjj_head", "procadmin", "mayor"):
        with pytest.raises(MoveRefused):
            tried(by, "按新版本办理")
    with pytest.raises(MoveRefused) as refused:
        tried("clerk1", " ")
    assert refused.value.field == "reason"


def test_one_broken_matter_does_not_hold_up_the_others(at_work: Office) -> None:
    sound, broken = at_work.signed_in, at_work.registered

    def break_it(session: Session) -> None:
        session.get_one(ProcessInstance, broken.id).engine_state = b"{}"

    at_work.do(break_it)
    run = at_work.move(broken, sound)
    assert at_work.states(run) == {MoveState.MOVED: 1, MoveState.REFUSED: 1}
    assert sound.instance.definition_id != broken.instance.definition_id
