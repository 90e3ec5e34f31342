"""The evaluation: scheduled by the approval, begun after ten months, done within twelve; its gaps."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

import pytest

from models import InstanceState, MatterState
from tests.scenarios.accidents.accidents_at_work import GROUP, SCAN, Evaluation, Investigation, Office
from tests.scenarios.matters_at_work import SHANGHAI, shanghai

APPROVED = shanghai(2026, 1, 22, 15, 0)  #: ten months before the office's day


def begun(at_work: Office, **scheduled: Any) -> Evaluation:
    """The evaluation of an approval ten months old: it has begun, two months are left."""
    case = at_work.scheduled(approved_at=APPROVED, **scheduled)
    at_work.later(minutes=1)
    return case


def test_an_approval_schedules_its_evaluation_once(at_work: Office) -> None:
    investigation = at_work.investigated().submitted().approved()
    [matter] = at_work.matters_of("rectification_evaluation")
    case = Evaluation(at_work, matter)
    assert case.instance.title == "某工地坍塌事故（整改评估）"
    assert case.variables["proposed_by"] == str(investigation.id)
    assert case.variables["team_units"] == ["yjj", "gaj", "jwjw", "szgh", "zjj"]
    assert case.open() == []


def test_ten_months_after_the_approval_it_begins_by_itself(at_work: Office) -> None:
    case = at_work.scheduled()
    at_work.at(2027, 9, 23, 23, 59)
    assert case.open() == [] and case.instance.number is None
    at_work.at(2027, 9, 24, 0, 0)
    assert case.open() == ["RE-02"] and case.instance.number == "双事评〔2027〕1号"
    assert case.deadline("D08").due_at == shanghai(2027, 11, 24)  # 24:00 of the day a year later
    assert case.deadline("RE-00").due_at == shanghai(2027, 11, 24)  # sixty days from the beginning


@pytest.mark.parametrize(
    ("approved", "starts", "ends"),
    [
        ((2026, 12, 31), (2027, 11, 1), (2028, 1, 1)),  # the month's last day where there is no 31st
        ((2027, 4, 30), (2028, 3, 1), (2028, 5, 1)),  # a leap February ends on the 29th
    ],
)
def test_months_end_on_the_corresponding_day(
    at_work: Office, approved: tuple[int, ...], starts: tuple[int, ...], ends: tuple[int, ...]
) -> None:
    at_work.at(*approved, 12, 0)
    case = at_work.scheduled()
    assert case.deadline("D09").due_at == shanghai(*starts)
    assert case.deadline("D08").due_at == shanghai(*ends)


def test_everything_carried_out_goes_from_the_group_to_the_archive(at_work: Office) -> None:
    case = begun(at_work).planned()
    assert len([element for element in case.open() if element == "RE-04"]) == 2
    case.self_reported()
    assert case.variables["results"] == [
        {"measure": "全市深基坑专项排查整治", "owner": "zjj", "claimed": "done", "status": None, "note": None}
    ]
    case.examined().reported()
    assert case.offered_to("RE-08") == ["scm"]
    case.approved()
    assert case.open() == ["RE-10R"]
    assert case.deadline("D08").done_at == at_work.now
    case.do("RE-10R", "sfj_head", outcome="full", no_secrets=True)
    assert case.due("RE-10") == datetime(2026, 12, 21, 17, 0, tzinfo=SHANGHAI)
    place = {"channel": "website", "url": "https://example.gov.cn/e"}
    case.do("RE-10", "yjj_sec", published_on=at_work.today, **place)
    assert case.state is MatterState.ARCHIVED
    assert case.instance.state is InstanceState.COMPLETED and case.incidents() == []


def test_what_is_not_carried_out_is_supervised_and_may_be_referred(at_work: Office) -> None:
    case = begun(at_work).planned().self_reported("done").examined("partly").reported("mostly").approved()
    [matter] = at_work.matters_of("supervision")
    asked = Investigation(at_work, matter).variables
    assert (asked["category"], asked["lead"]) == ("4", "zjj")
    assert asked["instruction_text"] == "评估认定未落实：全市深基坑专项排查整治"
    assert case.open() == ["RE-09"] and case.offered_to("RE-09") == ["mayor"]
    case.do("RE-09", "mayor", outcome="refer", refer_to="jwjw", refer_text="建议对责任人员予以问责。")
    at_work.later(minutes=1)
    assert {"yjj-head", "scm", "sg"} <= case.told("evaluation-referred")
    assert case.open() == ["RE-10R"]


def test_the_mayor_may_leave_it_at_supervision(at_work: Office) -> None:
    case = begun(at_work).planned().self_reported("not").examined("not").reported("not").approved()
    case.do("RE-09", "mayor", outcome="supervise")
    at_work.later(minutes=1)
    assert case.told("evaluation-referred") == set() and case.open() == ["RE-10R"]


def test_a_hazard_found_on_site_becomes_a_campaign(at_work: Office) -> None:
    hazard = {"description": "临边防护缺失", "owner": "zjj", "rectify_by": date(2026, 12, 20)}
    case = begun(at_work).planned().self_reported().examined(hazards=[hazard])
    [matter] = at_work.matters_of("special_campaign")
    proposed = Investigation(at_work, matter).variables
    assert (proposed["trigger"], proposed["proposed_lead"]) == ("accident", "zjj")
    assert proposed["scope"] == "临边防护缺失"
    assert case.open() == ["RE-07"]


def test_a_report_goes_back_from_the_leader_and_from_the_mayor(at_work: Office) -> None:
    case = begun(at_work).planned().self_reported().examined().reported()
    case.do("RE-08", "scm", outcome="return", return_reason="补充现场核查情况。")
    case.reported()
    case.do("RE-08", "scm", outcome="approve")
    case.do("RE-08M", "mayor", outcome="return", return_reason="补充意见建议。")
    assert case.open() == ["RE-07"]


def test_reminders_come_after_eleven_months_and_half_a_month_more(at_work: Office) -> None:
    case = begun(at_work)
    at_work.at(2026, 12, 22, 23, 0)
    assert case.told("evaluation-near") == set()
    at_work.at(2026, 12, 23, 0, 0)
    assert {"scm", "yjj-head"} <= case.told("evaluation-near")
    at_work.at(2027, 1, 7, 0, 0)
    at_work.at(2027, 1, 23, 0, 0)
    [matter] = at_work.matters_of("supervision")
    assert Investigation(at_work, matter).variables["title"].startswith("整改评估逾期")
    assert case.open() == ["RE-02"]


def test_once_approved_nobody_is_reminded_any_more(at_work: Office) -> None:
    case = begun(at_work).planned().self_reported().examined().reported().approved()
    at_work.at(2027, 1, 25, 9, 0)
    assert case.told("evaluation-near") == set() and at_work.matters_of("supervision") == []
    assert case.incidents() == []


def test_a_stopped_unit_is_evaluated_before_it_restarts(at_work: Office) -> None:
    case = begun(at_work).planned(unit_state="stopped")
    assert case.open() == []
    case.press("事故单位申请恢复生产", "yjj_liaison")
    assert case.open() == ["RE-04", "RE-04"]


def test_a_unit_that_never_restarts_is_not_waited_for_beyond_the_year(at_work: Office) -> None:
    case = begun(at_work).planned(unit_state="stopped")
    at_work.at(2026, 12, 14, 0, 0)  # forty days before the year ends
    assert case.open() == ["RE-04", "RE-04"]


def test_a_county_evaluates_what_it_investigated_and_the_city_looks_on(at_work: Office) -> None:
    case = begun(at_work, role="county", lead="jxx", co=["zjj", "yjj"], team_units=[])
    assert case.offered_to("RE-02") == ["jxx-gov", "jxx-yj"]
    group = [{**row, "unit": unit} for row, unit in zip(GROUP, ("jxx", "gaj", "szgh"), strict=True)]
    case.do("RE-02", "jxx_yj", group_leader="集贤县副县长", group=group, attachments=SCAN)
    plan = {"unit_state": "operating", "methods": ["papers"], "plan_text": "开展资料审查和走访核查。"}
    case.do("RE-03", "jxx_yj", finish_by=date(2027, 1, 10), **plan)
    case.self_reported()
    row = [{"status": "done"}]
    case.do("RE-05", "jxx_yj", results=row, papers_text="资料齐全。")
    case.do("RE-06", "jxx_yj", results=row, visited_on=at_work.today, visit_text="抽查五个工地。")
    text = "整改措施总体落实，工地管理得到加强，机制基本建立。"
    case.do("RE-07", "jxx_yj", conclusion="all", evaluation_text=text, attachments=SCAN)
    case.do("RE-08", "scm", outcome="approve")
    assert case.offered_to("RE-08M") == ["jxx-gov"]


def test_group_and_plan_are_refused_by_field(at_work: Office) -> None:
    case = begun(at_work)
    owner = {**GROUP[0], "unit": "zjj"}
    for group, words in [
        (GROUP[:2], "评估组不少于3人"),
        ([owner, *GROUP[1:]], "责任单位的人员应当回避"),
        ([{**row, "unit": "rsj"} for row in GROUP], "应当有参加事故调查的部门"),
        ([GROUP[0], *GROUP[:2]], "成员姓名重复"),
    ]:
        assert words in case.sentences("RE-02", group_leader="主任", group=group)["group"]
    said = case.sentences("RE-02", group=[{**GROUP[0], "no_interest": False}, *GROUP[1:]])
    assert "请上传“成立文件、每位成员签字的回避声明”" in said["attachments"]
    assert "group[0].no_interest" in said and "请填写“评估组组长”" in said["group_leader"]
    case.do("RE-02", "yjj_sec", group_leader="安委办副主任", group=GROUP, attachments=SCAN)
    late = case.deadline("D08").due_at + timedelta(days=1)
    said = case.sentences("RE-03", unit_state="gone", finish_by=late.astimezone(SHANGHAI).date())
    assert "不能晚于批复满一年" in said["finish_by"] and "请填写“同类单位”" in said["similar_units"]


def test_a_conclusion_that_contradicts_the_table_is_refused(at_work: Office) -> None:
    case = begun(at_work).planned().self_reported().examined("partly")
    said = case.sentences("RE-07", conclusion="all")
    assert "有未落实的措施，不能评为全部落实" in said["conclusion"]


def test_it_is_withdrawn_only_with_approval(at_work: Office) -> None:
    case = begun(at_work)
    case.press("撤销事项", "yjj_head")
    case.do("RE-12", "sg", outcome="withdraw", withdraw_reason="批复已被撤销，重新调查。")
    assert case.state is MatterState.CANCELLED and case.open() == []
