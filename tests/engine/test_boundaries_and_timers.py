"""Boundary events and timers, on a clock the test owns."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.engine.running import MONDAY, Running
from workflows.engine import codec
from workflows.engine.step import FiredTimer


def test_a_non_interrupting_message_boundary_stays_armed() -> None:
    run = Running.of("boundary_rearms", hits=0)
    for count in range(1, 4):
        run.message("told")
        assert run.tasks() == ["extra"] * count + ["host"]
    assert run.step.closed_subscriptions == ()


def test_a_cycle_fires_its_turns_and_a_duration_fires_once() -> None:
    run = Running.of("boundary_rearms", hits=0)
    for turn in range(1, 6):
        run.after(hours=1)
        assert run.waiting("job") == ["ping"] * min(turn, 3)
    assert run.variables["hits"] == 1
    assert run.step.next_due_at is None


def test_an_overdue_cycle_fires_once_and_says_how_many_turns_it_skipped() -> None:
    run = Running.of("event_subprocesses")
    step = run.after(days=20, hours=1)
    [fired] = step.fired_timers
    assert fired == FiredTimer("tick_start", MONDAY + timedelta(days=1), run.now, skipped=19)
    assert run.tasks() == ["main", "ticked"]
    assert step.next_due_at == MONDAY + timedelta(days=21)


def test_waking_twice_at_the_same_moment_fires_once() -> None:
    run = Running.of("boundary_rearms", hits=0)
    run.after(hours=2)
    assert run.wake().fired_timers == ()


def test_an_interrupting_timer_stops_a_subprocess_with_a_multi_instance_in_it() -> None:
    run = Running.of("interrupting_boundary")
    assert run.tasks() == ["a", "b", "b", "b"]
    step = run.after(days=1)
    assert run.tasks() == ["timeout"]
    assert len(step.cancelled) == 4


def test_an_activity_that_ends_disarms_its_boundary_events() -> None:
    run = Running.of("boundary_rearms", hits=0)
    step = run.complete("host")
    assert len(step.closed_subscriptions) == 1
    assert step.next_due_at is None


def test_timers_by_date_expression_duration_and_text() -> None:
    run = Running.of("timers", due=MONDAY + timedelta(hours=1), span="PT4H")
    assert run.step.next_due_at == MONDAY + timedelta(hours=1)
    run.after(hours=1)
    assert run.tasks() == ["b"]
    run.after(hours=1)
    assert run.tasks() == ["b", "c"]
    run.after(hours=2)
    assert run.tasks() == ["b", "c", "d"]
    run.after(days=1)
    assert run.tasks() == ["a", "b", "c", "d"]


def test_overdue_timers_fire_in_the_order_they_were_due() -> None:
    run = Running.of("timers", due=MONDAY + timedelta(hours=1), span="PT4H")
    step = run.after(days=5)
    assert [timer.element_id for timer in step.fired_timers] == [
        "by_expression",
        "by_duration",
        "by_text",
        "by_date",
    ]
    assert {timer.fired_at for timer in step.fired_timers} == {run.now}


def test_a_changed_deadline_rearms_its_timer_both_ways() -> None:
    run = Running.of("timer_from_the_office", due=MONDAY + timedelta(days=10))
    run.set_variables(due=MONDAY + timedelta(days=2))
    assert run.wake().next_due_at == MONDAY + timedelta(days=1)
    run.set_variables(due=MONDAY + timedelta(days=2, hours=12))
    assert run.wake().next_due_at == MONDAY + timedelta(days=1, hours=12)
    run.after(days=1, hours=12)
    assert run.tasks() == ["handle", "urge"]


def test_a_fired_timer_fires_again_only_for_another_due_time() -> None:
    run = Running.of("timer_from_the_office", due=MONDAY + timedelta(days=2))
    run.after(days=1)
    assert run.wake().fired_timers == ()
    run.set_variables(due=MONDAY + timedelta(days=3))
    assert run.wake().next_due_at == MONDAY + timedelta(days=2)
    run.after(days=1)
    assert run.tasks() == ["handle", "urge", "urge"]


def test_a_timer_relative_to_now_is_not_pushed_ahead_by_every_look() -> None:
    run = Running.of("timer_from_the_office", due=MONDAY + timedelta(days=30))
    run.after(days=1)
    run.after(days=1)
    run.after(days=1)
    assert run.tasks() == ["over"]


def test_a_timer_without_a_time_yet_waits_and_says_so() -> None:
    run = Running.of("faults", nobody=None, missing=None)
    assert run.step.unset_timers == ("unset_timer",)
    run.set_variables(not_yet=MONDAY + timedelta(hours=1))
    step = run.wake()
    assert step.unset_timers == ()
    assert step.next_due_at == MONDAY + timedelta(hours=1)


def test_conditional_events_fire_when_their_condition_becomes_true() -> None:
    run = Running.of("conditions_as_events", level=0)
    run.complete("change", level=4)
    assert run.tasks() == ["guarded", "raised"]
    run.set_variables(level=5)
    assert run.tasks() == ["guarded", "raised"], "still true is not becoming true"
    run.set_variables(level=0)
    run.set_variables(level=6)
    assert run.tasks() == ["guarded", "raised", "raised", "reached"]


def test_a_shared_event_definition_counts_as_each_events_own() -> None:
    run = Running.of("shared_definitions")
    run.after(hours=1)
    assert run.tasks() == ["after"]


@pytest.mark.parametrize("days", [1, 40])
def test_time_alone_closes_nothing_it_should_not(days: int) -> None:
    run = Running.of("a_long_loop")
    run.after(days=days)
    assert run.tasks() == ["register"] + (["urging"] if days > 7 else [])


def test_an_event_with_several_triggers_is_fired_by_any_of_them() -> None:
    run = Running.of("several_triggers")
    assert run.step.signal_subscriptions == {"S1", "S2", "S3"}
    run.signal("S1")
    run.message("nudge")
    run.after(hours=2)
    assert run.tasks() == ["host", "nudged", "nudged", "nudged"]
    step = run.message("any_of")
    assert "came" in run.tasks()
    assert "any_of" not in run.waiting()
    assert step.signal_subscriptions == {"S1", "S3"}
    assert codec.dump(codec.load(run.definition, run.state)) == run.state
    run.signal("S3")
    assert run.waiting() == ["stopped"]
