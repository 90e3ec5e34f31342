"""Stages one after another, each summed up in time; circulars; the final report returned; ended early."""

from __future__ import annotations

from datetime import date, datetime

from models import MatterState
from tests.scenarios.campaigns.campaigns_at_work import SCAN, Office
from tests.scenarios.matters_at_work import SHANGHAI

TWO = [{"name": "排查", "until": date(2026, 12, 11)}, {"name": "整治", "until": date(2026, 12, 31)}]


def test_stages_are_summed_up_one_after_another_and_one_is_circulated(at_work: Office) -> None:
    campaign = at_work.begin().deployed(stages=TWO)
    campaign.inspect(inspected_on=date(2026, 11, 23))
    at_work.at(2026, 12, 8, 8, 59)
    assert campaign.open() == []
    at_work.at(2026, 12, 8, 9, 0)
    assert campaign.open() == ["SC-11"]
    assert campaign.due("SC-11") == datetime(2026, 12, 11, 17, 0, tzinfo=SHANGHAI)
    campaign.stage_read("circular", circular_text="各单位要加快检查进度，按期完成整改。")
    at_work.later(minutes=1)
    assert {"zjj-head", "zjj-liaison"} <= campaign.told("campaign-circular")
    assert campaign.open() == []
    at_work.at(2026, 12, 28, 9, 0)
    assert campaign.due("SC-11") == datetime(2026, 12, 31, 17, 0, tzinfo=SHANGHAI)
    campaign.stage_read()
    at_work.at(2026, 12, 31, 17, 0)
    assert campaign.open() == ["SC-12"]


def test_after_days_of_standing_still_both_stages_are_still_summed_up_in_order(at_work: Office) -> None:
    campaign = at_work.begin().deployed(stages=TWO)
    campaign.inspect(inspected_on=date(2026, 11, 23))
    at_work.at(2027, 1, 4, 9, 0)
    assert campaign.open() == ["SC-11"]
    campaign.stage_read()
    at_work.later(minutes=1)
    assert campaign.open() == ["SC-11"]
    campaign.stage_read()
    at_work.later(minutes=1)
    assert campaign.open() == ["SC-12"]


def test_the_final_report_is_returned_and_written_again_under_the_same_date(at_work: Office) -> None:
    campaign = at_work.begin().deployed()
    campaign.inspect(inspected_on=date(2026, 11, 23))
    at_work.at(2026, 12, 28, 9, 0)
    campaign.stage_read()
    at_work.at(2027, 1, 4, 9, 0)
    report = {
        "report": "行动期间检查整改情况总结，目标已经完成。总结如下。",
        "effect": "partly",
        "attachments": SCAN,
    }
    campaign.do("SC-12", "zjj_head", **report)
    due = campaign.deadline("SC-12").due_at
    campaign.do("SC-12L", "vm_city", outcome="return", report_return_reason="请补充典型案例")
    assert campaign.due("SC-12") == due
    campaign.do("SC-12", "zjj_head", **report)
    campaign.do("SC-12L", "vm_city", outcome="approve")
    assert campaign.state is MatterState.ARCHIVED


def test_a_campaign_is_ended_early_with_approval_and_everybody_is_told(at_work: Office) -> None:
    campaign = at_work.begin().deployed()
    assert "终止行动" not in campaign.buttons("gaj_head")
    campaign.press("终止行动", "zjj_head")
    assert campaign.open() == ["SC-06", "SC-13"]
    campaign.do("SC-13", "sg", outcome="go_on")
    assert campaign.open() == ["SC-06"]
    campaign.press("终止行动", "zjj_head")
    campaign.do("SC-13", "mayor", outcome="withdraw", withdraw_reason="并入全省统一行动")
    assert campaign.state is MatterState.CANCELLED
    assert campaign.open() == []
    at_work.later(minutes=1)
    assert "zjj-head" in campaign.told("withdrawn")
