"""Gateways, splits and merges."""

from __future__ import annotations

import pytest

from tests.engine.running import Running


@pytest.mark.parametrize(("count", "chosen"), [(11, "many"), (3, "some"), (0, "none")])
def test_an_exclusive_gateway_takes_the_first_flow_that_holds_else_the_default(
    count: int, chosen: str
) -> None:
    assert Running.of("exclusive", count=count).tasks() == [chosen]


def test_an_exclusive_gateway_without_a_true_flow_is_an_incident_that_can_be_mended() -> None:
    run = Running.of("exclusive_without_default", approved=False)
    [incident] = run.step.incidents
    assert (incident.element_id, incident.kind) == ("choose", "condition")
    run.set_variables(approved=True)
    assert run.retry().resolved_incidents == (incident.key,)
    assert run.tasks() == ["yes"]


@pytest.mark.parametrize("value", [None, "yes", 1])
def test_a_condition_that_is_neither_true_nor_false_is_an_incident_with_the_values_seen(
    value: object,
) -> None:
    [incident] = Running.of("exclusive_without_default", approved=value).step.incidents
    assert incident.expression == "approved"
    assert incident.values_seen == {"approved": value}


def test_a_join_in_a_loop_counts_the_tokens_of_its_own_round_only() -> None:
    run = Running.of("and_join_in_a_loop")
    for _ in range(3):
        run.complete("b")
        assert run.waiting() == ["a", "join"]
        run.complete("a")
        assert run.tasks() == ["decide"]
        run.complete("decide", again=True)
        assert run.tasks() == ["a", "b"]


def test_surplus_tokens_at_a_join_stay_for_the_next_round() -> None:
    run = Running.of("surplus_tokens")
    run.complete("a1")
    run.complete("a2")
    run.complete("b")
    assert run.tasks() == ["after"]
    assert run.waiting("join") == ["join"]
    assert [incident.kind for incident in run.step.incidents] == ["join"]


@pytest.mark.parametrize(("x", "branches"), [(3, ["a", "b"]), (2, ["a"]), (0, ["c"])])
def test_an_inclusive_gateway_splits_and_joins_what_was_split(x: int, branches: list[str]) -> None:
    run = Running.of("inclusive", x=x)
    assert run.tasks() == branches
    for branch in branches:
        assert "after" not in run.tasks()
        run.complete(branch)
    assert run.tasks() == ["after"]


@pytest.mark.parametrize("third", [True, False])
def test_flows_leaving_a_task_split_and_flows_into_a_task_merge_without_waiting(third: bool) -> None:
    run = Running.of("implicit_split_and_merge", third=third)
    run.complete("first")
    branches = ["a", "b", "c"] if third else ["a", "b"]
    assert run.tasks() == branches
    for branch in branches:
        run.complete(branch)
    assert run.tasks() == ["after"] * len(branches)


def test_a_join_whose_other_branch_can_never_come_is_an_incident() -> None:
    run = Running.of("stuck_join")
    [incident] = run.complete("b").incidents
    assert (incident.element_id, incident.kind) == ("join", "join")
    assert "a-join" in incident.message_en
    assert run.retry().incidents != (), "it is still stuck, and still says so"


def test_an_event_gateway_with_several_timers_fires_the_shortest_and_withdraws_the_rest() -> None:
    run = Running.of("event_gateway")
    assert run.waiting() == ["heard", "long", "short", "told"]
    assert run.step.signal_subscriptions == {"S1"}
    step = run.after(hours=1)
    assert run.waiting() == ["t_short"]
    assert len(step.closed_subscriptions) == 1
    assert step.signal_subscriptions == frozenset()
    run.complete("t_short")
    assert run.waiting() == ["heard", "long", "short", "told"]
    run.message("told")
    assert run.waiting() == ["t_told"]


def test_an_event_gateway_hears_signals() -> None:
    run = Running.of("event_gateway")
    run.signal("S1")
    assert run.waiting() == ["t_heard"]


def test_link_events_go_on_where_they_point() -> None:
    run = Running.of("links")
    run.complete("a")
    assert run.tasks() == ["b"]
    assert run.completed() == ["start", "a", "out", "in"]


def test_nodes_without_incoming_flows_begin_and_abstract_tasks_pass() -> None:
    run = Running.of("without_start_and_end")
    assert run.tasks() == ["a", "b"]
    run.complete("a")
    assert run.tasks() == ["b", "c"]


def test_ids_the_engine_uses_itself_may_be_used_in_a_diagram() -> None:
    run = Running.of("reserved_ids")
    run.complete("Root")
    run.complete("End")
    run.complete("x.BoundaryEventSplit")
    assert run.outcome == "completed"
