"""Two years between drills at most: amber after twenty months, red after twenty-four."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy.orm import Session

from models import DeadlineState, InstanceState, MatterState
from tests.scenarios.drills.drills_at_work import DRILL, SCAN, Office, Plan
from tests.scenarios.matters_at_work import Matter, shanghai
from workflows import instances

DRILLED = {
    "drill_kind": "live",
    "scenario": "某燃气管道泄漏，疏散两百人。",
    "participants": 60,
    "record": "按方案完成报警、处置、救援各环节。",
    "attachments": SCAN,
}


@pytest.fixture
def stated(at_work: Office) -> Plan:
    """A plan for 2027, in which one department states when it last drilled."""
    plan = at_work.plan().approved()
    plan.check("zjj", last_drill_on=date(2025, 6, 10))
    return plan


def checked(at_work: Office, *when: int) -> Plan:
    """The month's check on this day."""
    at_work.now = shanghai(*when)

    def work(session: Session) -> int:
        return instances.start(session, "emergency_drill", {}, None, at_work.now, start_element="monthly").id

    return Plan(at_work, at_work.do(work))


def test_every_month_begins_a_check_by_itself(at_work: Office) -> None:
    at_work.at(2026, 12, 1, 8, 29)
    assert at_work.matters_of("emergency_drill") == []
    at_work.at(2026, 12, 1, 8, 30)
    at_work.at(2026, 12, 2, 8, 30)
    [check] = at_work.matters_of("emergency_drill")
    assert Plan(at_work, check).instance.title == "2026年12月演练周期检查"
    assert Plan(at_work, check).state is MatterState.ARCHIVED


def test_nobody_is_asked_before_twenty_months(at_work: Office, stated: Plan) -> None:
    check = checked(at_work, 2027, 2, 9, 8, 30)
    assert check.variables["late"] == [] and check.state is MatterState.ARCHIVED
    assert check.instance.state is InstanceState.COMPLETED
    assert checked(at_work, 2027, 2, 10, 8, 30).asked("DR-09") == ["zjj"]


def test_after_twenty_months_it_is_amber_and_after_two_years_red(at_work: Office, stated: Plan) -> None:
    check = checked(at_work, 2027, 3, 1, 8, 30)
    limit = check.deadline("D13", "zjj")
    assert (limit.amber_at, limit.due_at) == (shanghai(2027, 2, 10), shanghai(2027, 6, 11))
    assert limit.basis.startswith("《生产安全事故应急条例》") and limit.mark == "法"
    assert checked(at_work, 2027, 4, 1, 8, 30).variables["late"] == []  # one request at a time
    check.wake_at(2027, 6, 10, 23, 59)
    assert {"zjj-head", "vm_city", "yjj-head"} <= check.told("drill-amber")
    assert at_work.matters_of("supervision") == []
    check.wake_at(2027, 6, 11, 0, 0)
    [matter] = at_work.matters_of("supervision")
    proposed = Matter(at_work, matter).variables
    assert (proposed["category"], proposed["lead"], proposed["leader"]) == ("4", "zjj", "vm_city")
    said = check.sentences("DR-09", **DRILLED, held_on=date(2025, 6, 10))
    assert "应晚于上次演练" in said["held_on"]
    check.do("DR-09", "zjj_head", party="zjj", **DRILLED, held_on=check.today)
    assert check.state is MatterState.ARCHIVED
    assert check.deadline("D13", "zjj").state is DeadlineState.DONE
    assert checked(at_work, 2027, 7, 1, 8, 30).variables["late"] == []


def test_a_drill_of_the_plan_takes_the_request_back(at_work: Office, stated: Plan) -> None:
    check = checked(at_work, 2027, 3, 1, 8, 30)
    stated.scheme()
    at_work.now = shanghai(2027, 3, 18, 15, 0)
    stated.hold()
    assert check.open() == [] and check.state is MatterState.ARCHIVED
    assert check.instance.state is InstanceState.COMPLETED


def test_whoever_would_pass_two_years_must_be_in_the_next_plan(at_work: Office, stated: Plan) -> None:
    stated.check("nyj", last_drill_on=date(2026, 2, 10))
    at_work.now = shanghai(2028, 1, 10, 9, 0)
    plan = Plan(at_work, at_work.started("yjj_head", "emergency_drill", {}))
    assert plan.variables["must_drill"] == ["zjj", "nyj"]
    assert "czj" in plan.variables["unknown_units"]
    alone = {**DRILL, "on": date(2028, 5, 10)}
    assert "将满两年未演练的部门均应列入" in plan.sentences("DR-01", drills=[alone])["drills"]
    plan.planned(alone, {**alone, "unit": "nyj"})
    assert plan.open() == ["DR-02"]


def test_a_drill_on_record_is_the_last_one_whatever_was_stated(at_work: Office, stated: Plan) -> None:
    stated.scheme()
    at_work.now = shanghai(2027, 3, 18, 15, 0)
    stated.hold()
    assert checked(at_work, 2028, 11, 17, 8, 30).variables["late"] == []
    assert checked(at_work, 2028, 11, 18, 8, 30).asked("DR-09") == ["zjj"]
