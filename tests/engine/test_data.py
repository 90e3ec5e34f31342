"""Where variables live, and what the outside is told and gives."""

from __future__ import annotations

from decimal import Decimal

import pytest

from tests.engine.running import Running, definition_of
from workflows import engine
from workflows.engine.faults import AlreadyEnded, RunawayProcess
from workflows.engine.step import Context, ScopeStep, UnknownKey


def test_a_result_goes_to_the_nearest_scope_that_holds_the_name_else_to_the_instance() -> None:
    run = Running.of("nested_scopes", shared="outer")
    run.complete("t", fresh=1)
    assert run.variables == {"shared": "outer", "fresh": Decimal(1)}
    [task] = run.step.opened
    assert task.variables["shared"] == "inner"
    run.complete("u")
    assert run.step.opened[0].variables["shared"] == "outer", "an inner scope's variable ends with it"


def test_parallel_branches_never_lose_each_others_writes() -> None:
    run = Running.of("parallel_writes", log=[])
    run.complete("a", left=1, log=["a"])
    run.complete("b", right=2, log=["a", "b"])
    assert run.variables == {"left": 1, "right": 2, "log": ["a", "b"]}


def test_mappings_give_an_activity_its_own_variables_and_write_what_they_name() -> None:
    run = Running.of("mappings", person={"name": "li"})
    assert run.step.opened[0].variables["note"] == "plain"
    run.complete("t", note="done", private=1)
    assert run.variables == {"person": {"name": "li", "shout": "LI"}, "kept": "done"}


def test_scripts_write_their_result_and_decisions_are_jobs() -> None:
    run = Running.of("scripts_and_decisions", a=1, b=2)
    assert run.variables["total"] == 3
    [job] = run.step.jobs
    assert (job.type, job.headers) == (
        "decision",
        {"decisionId": "accident-grade", "resultVariable": "grade"},
    )
    run.finish("grade", grade="较大")
    assert run.variables["grade"] == "较大"


def test_a_called_process_gets_what_is_mapped_and_nothing_else() -> None:
    run = Running.of("call_activity", order={"id": 7}, secret=1)
    [call] = run.step.calls
    assert (call.process_id, call.variables) == ("child", {"id": 7, "mode": "literal"})
    run.finish("call", result="ok", noise=2)
    assert run.variables["outcome"] == {"child": "ok"}
    assert "noise" not in run.variables


def test_messages_carry_their_key_and_their_own_variables() -> None:
    run = Running.of("messages", number=17, topic="燃气")
    [sent] = run.complete("ask").messages
    assert (sent.name, sent.correlation_key, sent.variables) == ("出", "17", {"about": "燃气"})
    [waiting] = run.step.subscriptions
    assert (waiting.element_id, waiting.message, waiting.correlation_key) == ("answer", "入", "17")
    run.message("answer", reply="收到")
    assert run.variables["reply"] == "收到"
    run.complete("read")
    run.after(days=1)
    assert run.waiting("task", "message") == ["chase", "receive"]
    assert [message.element_id for message in run.message("receive").messages] == ["bye"]


def test_a_correlation_key_that_is_null_is_an_incident() -> None:
    run = Running.of("messages", number=None, topic="x")
    [incident] = run.complete("ask").incidents
    assert (incident.kind, incident.values_seen) == ("message", {"number": None})


def test_faults_in_one_branch_leave_the_others_running_and_name_what_they_saw() -> None:
    run = Running.of("faults", nobody=None, missing=None)
    assert run.tasks() == ["fine", "unset"]
    seen = {
        incident.element_id: (incident.kind, dict(incident.values_seen)) for incident in run.step.incidents
    }
    assert seen == {
        "bad_assignment": ("assignment", {"nobody": None}),
        "bad_collection": ("collection", {"missing": None}),
        "bad_timer": ("timer", {}),
    }
    for incident in run.step.incidents:
        assert incident.message_zh and incident.message_en


