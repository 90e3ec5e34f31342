"""Two hours to report, rescue at once, follow-ups every day, then what was learned."""

from __future__ import annotations

from datetime import datetime

import pytest

from models import InstanceState, MatterState
from tests.scenarios.accidents.accidents_at_work import COUNTY_RESPONSE, Office, Report
from tests.scenarios.matters_at_work import SHANGHAI


def test_half_an_hour_before_the_end_the_head_is_warned_and_at_the_end_the_leaders(at_work: Office) -> None:
    report = at_work.reported()
    at_work.at(2026, 11, 23, 10, 29)
    assert report.told("accident-near") == set()
    at_work.at(2026, 11, 23, 10, 30)
    assert report.told("accident-near") == {"yjj-head", "yjj-liaison"}
    assert report.told("accident-late") == set()
    at_work.at(2026, 11, 23, 11, 0)
    assert report.told("accident-late") == {"yjj-head", "yjj-liaison", "scm", "sg"}


def test_who_reports_in_time_alarms_nobody(at_work: Office) -> None:
    report = at_work.reported()
    report.signed()
    at_work.at(2026, 11, 23, 12, 0)
    assert report.told("accident-near") | report.told("accident-late") == set()


@pytest.mark.parametrize(
    ("domain", "bodies"),
    [
        ("construction", ["gaj", "rsj", "szgh", "sjcy", "zjj", "jxx", "wjw"]),
        ("coal", ["gaj", "rsj", "szgh", "sjcy", "mkj", "jxx", "mine-safety-hlj", "wjw"]),
    ],
)
def test_the_bodies_the_law_names_are_told_each_with_its_time(
    at_work: Office, domain: str, bodies: list[str]
) -> None:
    report = at_work.reported(accident_domain=domain)
    assert [row["unit"] for row in report.variables["notifications"]] == bodies
    said = report.sentences("AR-04", notifications=[{} for _ in bodies])
    assert "请填写“通知时间”" in said["notifications[0].told_at"]
    report.told_bodies()
    assert [row["contact"] for row in report.variables["notifications"]] == ["值班员"] * len(bodies)


def test_the_county_may_handle_it_and_ends_the_response_itself(at_work: Office) -> None:
    report = at_work.reported()
    report.rescued(by="vm_city", **{**COUNTY_RESPONSE, "response_level": None, "commander": None})
    assert report.offered_to("AR-09") == ["jxx-gov", "yjj-head"]
    report.ended(by="jxx_gov")
    assert "AR-10" in report.open()


def test_what_cannot_be_controlled_is_taken_further_up(at_work: Office) -> None:
    report = at_work.reported()
    report.rescued(beyond_control=True)
    assert "AR-06U" in report.open() and "AR-09" not in report.open()
    asked = {"asked_of": ["province"], "asked_at": at_work.now, "asked_text": "请求专业救援队伍支援。"}
    report.do("AR-06U", "yjj_head", **asked)
    assert "AR-09" in report.open()


def follow_up_at(report: Report, *when: int) -> datetime:
    report.office.at(*when)
    return report.due("AR-07")


def test_follow_ups_come_round_every_day_until_the_response_ends(at_work: Office) -> None:
    report = at_work.reported()
    report.rescued()
    assert "AR-07" not in report.open()
    assert follow_up_at(report, 2026, 11, 24, 7, 0) == datetime(2026, 11, 24, 9, 0, tzinfo=SHANGHAI)
    report.do("AR-07", "jxx_yj", progress="搜救继续，无新增伤亡。")
    assert "AR-07" not in report.open()
    assert follow_up_at(report, 2026, 11, 25, 7, 0) == datetime(2026, 11, 25, 9, 0, tzinfo=SHANGHAI)
    report.ended()
    assert "AR-07" not in report.open()


def test_a_major_accident_is_followed_up_twice_a_day(at_work: Office) -> None:
    report = at_work.reported(deaths=10)
    report.rescued()
    assert follow_up_at(report, 2026, 11, 23, 19, 0) == datetime(2026, 11, 23, 21, 0, tzinfo=SHANGHAI)


def test_a_missed_follow_up_is_told_and_the_next_one_is_not_doubled(at_work: Office) -> None:
    report = at_work.reported()
    report.rescued()
    follow_up_at(report, 2026, 11, 24, 7, 0)
    at_work.at(2026, 11, 24, 9, 0)
    assert report.told("accident-late") >= {"yjj-head"}
    at_work.at(2026, 11, 26, 10, 0)
    report.do("AR-07", "yjj_sec", progress="因通讯中断，今日补报。")
    assert (
        "AR-07" not in report.open()
    )  # two days late: the next is due in a day, not the day before yesterday
    assert follow_up_at(report, 2026, 11, 27, 8, 0) == datetime(2026, 11, 27, 10, 0, tzinfo=SHANGHAI)


def test_a_warning_reaches_every_county_and_the_department(at_work: Office) -> None:
    report = at_work.reported().handled()
    report.summed_up(alert=True, alert_text="各地立即开展基坑支护排查。")
    at_work.later(minutes=1)
    assert {"jsq-gov", "rhx-gov", "zjj-head"} <= report.told("accident-alert")


@pytest.mark.parametrize(
    ("deaths", "great", "to_the_mayor"), [(2, False, False), (2, True, True), (3, False, True)]
)
def test_a_grave_accident_goes_to_the_mayor(
    at_work: Office, deaths: int, great: bool, to_the_mayor: bool
) -> None:
    report = at_work.reported(deaths=deaths).handled()
    report.summed_up(great_effect=great)
    assert report.open() == (["AR-10M"] if to_the_mayor else [])


def test_the_mayor_may_call_for_a_campaign(at_work: Office) -> None:
    report = at_work.reported(deaths=3).handled()
    report.summed_up()
    decided = {"prevention": "全市在建工地全面排查。", "outcome": "campaign"}
    named = {"campaign_title": "建筑施工专项整治", "campaign_scope": "全市在建工地"}
    report.do("AR-10M", "mayor", **decided, **named)
    [campaign] = at_work.matters_of("special_campaign")
    proposed = Report(at_work, campaign).variables
    assert (proposed["trigger"], proposed["proposed_lead"]) == ("accident", "zjj")
    assert proposed["title"] == "建筑施工专项整治"
    assert report.variables["title"] == "某工地坍塌事故" and report.open() == []


def test_what_is_no_work_accident_is_struck_off_with_the_leaders_approval(at_work: Office) -> None:
    report = at_work.reported(deaths=0, serious_injuries=0).handled()
    report.summed_up(nature="not_production")
    assert report.offered_to("AR-11W") == ["scm"]
    report.do("AR-11W", "scm", outcome="approve", strike_reason="系个人突发疾病，不属于生产安全事故。")
    assert report.state is MatterState.CLOSED
    assert report.instance.state is not InstanceState.RUNNING
    assert "investigated" not in report.variables


def test_where_the_leader_refuses_it_is_investigated_all_the_same(at_work: Office) -> None:
    report = at_work.reported(accident_domain="other").handled()
    report.summed_up(nature="not_applicable")
    report.do("AR-11W", "scm", outcome="refuse", strike_reason="现场作业造成，应当调查。")
    assert report.variables["investigated"] is True and report.open() == []
