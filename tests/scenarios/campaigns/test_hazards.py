"""Each hazard on its own way: planned, rectified, re-checked, sent back; major ones supervised as well."""

from __future__ import annotations

from datetime import date, datetime

import pytest
from sqlalchemy import select

from models import DeadlineState, InstanceLink, LinkKind, MatterState, TaskState
from tests.scenarios.campaigns.campaigns_at_work import HAZARD, PLAN, Campaign, Office
from tests.scenarios.matters_at_work import SHANGHAI


@pytest.fixture
def inspecting(at_work: Office) -> Campaign:
    campaign = at_work.begin().deployed()
    at_work.at(2026, 11, 24, 15, 0)
    return campaign


def test_two_hazards_of_one_unit_each_have_their_own_date(inspecting: Campaign) -> None:
    inspecting.found(HAZARD, {**HAZARD, "rectify_by": date(2026, 12, 20)})
    plans = inspecting.tasks(TaskState.OPEN, "SC-07")
    assert len(plans) == 2 and len({task.deadline_id for task in plans}) == 2
    # Both plans are the same unit's: they are told apart by what they are about.
    for until in (date(2026, 12, 10), date(2026, 12, 20)):
        inspecting.plan_first(until)
    limits = [row.due_at.astimezone(SHANGHAI).date() for row in inspecting.deadlines("SC-07F")]
    assert sorted(limits) == [date(2026, 12, 10), date(2026, 12, 20)]


def test_what_is_not_cleared_goes_back_with_a_new_date(inspecting: Campaign) -> None:
    inspecting.found(HAZARD)
    inspecting.rectify()
    assert inspecting.due("SC-10") == datetime(2026, 12, 1, 17, 0, tzinfo=SHANGHAI)
    inspecting.recheck(outcome="not_cleared", recheck_text="报警器未联网", new_rectify_by=date(2026, 12, 18))
    assert inspecting.open() == ["SC-07"]
    inspecting.rectify(finish_on=date(2026, 12, 17))
    limits = [(row.due_at.astimezone(SHANGHAI).date(), row.state) for row in inspecting.deadlines("SC-07F")]
    assert limits == [
        (date(2026, 12, 10), DeadlineState.DONE),
        (date(2026, 12, 18), DeadlineState.DONE),
    ]
    inspecting.recheck()
    assert inspecting.open() == []


def test_a_major_hazard_is_proposed_for_listed_supervision_with_its_own_date(inspecting: Campaign) -> None:
    inspecting.found({**HAZARD, "grade": "major", "work_stopped": True})
    assert inspecting.open() == ["SC-07"]
    [listed] = inspecting.office.matters_of("supervision")
    supervised = Campaign(inspecting.office, listed)
    assert supervised.open() == ["SV-01"]
    asked = supervised.variables
    assert asked["title"] == "重大事故隐患挂牌督办：连接软管老化破损"
    assert (asked["lead"], asked["leader"], asked["due_on"]) == ("jsq", "vm_city", date(2026, 12, 10))
    assert (asked["category"], asked["urgency"]) == ("2", "urgent")
    with inspecting.office.sessions() as session:
        [link] = session.scalars(select(InstanceLink))
    assert (link.source_id, link.target_id, link.kind) == (inspecting.id, listed, LinkKind.FOLLOWS)
    assert inspecting.variables["title"] == "城镇燃气安全专项整治"


def test_a_major_hazard_stands_still_until_it_is_cleared_or_the_record_says_why_not(
    inspecting: Campaign,
) -> None:
    major = {**HAZARD, "grade": "major"}
    said = inspecting.sentences("SC-06", hazards=[major])
    assert "请填写“未责令停产停业、停止使用的理由”" in said["hazards[0].not_stopped_reason"]
    inspecting.found({**major, "work_stopped": True})
    inspecting.rectify()
    said = inspecting.sentences("SC-10", outcome="cleared")
    assert "请勾选“整改期间已停产停业、停止使用，经审查同意恢复”" in said["kept_stopped"]
    inspecting.recheck(kept_stopped=True)
    assert inspecting.open() == []


def test_an_overdue_rectification_is_urged_once_and_goes_on(inspecting: Campaign) -> None:
    inspecting.found(HAZARD)
    inspecting.do("SC-07", "jsq_yj", **PLAN)
    inspecting.office.at(2026, 12, 10, 17, 1)
    assert inspecting.told("rectification-late") == {
        "jsq-gov", "jsq-yj", "zjj-head", "zjj-liaison", "scm"
    }  # fmt: skip
    inspecting.office.at(2026, 12, 11, 9, 0)
    inspecting.report_done()
    assert inspecting.open() == ["SC-10"]


def test_a_unit_that_rectifies_what_it_found_is_rechecked_by_its_head(inspecting: Campaign) -> None:
    inspecting.found({**HAZARD, "owner": "zjj"})
    assert inspecting.offered_to("SC-07") == ["zjj-liaison", "zjj-sec"]
    inspecting.rectify("zjj")
    assert inspecting.offered_to("SC-10") == ["zjj-head"]


def test_the_matter_waits_for_the_last_hazard_though_it_is_summed_up(inspecting: Campaign) -> None:
    inspecting.found({**HAZARD, "rectify_by": date(2027, 1, 20)})
    inspecting.office.at(2026, 12, 28, 9, 0)
    inspecting.stage_read()
    inspecting.office.at(2027, 1, 4, 9, 0)
    assert "请填写“未销号隐患的后续措施”" in inspecting.sentences("SC-12")["open_hazards_plan"]
    inspecting.summed_up()
    assert inspecting.state is MatterState.HANDLING
    assert inspecting.open() == ["SC-07"]
    inspecting.rectify(finish_on=date(2027, 1, 5))
    inspecting.recheck()
    assert inspecting.state is MatterState.ARCHIVED
    assert inspecting.variables["counts"]["cleared"] == 1


REFUSED = [
    ({"finish_on": date(2026, 11, 23)}, "finish_on", "不能早于今天"),
    ({"finish_on": date(2026, 12, 11)}, "finish_on", "不能晚于整改期限"),
    ({"funds_wan": -1}, "funds_wan", "不能小于0"),
    ({"contingency": None}, "contingency", "请填写“应急预案（整改期间的防范措施）”"),
]


def test_a_plan_is_refused_by_field(inspecting: Campaign) -> None:
    inspecting.found(HAZARD)
    for answers, field, words in REFUSED:
        assert words in inspecting.sentences("SC-07", **{**PLAN, **answers})[field], answers


def test_a_report_and_a_recheck_are_refused_by_field(inspecting: Campaign) -> None:
    inspecting.found(HAZARD)
    inspecting.do("SC-07", "jsq_yj", **PLAN)
    said = inspecting.sentences("SC-07F", finish_text="已更换软管", finished_on=date(2026, 11, 25))
    assert "不能晚于今天" in said["finished_on"]
    assert "请上传" in said["attachments"]
    inspecting.report_done()
    said = inspecting.sentences(
        "SC-10", outcome="not_cleared", rechecked_on=date(2026, 11, 23), recheck_text="仍有泄漏"
    )
    assert "不能早于整改完成日期" in said["rechecked_on"]
    assert "请填写“重新整改期限”" in said["new_rectify_by"]
    said = inspecting.sentences("SC-10", outcome="not_cleared", new_rectify_by=date(2026, 11, 24))
    assert "应晚于今天" in said["new_rectify_by"]
