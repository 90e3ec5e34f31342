"""Multi-instances and loops."""

from __future__ import annotations

from decimal import Decimal

from tests.engine.running import Running

UNITS = ["jtj", "zjj", "nyj"]


def test_parallel_instances_collect_their_outputs_by_index_not_by_order_of_completion() -> None:
    run = Running.of("multi_instance_tasks", units=UNITS)
    assert [task.candidate_groups[0] for task in run.step.opened] == UNITS
    assert [task.scope[0].index for task in run.step.opened] == [0, 1, 2]
    for unit in ("nyj", "jtj", "zjj"):
        [key] = [task.key for task in run.steps[0].opened if task.candidate_groups == (unit,)]
        nth = [token.key for token in run.live().of_kind("task")].index(key)
        run.complete("opinion", nth, opinion=f"{unit}同意")
    assert run.tasks() == ["after"]
    assert run.variables["opinions"] == [f"{unit}同意" for unit in UNITS]
    assert "unit" not in run.variables, "the item's variable belongs to the item"
    assert "opinion" not in run.variables


def test_sequential_instances_come_one_after_another() -> None:
    run = Running.of("multi_instance_sequential", units=UNITS)
    for number, unit in enumerate(UNITS):
        [task] = run.step.opened
        assert (task.scope[0].index, task.variables["unit"]) == (number, unit)
        run.complete("opinion", opinion=str(number))
    assert run.variables["opinions"] == ["jtj:0", "zjj:1", "nyj:2"]


def test_a_completion_condition_withdraws_the_rest() -> None:
    run = Running.of("multi_instance_majority", units=UNITS, votes_for=[])
    run.complete("vote", vote=True)
    step = run.complete("vote", vote=False)
    assert run.tasks() == ["after"]
    assert len(step.cancelled) == 1
    assert run.variables["votes"] == [True, False, None]


def test_an_empty_collection_is_done_at_once_and_gives_an_empty_list() -> None:
    run = Running.of("multi_instance_tasks", units=[])
    assert run.tasks() == ["after"]
    assert run.variables["opinions"] == []


def test_multi_instance_subprocesses_have_their_own_variables_events_and_rounds() -> None:
    run = Running.of("multi_instance_subprocess", units=UNITS[:2], answer=None)
    run.after(days=1)
    assert run.waiting("job") == ["urge", "urge"]
    run.finish("urge")
    run.finish("urge")
    for unit in UNITS[:2]:
        run.complete("ask")
        run.complete("check", answer=f"{unit}答复")
    assert [result["unit"] for result in run.variables["results"]] == UNITS[:2]
    run.complete("after")
    assert {task.scope[0].round for task in run.step.opened} == {2}
    run.message("stop")
    assert run.waiting() == ["stopped"]


def test_multi_instance_calls_collect_what_the_called_instances_answer() -> None:
    run = Running.of("multi_instance_calls", units=UNITS)
    assert [call.variables for call in run.step.calls] == [{"who": unit} for unit in UNITS]
    for number in (2, 1, 0):
        run.finish("matter", number, answer=f"第{number}")
    assert run.variables["answers"] == ["第0", "第1", "第2"]


def test_an_error_in_one_called_instance_interrupts_the_others() -> None:
    run = Running.of("multi_instance_calls", units=UNITS)
    step = run.fail("matter", code="E1")
    assert run.tasks() == ["mend"]
    assert len(step.withdrawn_jobs) == 3


def test_a_multi_instance_may_count_instead_of_collecting() -> None:
    run = Running.of("multi_instance_number", n=3)
    for turn in range(1, 4):
        assert run.step.opened[0].variables["loopCounter"] == Decimal(turn)
        run.complete("turn")
    assert run.tasks() == ["after"]


def test_loops_test_before_or_after_and_stop_at_their_maximum() -> None:
    run = Running.of("loops", done=False, total=0)
    run.complete("try_it", done=False)
    run.complete("try_it", done=True)
    assert run.variables["total"] == 6
    run.complete("bounded")
    run.complete("bounded")
    assert run.tasks() == ["after"]


def test_a_collection_that_is_no_list_is_an_incident() -> None:
    run = Running.of("multi_instance_tasks", units="jtj")
    [incident] = run.step.incidents
    assert (incident.kind, incident.element_id) == ("collection", "opinion")
    run.set_variables(units=["jtj"])
    run.retry()
    assert run.tasks() == ["opinion"]


def test_a_fault_in_the_completion_condition_holds_the_body_only_and_goes_when_it_holds_again() -> None:
    run = Running.of("multi_instance_majority", units=UNITS, votes_for=None)
    [incident] = run.complete("vote", vote=True).incidents
    assert (incident.element_id, incident.kind) == ("vote", "condition")
    assert run.tasks() == ["vote", "vote"]
    step = run.complete("vote", vote=True)
    assert step.resolved_incidents == (incident.key,)
    assert run.tasks() == ["after"]
