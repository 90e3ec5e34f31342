"""Inspections by the checklist, again and again until the unit is done; what a record must say."""

from __future__ import annotations

from datetime import date

from models import TaskState
from tests.scenarios.campaigns.campaigns_at_work import HAZARD, INSPECTED, Office

PROBLEM = [{"result": "problem"}, {"result": "conform"}]


def test_a_unit_inspects_again_while_the_hazards_it_found_are_being_rectified(at_work: Office) -> None:
    campaign = at_work.begin().deployed()
    at_work.at(2026, 11, 24, 15, 0)
    campaign.found(HAZARD, {**HAZARD, "owner": "ldq", "rectify_by": date(2026, 12, 20)}, outcome="continue")
    assert sorted(campaign.open()) == ["SC-06", "SC-07", "SC-07"]
    campaign.found({**HAZARD, "owner": "gxj"}, outcome="continue", inspected="某食堂")
    campaign.inspect(inspected="某酒店")
    assert campaign.open() == ["SC-07"] * 3
    assert [task.answers["inspected"] for task in campaign.tasks(TaskState.DONE, "SC-06")] == [
        "某餐饮店", "某食堂", "某酒店"
    ]  # fmt: skip


def test_the_checklist_opens_with_the_schemes_items_which_cannot_be_changed(at_work: Office) -> None:
    campaign = at_work.begin().deployed()
    at_work.at(2026, 11, 24, 15, 0)
    campaign.inspect(results=[{"item": "别的", "result": "conform"}, {"result": "na"}])
    [record] = campaign.tasks(TaskState.DONE, "SC-06")
    assert [row["item"] for row in record.answers["results"]] == ["燃气报警装置", "连接软管"]


REFUSED = [
    ({"inspectors": [{"name": "检查员甲"}]}, "inspectors", "检查人员不得少于2人"),
    ({"inspectors": [{"name": "甲某"}, {"name": "甲某"}]}, "inspectors", "检查人员姓名重复"),
    ({"inspected_on": date(2026, 11, 25)}, "inspected_on", "不能晚于今天"),
    ({"inspected_on": date(2026, 11, 22)}, "inspected_on", "不能早于行动开始日期"),
    ({"results": PROBLEM}, "hazards", "应登记隐患"),
    ({"results": [{"result": "conform"}, {}]}, "results[1].result", "请选择“结果”"),
    (
        {"hazards": [{**HAZARD, "rectify_by": date(2026, 11, 23)}]},
        "hazards[0].rectify_by",
        "整改期限不能早于今天",
    ),
    (
        {"hazards": [{**HAZARD, "grade": "major", "work_stopped": True, "rectify_by": date(2027, 1, 24)}]},
        "hazards[0].rectify_by",
        "超过重大事故隐患整改期限上限",
    ),
    ({"hazards": [{**HAZARD, "owner": None}]}, "hazards[0].owner", "请选择“责任单位（负责督促整改）”"),
    ({"signed": "refused"}, "refusal_note", "请填写“拒签情况（记录在案）”"),
    ({"violation": "found"}, "enforcer", "请选择“执法部门”"),
]


def test_a_record_is_refused_by_field(at_work: Office) -> None:
    campaign = at_work.begin().deployed()
    at_work.at(2026, 11, 24, 15, 0)
    for answers, field, words in REFUSED:
        assert words in campaign.sentences("SC-06", **{**INSPECTED, **answers})[field], answers


def test_a_major_hazard_may_take_the_longest_time_the_setting_allows_and_no_day_more(at_work: Office) -> None:
    campaign = at_work.begin().deployed()
    at_work.at(2026, 11, 24, 15, 0)

    def said(day: date) -> dict[str, str]:
        hazards = [{**HAZARD, "grade": "major", "work_stopped": True, "rectify_by": day}]
        return campaign.sentences("SC-06", **{**INSPECTED, "hazards": hazards})

    assert said(date(2027, 1, 23)) == {}
    at_work.setting("campaign.major_hazard_days", 30)
    assert "超过" in said(date(2026, 12, 25))["hazards[0].rectify_by"]
    assert said(date(2026, 12, 24)) == {}


def test_inspections_not_made_are_withdrawn_when_the_campaign_is_summed_up(at_work: Office) -> None:
    campaign = at_work.begin().deployed(inspecting=["zjj", "jsq"])
    at_work.at(2026, 11, 24, 15, 0)
    campaign.inspect("zjj")
    at_work.at(2026, 12, 28, 9, 0)
    campaign.stage_read()
    at_work.at(2026, 12, 31, 17, 1)
    assert sorted(campaign.open()) == ["SC-06", "SC-12"]
    campaign.summed_up()
    assert campaign.open() == []
    [missed] = campaign.tasks(TaskState.CANCELLED, "SC-06")
    assert missed.due_at < missed.closed_at
