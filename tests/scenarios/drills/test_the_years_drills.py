"""The year: planned and approved, plans checked and revised, drills held, assessed, put right, archived."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest

from models import InstanceState, MatterState
from tests.scenarios.drills.drills_at_work import (
    ASSESSED,
    CHECKED,
    DRILL,
    HELD,
    PROBLEM,
    SCAN,
    SCHEME,
    Office,
    Plan,
)
from tests.scenarios.matters_at_work import SHANGHAI, shanghai
from workflows.acts import ActRefused


def test_a_year_goes_from_the_plan_to_the_archive(at_work: Office) -> None:
    plan = at_work.plan()
    assert plan.offered_to("DR-01") == ["yjj"]
    assert plan.due("DR-01") == datetime(2027, 1, 31, 17, 0, tzinfo=SHANGHAI)
    plan.planned()
    assert plan.offered_to("DR-02") == ["scm"]
    plan.do("DR-02", "scm", outcome="approve")
    assert plan.state is MatterState.HANDLING and len(plan.asked("DR-03")) == 25
    assert plan.deadline("DR-04", "zjj").due_at == shanghai(2027, 3, 11, 17, 0)
    plan.scheme()
    assert plan.deadline("DR-05", "zjj").due_at == shanghai(2027, 3, 18, 17, 0)
    at_work.now = shanghai(2027, 3, 18, 15, 0)
    plan.hold()
    assert plan.offered_to("DR-06") == ["yjj"]
    assert plan.due("DR-06") == datetime(2027, 4, 1, 17, 0, tzinfo=SHANGHAI)  # ten working days
    plan.assess(PROBLEM, {**PROBLEM, "problem": "预案未明确供电抢修", "kind": "plan", "owner": "yjj"})
    assert plan.asked("DR-07") == ["zjj", "yjj"]
    done = {"rectified_text": "已调整力量部署并复训。", "rectified_on": plan.today, "attachments": SCAN}
    plan.do("DR-07", "zjj_sec", party="zjj", **done)
    said = plan.sentences("DR-07", **done)
    assert "请填写“修订后预案的备案编号”" in said["revised_plan_no"]
    plan.do("DR-07", "yjj_sec", party="yjj", revised_plan_no="双应急备〔2027〕4号", **done)
    for unit in plan.asked("DR-03"):
        plan.check(unit)
    assert plan.state is MatterState.ARCHIVED and plan.instance.state is InstanceState.COMPLETED
    figures = {name: int(count) for name, count in plan.variables["statistics"].items()}
    assert figures == {"held": 1, "assessed": 1, "problems": 2, "rectified": 2}


def test_the_year_begins_once(at_work: Office) -> None:
    at_work.at(2027, 1, 4, 8, 30)
    at_work.at(2027, 1, 5, 9, 0)
    plans = [Plan(at_work, id_) for id_ in at_work.matters_of("emergency_drill")]
    assert [plan.instance.title for plan in plans if plan.open()] == ["2027年度应急演练计划"]
    with pytest.raises(ActRefused):
        at_work.plan()


def test_the_leader_sends_a_plan_back(at_work: Office) -> None:
    plan = at_work.plan().planned()
    plan.do("DR-02", "scm", outcome="return", return_reason="增加危化品演练。")
    assert plan.open() == ["DR-01"]


@pytest.mark.parametrize(
    ("answers", "revised"),
    [
        ({}, False),
        ({"triggers": ["command"]}, True),
        ({"plan_status": "expired", "filed_on": None}, True),
        ({"plan_status": "none", "filed_on": None}, True),
    ],
)
def test_six_reasons_and_a_missing_filing_call_for_a_revision(
    at_work: Office, answers: dict, revised: bool
) -> None:
    plan = at_work.plan().approved()
    plan.check("zjj", **answers)
    assert plan.asked("DR-03R") == (["zjj"] if revised else [])
    if revised:
        assert plan.deadline("DR-03R", "zjj").due_at == shanghai(2027, 2, 6)  # thirty days, 24:00
        said = plan.sentences("DR-03R", revised_on=plan.today + timedelta(days=1))
        assert "不能晚于今天" in said["revised_on"] and "请填写“备案编号”" in said["filing_no"]
        plan.do(
            "DR-03R",
            "zjj_liaison",
            party="zjj",
            revision_text="调整应急指挥机构和职责。",
            revised_on=plan.today,
            filing_no="双应急备〔2027〕2号",
            attachments=SCAN,
        )
        assert plan.asked("DR-03R") == []


def test_a_drill_is_postponed_with_a_reason_and_another_scheme(at_work: Office) -> None:
    plan = at_work.plan().approved().scheme()
    plan.do("DR-05", "zjj_head", party="zjj", outcome="postpone", postpone_reason="汛情影响，延至六月。")
    assert plan.asked("DR-04") == ["zjj"]
    plan.scheme(on=date(2027, 6, 17))
    assert plan.deadline("DR-05", "zjj").due_at == shanghai(2027, 6, 17, 17, 0)


def test_what_is_late_is_urged(at_work: Office) -> None:
    plan = at_work.plan().approved().scheme()
    plan.wake_at(2027, 3, 18, 17, 0)
    assert {"zjj-head", "vm_city", "yjj-head"} <= plan.told("drill-late")
    plan.hold().assess({**PROBLEM, "owner": "gaj", "due": date(2027, 3, 18)})
    plan.wake_at(2027, 3, 18, 17, 1)
    assert plan.asked("DR-07") == ["gaj"]
    assert {"gaj-head", "vm_law"} <= plan.told("drill-late")


def test_the_bureaus_own_drill_is_assessed_by_another(at_work: Office) -> None:
    own = {**DRILL, "unit": "yjj", "co": []}
    plan = at_work.plan().approved(own)
    plan.do("DR-04", "yjj_sec", party="yjj", drill_kind="live", drill_on=DRILL["on"], **SCHEME)
    plan.do("DR-05", "yjj_sec", party="yjj", **HELD, held_on=plan.today)
    assert plan.offered_to("DR-06") == ["supervision-office"]
    plan.do("DR-06", "clerk1", **ASSESSED)
    assert "DR-06" not in plan.open()


def test_the_plan_is_ended_with_approval_and_a_reason(at_work: Office) -> None:
    plan = at_work.plan().approved()
    plan.press("终止演练计划", "yjj_head")
    plan.do("DR-10", "sg", outcome="go_on")
    assert len(plan.asked("DR-03")) == 25
    plan.press("终止演练计划", "yjj_head")
    plan.do("DR-10", "sg", outcome="withdraw", withdraw_reason="疫情防控，另行安排。")
    assert (plan.state, plan.open()) == (MatterState.CANCELLED, [])


PLAN_REFUSED = [
    ({"on": date(2027, 1, 5)}, "drills[0].on", "不能早于今天"),
    ({"on": date(2028, 1, 5)}, "drills[0].on", "应在本年度之内"),
    ({"unit": "jsq"}, "drills[0].unit", "请从列出的选项中选择"),
    ({"co": ["zjj"]}, "drills[0].co", "不必列为参演单位"),
    ({"name": "演练"}, "drills[0].name", "至少4个字"),
    ({"kind": "desktop"}, "drills", "至少安排一次实战演练"),
]


def test_a_plan_is_refused_by_field(at_work: Office) -> None:
    plan = at_work.plan()
    for answers, field, words in PLAN_REFUSED:
        assert words in plan.sentences("DR-01", drills=[{**DRILL, **answers}])[field], answers
    assert "至少安排一次演练" in plan.sentences("DR-01", drills=[])["drills"]
    assert "重复" in plan.sentences("DR-01", drills=[DRILL, DRILL])["drills"]


def test_every_other_form_is_refused_by_field(at_work: Office) -> None:
    plan = at_work.plan().approved()
    tomorrow = plan.today + timedelta(days=1)
    for unit in plan.asked("DR-03")[1:]:
        plan.check(unit)
    said = plan.sentences("DR-03", **{**CHECKED, "filed_on": tomorrow, "last_drill_on": tomorrow})
    assert "不能晚于今天" in said["filed_on"] and "不能晚于今天" in said["last_drill_on"]
    said = plan.sentences("DR-04", **{**SCHEME, "scenario": "坍塌", "drill_on": date(2027, 1, 2)})
    assert "至少10个字" in said["scenario"] and "不能早于今天" in said["drill_on"]
    plan.scheme()
    wrong = [
        ({"participants": 0}, "participants", "不能小于1"),
        ({"started_at": "9点"}, "started_at", "09:30"),
        ({"ended_at": "09:00"}, "ended_at", "应晚于开始时间"),
        ({"held_on": tomorrow}, "held_on", "不能晚于今天"),
        ({"held_on": date(2026, 12, 30)}, "held_on", "应在本年度之内"),
        ({"outcome": "postpone"}, "postpone_reason", "请填写“改期理由”"),
    ]
    for answers, field, words in wrong:
        given = {**HELD, "held_on": plan.today, **answers}
        assert words in plan.sentences("DR-05", **given)[field], answers
    plan.hold()
    assert "应列明问题" in plan.sentences("DR-06", **{**ASSESSED, "drill_grade": "fail"})["problems"]
    late = {**PROBLEM, "due": date(2027, 12, 30)}
    assert "不能超过180日" in plan.sentences("DR-06", **{**ASSESSED, "problems": [late]})["problems[0].due"]
