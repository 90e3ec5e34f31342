"""A matter like the office's supervision items, end to end, saved and reloaded between all acts."""

from __future__ import annotations

from datetime import timedelta

from tests.engine.running import MONDAY, Running


def opened_matter() -> Running:
    run = Running.of(
        "matter", lead_unit="yjj", co_units=["jtj", "zjj"], due=MONDAY + timedelta(days=5), opinion=None
    )
    run.complete("register")
    run.finish("number_it", number="督2026-1")
    return run


def test_a_matter_goes_from_registration_to_the_archive() -> None:
    run = opened_matter()
    assert run.tasks() == ["co_task", "co_task", "handle"]
    assert [task.candidate_groups for task in run.step.opened] == [("yjj",), ("jtj",), ("zjj",)]
    run.complete("co_task", opinion="同意")
    run.complete("co_task", opinion="有异议")
    run.complete("handle")
    run.complete("sign")
    assert run.tasks() == ["review"]
    assert run.variables["opinions"] == ["同意", "有异议"]
    run.complete("review", verdict="accept")
    assert run.waiting() == ["no_objection", "objection"]
    run.after(days=30)
    assert run.outcome == "completed"


def test_signing_ends_ladder_feedback_and_extension_but_not_the_co_organisers() -> None:
    run = opened_matter()
    run.message("ext_start")
    run.complete("handle")
    run.after(days=3)
    run.complete("sign")
    assert set(run.waiting()) == {"co_task", "co_timer", "co_notify", "join"}


def test_the_ladder_climbs_with_the_deadline_and_follows_it_when_it_changes() -> None:
    run = opened_matter()
    assert run.after(days=3).fired_timers[-1].element_id == "rung1"
    run.finish("notify1")
    run.message("ext_start")
    said = run.complete("rule_extension", granted=True, due=MONDAY + timedelta(days=15))
    assert [(message.name, message.correlation_key) for message in said.messages] == [
        ("期限已变更", "督2026-1")
    ]
    run.message("changed")
    assert "rung1" in run.waiting("timer")
    run.after(days=9)
    assert "notify1" not in run.waiting("job")
    run.after(days=1)
    assert "notify1" in run.waiting("job")


def test_rework_goes_through_everything_again() -> None:
    run = opened_matter()
    for round_number in range(1, 5):
        for _ in range(2):
            run.complete("co_task", opinion=f"第{round_number}轮")
        run.complete("handle")
        run.complete("sign")
        assert run.tasks() == ["review"]
        run.complete("review", verdict="rework")
        assert run.tasks() == ["co_task", "co_task", "handle"]
        [handle] = [task for task in run.step.opened if task.element_id == "handle"]
        assert handle.scope[0].round == round_number + 1


def test_feedback_comes_round_every_ten_days() -> None:
    run = opened_matter()
    for _ in range(3):
        run.after(days=10)
        assert "feedback" in run.tasks()
        run.complete("feedback")
        assert "feedback" not in run.tasks()
