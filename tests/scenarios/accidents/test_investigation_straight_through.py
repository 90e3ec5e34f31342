"""The city's own investigation from the report's proposal to the archive, through every hand."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import select

from models import HistoryEvent, InstanceState, MatterState
from tests.scenarios.accidents.accidents_at_work import SCAN, Investigation, Office
from tests.scenarios.matters_at_work import SHANGHAI, shanghai


def test_an_accidents_report_starts_its_investigation_once(at_work: Office) -> None:
    report = at_work.reported(deaths=3).handled()
    report.summed_up()
    report.do("AR-10M", "mayor", prevention="全市在建工地全面排查。", outcome="measures")
    [matter] = at_work.matters_of("accident_investigation")
    case = Investigation(at_work, matter)
    assert case.instance.number == "双事调〔2026〕1号"
    assert case.instance.title == "某工地坍塌事故（调查）"
    assert case.open() == ["AI-01"]
    assert case.variables["role"] == "own" and case.variables["investigator"] == "市人民政府"


def test_the_record_says_which_rule_of_the_table_fired_and_what_it_saw(at_work: Office) -> None:
    case = at_work.investigated()
    query = select(HistoryEvent).filter_by(instance_id=case.id, element_id="AI-01-rule")
    with at_work.sessions() as session:
        told = next(event.data for event in session.scalars(query) if "decision" in event.data)
    assert told["decision"] == "who_investigates"
    [rule] = told["rules"]
    assert (rule["table"], rule["number"]) == ("调查权限", 4)
    assert rule["notes"] == ["493号第十九条：较大事故由设区的市级人民政府调查"]
    assert rule["saw"]["事故等级"] == "larger"


def test_a_larger_accident_is_investigated_approved_and_carried_out(at_work: Office) -> None:
    case = at_work.investigated()
    assert case.due("AI-01") == datetime(2026, 11, 24, 17, 0, tzinfo=SHANGHAI)
    case.team_formed()
    # Sixty days run from the accident, not from the team: 23 November + 60.
    assert case.deadline("D04", "yjj").due_at == datetime(2027, 1, 23, 0, 0, tzinfo=SHANGHAI)
    assert case.offered_to("AI-04") == ["scm", "yjj-head", "yjj-liaison"]
    case.written()
    assert len([element for element in case.open() if element == "AI-06S"]) == 3
    case.signed_by("yjj", "gaj").signed_by("zjj", signature="dissent", dissent="对监理责任的划分有不同意见。")
    assert [row["unit"] for row in case.variables["missing_signatures"]] == ["jwjw", "szgh"]
    case.hand_in()
    assert case.state is MatterState.REVIEWING
    assert case.deadline("D04").done_at == at_work.now
    assert case.deadline("D05").due_at == datetime(2026, 12, 9, 0, 0, tzinfo=SHANGHAI)  # fifteen days
    case.approved()
    assert sorted(case.open()) == ["AI-09S", "AI-10", "AI-10F", "AI-11R", "AI-12"]
    case.served()
    case.published()
    case.do("AI-10F", "yjj_head", case_no="双应急立〔2026〕9号", case_filed_at=at_work.today)
    assert case.due("AI-10D") == datetime(2027, 2, 22, 0, 0, tzinfo=SHANGHAI)  # ninety days after filing
    fined = {"decision_no": "双应急罚〔2026〕9号", "penalty_decided_at": at_work.today, "fine_wan": 120}
    case.do("AI-10D", "yjj_head", attachments=SCAN, **fined)
    assert case.due("AI-10P") == datetime(2026, 12, 2, 17, 0, tzinfo=SHANGHAI)  # seven working days
    case.do("AI-10P", "yjj_sec", penalty_url="https://example.gov.cn/p", penalty_published_on=at_work.today)
    case.do("AI-10", "zjj_head", feedback="done", decision_no="双住建〔2026〕7号", decided_on=at_work.today)
    done = {"done_text": "已完成全市深基坑排查并整改到位。", "done_on": at_work.today}
    case.do("AI-12", "zjj_sec", attachments=SCAN, **done)
    assert case.state is MatterState.ARCHIVED
    assert case.instance.state is InstanceState.COMPLETED and case.incidents() == []


def test_publication_is_due_twenty_working_days_after_the_approval(at_work: Office) -> None:
    case = at_work.investigated().submitted().approved()
    case.do("AI-11R", "sfj_head", outcome="full", no_secrets=True, privacy_removed=True)
    assert case.due("AI-11") == datetime(2026, 12, 21, 17, 0, tzinfo=SHANGHAI)
    assert case.deadline("AI-09S").due_at == datetime(2026, 12, 9, 0, 0, tzinfo=SHANGHAI)


def test_what_is_a_state_secret_is_not_published_and_the_basis_stays_on_record(at_work: Office) -> None:
    case = at_work.investigated().submitted().approved()
    assert "请填写“依据和理由”" in case.sentences("AI-11R", outcome="secret")["withheld_reason"]
    basis = "经定密责任人审定，依据《保守国家秘密法》不予公开。"
    case.do("AI-11R", "sfj_head", outcome="secret", withheld_reason=basis)
    assert "AI-11" not in case.open() and case.deadlines("D07") == []
    assert case.variables["withheld_reason"] == basis


def test_whoever_the_approval_binds_knows_of_it(at_work: Office) -> None:
    case = at_work.investigated().submitted().approved()
    at_work.later(minutes=1)
    assert {"yjj-head", "zjj-head", "jxx-gov", "gaj-head"} <= case.told("approved")


def test_the_dates_of_decisions_and_measures_are_the_approvals(at_work: Office) -> None:
    case = at_work.investigated().submitted().approved()
    assert case.due("AI-10") == datetime(2027, 3, 31, 17, 0, tzinfo=SHANGHAI)
    assert case.due("AI-12") == datetime(2027, 5, 31, 17, 0, tzinfo=SHANGHAI)


def test_what_is_late_becomes_a_supervision_matter_of_the_fourth_category(at_work: Office) -> None:
    case = at_work.investigated().submitted().approved()
    at_work.at(2027, 3, 31, 17, 0)
    [first] = at_work.matters_of("supervision")
    asked = Investigation(at_work, first).variables
    assert (asked["category"], asked["lead"]) == ("4", "zjj")
    assert asked["title"].startswith("事故处理决定逾期未落实")
    at_work.at(2027, 5, 31, 17, 0)
    [_, second] = at_work.matters_of("supervision")
    assert Investigation(at_work, second).variables["title"].startswith("事故整改措施逾期未落实")
    assert "AI-10" in case.open() and "AI-12" in case.open()  # supervised, and still to be done


def test_the_approval_is_warned_of_twice_and_flagged_when_it_is_late(at_work: Office) -> None:
    case = at_work.investigated().submitted().reviewed().province_heard()
    at_work.at(2026, 12, 3, 23, 0)
    assert case.told("investigation-near") == set()
    at_work.at(2026, 12, 4, 0, 0)
    assert case.told("investigation-near") == {"mayor", "sg"}
    at_work.at(2026, 12, 7, 1, 0)
    at_work.at(2026, 12, 9, 0, 1)
    assert {"mayor", "sg", "scm", "yjj-head"} <= case.told("approval-late")
    assert case.variables["approval_late"] is True
    paper = {"approval_doc_no": "双政复〔2026〕9号", "outcome": "agree"}
    case.do("AI-09", "mayor", **paper)
    limit = case.deadline("D05")
    assert limit.done_at > limit.due_at == shanghai(2026, 12, 9)


def test_a_partial_approval_says_what_is_not_agreed(at_work: Office) -> None:
    case = at_work.investigated().submitted().reviewed().province_heard()
    said = case.sentences("AI-09", approval_doc_no="双政复〔2026〕9号", outcome="partly")
    assert "请填写“不同意的部分及理由”" in said["not_agreed"]
    late = [{"measure": "深基坑专项排查", "owner": "zjj", "due": date(2026, 11, 22)}]
    said = case.sentences("AI-09", outcome="agree", measures=late)
    assert "不能早于今天" in said["measures[0].due"] and "approval_doc_no" in said
    assert "至少一项防范整改措施" in case.sentences("AI-09", outcome="agree", measures=[])["measures"]


def test_a_report_goes_back_to_the_team_and_its_fifteen_days_begin_anew(at_work: Office) -> None:
    case = at_work.investigated().submitted()
    at_work.at(2026, 11, 27, 9, 0)
    case.do("AI-08", "sfj_head", party="sfj", review="return", review_text="处理建议的法律依据不足。")
    case.do("AI-08", "yjj_head", party="yjj", review="pass", review_text="同意报批。")
    assert case.open() == ["AI-06B"]
    at_work.at(2026, 11, 30, 9, 0)
    text = {"supplement_text": "补充了处罚依据并重新核对责任。", "resigned": True}
    case.do("AI-06B", "scm", attachments=SCAN, **text)
    first, second = case.deadlines("D05")
    assert [row.due_at for row in (first, second)] == [shanghai(2026, 12, 9), shanghai(2026, 12, 16)]
    assert (first.round, second.round) == (1, 2)
    case.approved()
    assert case.deadline("D05").round == 2


def test_without_the_provinces_review_it_goes_straight_to_the_mayor(at_work: Office) -> None:
    at_work.setting("accident.province_review", False)
    case = at_work.investigated().submitted().reviewed()
    assert case.open() == ["AI-09"]
