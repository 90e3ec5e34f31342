"""Subprocesses, terminate, errors, escalations, signals."""

from __future__ import annotations

import pytest

from tests.engine.running import Running


def test_a_terminate_end_ends_its_subprocess_with_everything_in_it_and_the_flow_goes_on() -> None:
    run = Running.of("subprocess_terminate")
    run.message("watch_start")
    assert run.tasks() == ["deep_task", "long", "outer", "short", "watched"]
    step = run.complete("short")
    assert run.tasks() == ["after", "outer"]
    assert len(step.cancelled) == 3
    assert len(step.closed_subscriptions) == 1


def test_a_terminate_end_of_the_process_ends_the_instance() -> None:
    run = Running.of("terminate")
    step = run.complete("a")
    assert run.outcome == "terminated"
    assert len(step.cancelled) == 1


def test_an_error_is_caught_by_its_own_subprocess_only_the_exact_code_first() -> None:
    run = Running.of("error_boundaries", fail=True)
    run.complete("t1")
    assert run.tasks() == ["r1", "t2"]


def test_an_uncaught_error_fails_the_instance_and_says_so() -> None:
    run = Running.of("error_uncaught")
    step = run.complete("a")
    assert run.outcome == "failed"
    assert step.error_code == "NO-BUDGET"
    assert len(step.cancelled) == 1


def test_a_job_may_end_in_an_error_that_its_boundary_event_catches() -> None:
    run = Running.of("job_errors")
    step = run.fail("work", code="REFUSED")
    assert run.tasks() == ["mend"]
    assert len(step.withdrawn_jobs) == 1


def test_a_job_that_fails_without_a_code_is_an_incident_and_can_be_tried_again() -> None:
    run = Running.of("job_errors")
    key = run.key("work")
    [incident] = run.fail("work", "连接不上").incidents
    assert (incident.kind, incident.job_key) == ("job", key)
    assert "连接不上" in incident.message_zh
    assert [job.key for job in run.retry().jobs] == [key]
    run.finish("work")
    assert run.tasks() == ["done"]


def test_a_job_error_nobody_catches_fails_the_instance() -> None:
    run = Running.of("job_errors")
    assert run.fail("work", code="UNKNOWN").error_code == "UNKNOWN"
    assert run.outcome == "failed"


def test_a_non_interrupting_escalation_leaves_the_thrower_running() -> None:
    run = Running.of("escalations")
    run.complete("t")
    assert run.tasks() == ["informed", "rest"]
    assert run.variables["seen"] == "after"
    run.complete("rest")
    assert run.tasks() == ["informed", "stopped"]


def test_an_interrupting_escalation_stops_its_scope_before_anything_further_in_it_runs() -> None:
    run = Running.of("escalation_interrupts_at_once")
    assert run.tasks() == ["stopped"]
    assert "went_on" not in run.variables


def test_a_signal_reaches_everything_that_waits_and_is_published_as_well() -> None:
    run = Running.of("signals")
    step = run.complete("go")
    assert [signal.name for signal in step.signals] == ["S1"]
    assert run.tasks() == ["after_shout", "guarded", "hard", "listened", "soft"]
    assert step.signal_subscriptions == {"S1"}, "the non-interrupting one goes on listening"
    assert [signal.name for signal in run.complete("after_shout").signals] == ["S2"]


def test_a_signal_from_outside_reaches_what_waits_and_nothing_else() -> None:
    run = Running.of("signals")
    run.signal("unknown")
    assert run.tasks() == ["go", "guarded", "guarded2"]
    run.signal("S1")
    assert run.tasks() == ["go", "guarded", "hard", "listened", "soft"]


def test_an_error_event_subprocess_stops_its_scope_and_ends_it() -> None:
    run = Running.of("event_subprocess_for_errors")
    run.complete("t")
    assert run.tasks() == ["mending"]
    run.complete("mending")
    assert run.tasks() == ["after"]


def test_what_an_event_subprocess_throws_it_does_not_catch_itself() -> None:
    run = Running.of("event_subprocess_escalation")
    run.complete("t")
    assert run.tasks() == ["after", "noted"]
    run.complete("noted")
    assert run.tasks() == ["after"]


def test_event_subprocesses_run_beside_the_scope_or_in_its_place() -> None:
    run = Running.of("event_subprocesses")
    run.message("remind_start")
    run.message("remind_start")
    run.after(days=1)
    assert run.tasks() == ["main", "reminder", "reminder", "ticked"]
    scopes = [task.scope for step in run.steps for task in step.opened if task.element_id == "reminder"]
    assert [scope[0].round for scope in scopes] == [1, 2]
    step = run.message("abort_start")
    assert run.tasks() == ["tidy"]
    assert len(step.cancelled) == 4
    assert run.waiting() == ["tidy"], "no trigger is armed once an interrupting one has taken over"
    run.complete("tidy")
    assert run.outcome == "completed"


def test_a_handler_that_runs_holds_the_scope_open_its_trigger_does_not() -> None:
    run = Running.of("event_subprocesses")
    run.message("remind_start")
    run.complete("main")
    run.complete("then")
    assert run.outcome is None
    run.message("remind_start")
    run.complete("reminder")
    run.complete("reminder")
    assert run.outcome == "completed"


def test_a_signal_may_start_an_interrupting_event_subprocess() -> None:
    run = Running.of("event_subprocess_signal")
    run.signal("S1")
    assert run.tasks() == ["halted"]


@pytest.mark.parametrize("diagram", ["terminate", "event_subprocesses", "multi_instance_subprocess"])
def test_cancelling_withdraws_everything(diagram: str) -> None:
    run = Running.of(diagram, units=["a", "b"])
    opened = {task.key for task in run.step.opened}
    subscriptions = {subscription.key for subscription in run.step.subscriptions}
    step = run.cancel()
    assert run.outcome == "cancelled"
    assert set(step.cancelled) == opened
    assert set(step.closed_subscriptions) == subscriptions
    assert step.next_due_at is None