def test_a_loop_in_which_nothing_waits_is_stopped() -> None:
    with pytest.raises(RunawayProcess) as stopped:
        Running.of("endless")
    assert stopped.value.element_id in ("again", "turn")


def test_keys_that_do_not_wait_are_refused_and_change_nothing() -> None:
    run = Running.of("mappings", person={"name": "li"})
    key = run.key("t")
    run.complete("t")
    for act in (engine.complete, engine.finish_job, engine.deliver_message):
        with pytest.raises(UnknownKey):
            act(run.definition, run.state, key, {}, run.context)
        with pytest.raises(UnknownKey):
            act(run.definition, run.state, "no such key", {}, run.context)


def test_an_instance_that_has_ended_takes_no_further_act() -> None:
    run = Running.of("terminate")
    run.complete("a")
    with pytest.raises(AlreadyEnded):
        run.wake()


def test_an_administrator_mends_exactly_one_scope() -> None:
    run = Running.of("multi_instance_subprocess", units=["jtj", "zjj"], answer=None)
    run.set_variables((ScopeStep("party", 1, 1),), unit="nyj")
    run.complete("ask", 1)
    assert [task.variables["unit"] for task in run.step.opened] == ["nyj"]


def test_a_process_with_several_starts_begins_at_the_one_named() -> None:
    definition = definition_of("without_start_and_end")
    result = engine.start(definition, {}, Context(Running.of("links").now), start_element="b")
    assert [task.element_id for task in result.step.opened] == ["b"]


def test_an_output_mapping_that_fails_writes_nothing_and_the_person_is_done_all_the_same() -> None:
    run = Running.of("output_faults", total=0)
    key = run.key("t")
    step = run.complete("t", add=1)
    assert step.closed == (key,)
    assert [incident.kind for incident in step.incidents] == ["mapping"]
    assert run.variables["total"] == 0
    assert run.retry().incidents != ()
    assert run.variables["total"] == 0


def test_send_tasks_throw_a_message_or_are_jobs_and_types_may_be_expressions() -> None:
    run = Running.of("send_tasks", kind="post.letter", table="grades")
    assert [message.name for message in run.step.messages] == ["m"]
    assert [job.type for job in run.step.jobs] == ["post.letter"]
    [job] = run.finish("post").jobs
    assert (job.element_id, job.headers["decisionId"]) == ("grade", "grades")
    run.finish("grade", g=1)
    assert run.tasks() == ["after"]


def test_a_decision_without_a_name_is_an_incident_and_no_job() -> None:
    run = Running.of("send_tasks", kind="post.letter", table=None)
    step = run.finish("post")
    assert ([incident.kind for incident in step.incidents], step.jobs) == (["decision"], ())


def test_job_types_callees_scripts_and_message_names_that_fail_are_incidents_and_can_be_mended() -> None:
    run = Running.of("expressions_that_fail", kind=None, process=7, name=None)
    found = {incident.element_id: incident.kind for incident in run.step.incidents}
    assert found == {"typed": "job", "called": "call", "scripted": "script", "armed": "message"}
    run.set_variables(kind="work", process="child", name="news", missing=1)
    for _ in range(4):
        run.retry()
    assert run.live().incidents == ()
    assert run.waiting() == ["armed", "called", "retried", "typed"]


def test_nothing_can_be_retried_that_is_no_incident_and_no_scope_mended_that_is_not_open() -> None:
    run = Running.of("links")
    with pytest.raises(UnknownKey):
        engine.retry(run.definition, run.state, "1", run.context)
    with pytest.raises(engine.step.EngineError):
        run.set_variables((ScopeStep("nowhere", None, 1),), x=1)
    with pytest.raises(engine.step.EngineError):
        engine.start(run.definition, {}, run.context, start_element="nowhere")


def test_state_and_definition_of_another_process_do_not_go_together() -> None:
    run = Running.of("links")
    with pytest.raises(engine.step.EngineError):
        engine.wake(definition_of("loops"), run.state, run.context)
    with pytest.raises(engine.step.EngineError):
        engine.load_definition(b'{"format": 0}')
