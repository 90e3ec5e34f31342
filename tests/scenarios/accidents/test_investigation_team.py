"""The team and its sixty days: declarations, signatures, technical appraisal, one extension, crime."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest

from models import MatterState, Task, TaskState
from tests.scenarios.accidents.accidents_at_work import GATHERED, SCAN, TEAM, WRITTEN, Investigation, Office
from tests.scenarios.matters_at_work import SHANGHAI, shanghai
from workflows.acts import ActRefused
from workflows.permissions import NotYours
from workflows.queries.deadlines_shown import deadlines_shown
from workflows.running.stored import given_back
from workflows.words import Sentence

DRAFTED = {"team_doc_no": "双政函〔2026〕88号", "form_mode": "direct", "team_leader": "scm", "members": TEAM}
APPRAISAL = {
    "institute": "某检测中心",
    "qualification": "资质甲0001",
    "appraisal_subject": "支护材料强度鉴定",
}


def due(case: Investigation) -> datetime:
    return case.deadline("D04").due_at.astimezone(SHANGHAI)


def counted(case: Investigation) -> Sentence:
    """The rule the report's date comes from, as it stands next to the date."""
    shown = case.read(lambda session, instance: deadlines_shown(session, instance, case.office.now))
    [basis] = [line.due.basis for line in shown if line.rule_code == "D04"]
    assert basis is not None
    return basis


def begin_appraisal(case: Investigation, since: datetime, **differently: str) -> None:
    case.press("技术鉴定", "scm")
    case.do("AI-05A", "scm", appraisal_from=since, **{**APPRAISAL, **differently})


def end_appraisal(case: Investigation, until: datetime, task: Task | None = None) -> None:
    concluded = {"appraisal_to": until, "appraisal_result": "材料强度不合格。", "attachments": SCAN}
    [task] = [task] if task is not None else case.tasks(TaskState.OPEN, "AI-05E")
    case.do_task(task.id, "scm", **concluded)


@pytest.mark.parametrize(
    ("answers", "field", "words"),
    [
        ({"team_leader": None}, "team_leader", "请选择“调查组组长”"),
        ({"members": TEAM[:1]}, "members", "成员应当包括应急、公安、监察、工会"),
        ({"members": TEAM[:4]}, "members", "成员应当包括主管部门"),
        ({"members": [*TEAM[:4], {**TEAM[4], "name": "成员甲"}]}, "members", "成员姓名重复"),
        ({"procuratorate_invited": False}, "procuratorate_invited", "请勾选“已邀请人民检察院参加”"),
    ],
)
def test_a_team_is_refused_by_field(at_work: Office, answers: dict, field: str, words: str) -> None:
    case = at_work.investigated().confirmed()
    said = case.sentences("AI-03", **{**DRAFTED, "procuratorate_invited": True, **answers})
    assert words in said[field]


def test_the_mayor_names_the_leader_and_may_send_the_draft_back(at_work: Office) -> None:
    case = at_work.investigated().confirmed()
    case.do("AI-03", "yjj_liaison", procuratorate_invited=True, **DRAFTED)
    case.all_declare()
    case.do("AI-03M", "mayor", outcome="return", return_reason="请增加专家组成员。")
    assert case.open() == ["AI-03"]
    expert = {"name": "专家甲", "field": "岩土"}
    case.do("AI-03", "yjj_liaison", procuratorate_invited=True, experts=[expert], **DRAFTED)
    assert case.open() == ["AI-03D"], "only the expert has not declared yet"
    case.all_declare()
    case.do("AI-03M", "mayor", outcome="approve", team_leader="vm_city")
    assert case.offered_to("AI-04") == ["vm_city", "yjj-head", "yjj-liaison"]
    at_work.later(minutes=1)
    assert {"vm_city", "gaj-head", "zjj-head"} <= case.told("team-formed")


def test_every_member_declares_for_himself_and_who_has_an_interest_is_replaced(at_work: Office) -> None:
    case = at_work.investigated().confirmed()
    case.do("AI-03", "yjj_liaison", procuratorate_invited=True, **DRAFTED)
    asked = {given_back(task.variables)["declarer"]["unit"]: task for task in case.tasks(TaskState.OPEN)}
    assert list(asked) == [member["unit"] for member in TEAM]
    assert len(case.deadlines("AI-03D")) == len(TEAM), "each has a limit of his own"
    with pytest.raises(NotYours):
        case.declares(asked["gaj"], by="zjj_head")
    with pytest.raises(AssertionError, match="请上传“签字的声明"):
        case.declares(asked["jwjw"], attachments=[])
    case.declares(asked["zjj"], declared="interest", interest="曾任该项目质量监督员。")
    case.all_declare()
    assert case.open() == ["AI-03"]
    members = [*TEAM[:4], {**TEAM[4], "name": "成员己"}]
    case.do("AI-03", "yjj_liaison", procuratorate_invited=True, **{**DRAFTED, "members": members})
    [again] = case.tasks(TaskState.OPEN)
    assert given_back(again.variables)["declarer"]["name"] == "成员己"
    case.declares(again)
    assert case.open() == ["AI-03M"]


def test_fifteen_days_before_the_end_the_leader_in_charge_presses_the_team(at_work: Office) -> None:
    case = at_work.investigated().team_formed()
    at_work.at(2027, 1, 7, 23, 59)
    assert "AI-04S" not in case.open()
    at_work.at(2027, 1, 8, 0, 0)
    case.do("AI-04S", "scm", pressed_text="已约谈组长，要求按期完成取证。")
    at_work.at(2027, 1, 18, 0, 0)
    assert {"mayor", "scm", "yjj-head"} <= case.told("investigation-near")
    assert at_work.matters_of("supervision") == []
    at_work.at(2027, 1, 23, 0, 0)
    [matter] = at_work.matters_of("supervision")
    asked = Investigation(at_work, matter).variables
    assert (asked["category"], asked["leader"], asked["urgency"]) == ("4", "mayor", "urgent")
    assert case.open() == ["AI-04"]


def test_a_technical_appraisals_time_is_not_counted(at_work: Office) -> None:
    case = at_work.investigated().team_formed()
    assert due(case) == datetime(2027, 1, 23, 0, 0, tzinfo=SHANGHAI)
    at_work.at(2026, 12, 3, 9, 0)
    begin_appraisal(case, shanghai(2026, 12, 1, 9, 0))
    at_work.at(2026, 12, 10, 9, 0)
    end_appraisal(case, shanghai(2026, 12, 7, 9, 0))
    assert due(case) == datetime(2027, 1, 29, 0, 0, tzinfo=SHANGHAI)  # six days
    assert counted(case).zh == (
        "自事故发生之日起60日内（《生产安全事故报告和调查处理条例》第二十七、二十九条〔法〕），扣除技术鉴定6日"
    )
    assert counted(case).en.endswith("〔法〕), less 6 days of technical appraisal")
    assert case.due("AI-04") == datetime(2027, 1, 13, 17, 0, tzinfo=SHANGHAI)  # counted back, it moved too
    assert case.deadline("D04").original_due_at == shanghai(2027, 1, 23)


def test_appraisals_beside_each_other_are_taken_off_once(at_work: Office) -> None:
    case = at_work.investigated().team_formed()
    at_work.at(2026, 12, 1, 9, 0)
    begin_appraisal(case, at_work.now)
    at_work.at(2026, 12, 5, 9, 0)
    begin_appraisal(case, at_work.now, institute="某爆炸物检测所")
    strength, explosives = case.tasks(TaskState.OPEN, "AI-05E")
    assert given_back(strength.variables)["institute"] == APPRAISAL["institute"]
    assert given_back(explosives.variables)["institute"] == "某爆炸物检测所"
    at_work.at(2026, 12, 7, 9, 0)
    end_appraisal(case, at_work.now, strength)
    assert due(case) == datetime(2027, 1, 29, 0, 0, tzinfo=SHANGHAI)  # six days; the other one still lasts
    assert case.variables["appraisals"] == 1
    at_work.at(2026, 12, 9, 9, 0)
    end_appraisal(case, at_work.now, explosives)
    assert due(case) == datetime(2027, 1, 31, 0, 0, tzinfo=SHANGHAI)  # 1 to 9 December: eight days
    assert case.variables["appraisals"] == 0


def test_nothing_is_called_late_while_an_appraisal_lasts(at_work: Office) -> None:
    case = at_work.investigated().team_formed()
    at_work.at(2027, 1, 4, 9, 0)
    begin_appraisal(case, at_work.now)
    at_work.at(2027, 2, 3, 9, 0)
    assert case.told("investigation-near") == set() and at_work.matters_of("supervision") == []
    end_appraisal(case, at_work.now)
    assert due(case) == datetime(2027, 2, 22, 0, 0, tzinfo=SHANGHAI)
    at_work.at(2027, 2, 22, 0, 0)
    assert len(at_work.matters_of("supervision")) == 1


def test_an_appraisal_is_refused_by_field(at_work: Office) -> None:
    case = at_work.investigated().team_formed()
    case.press("技术鉴定", "scm")
    said = case.sentences("AI-05A", institute="某检测中心", appraisal_from=at_work.now + timedelta(days=1))
    assert "不能晚于现在" in said["appraisal_from"] and "请填写“资质证书号”" in said["qualification"]
    case.do("AI-05A", "scm", appraisal_from=at_work.now, **APPRAISAL)
    said = case.sentences("AI-05E", appraisal_to=at_work.now - timedelta(hours=1))
    assert "不能早于委托时间" in said["appraisal_to"]


def test_one_extension_of_sixty_days_at_most_by_the_mayor(at_work: Office) -> None:
    case = at_work.investigated().team_formed()
    case.press("申请延期", "scm")
    said = case.sentences("AI-05X", outcome="ask", extension_days=61, extension_reason="需要补充模拟实验。")
    assert "不能大于60" in said["extension_days"]
    ask = {"outcome": "ask", "extension_days": 60, "extension_reason": "需要补充模拟实验和技术鉴定。"}
    case.do("AI-05X", "scm", **ask)
    assert case.offered_to("AI-05M") == ["mayor"]
    case.do("AI-05M", "mayor", outcome="grant", extension_doc_no="双政函〔2026〕99号")
    assert due(case) == datetime(2027, 3, 24, 0, 0, tzinfo=SHANGHAI)
    case.press("申请延期", "scm")
    with pytest.raises(ActRefused) as again:
        case.do("AI-05X", "scm", **{**ask, "extension_days": 1})
    assert "已延期1次" in again.value.sentence.zh and again.value.field == "extension_days"


def test_a_refused_extension_leaves_the_date_and_the_right_to_ask_again(at_work: Office) -> None:
    case = at_work.investigated().team_formed()
    case.ask_extension(30)
    case.do("AI-05M", "mayor", outcome="refuse", opinion="抓紧办理，不予延期。")
    assert due(case) == datetime(2027, 1, 23, 0, 0, tzinfo=SHANGHAI)
    case.ask_extension(20)
    case.do("AI-05M", "mayor", outcome="grant", extension_doc_no="双政函〔2026〕99号")
    assert due(case) == datetime(2027, 2, 12, 0, 0, tzinfo=SHANGHAI)


def test_an_extension_may_be_asked_for_on_the_last_day_and_not_after(at_work: Office) -> None:
    case = at_work.investigated().team_formed()
    at_work.at(2027, 1, 22, 20, 0)
    case.press("申请延期", "scm")
    at_work.at(2027, 1, 23, 0, 1)
    with pytest.raises(ActRefused) as late:
        case.do(
            "AI-05X", "scm", outcome="ask", extension_days=30, extension_reason="需要补充模拟实验和技术鉴定。"
        )
    assert "已超过时限" in late.value.sentence.zh


def test_the_extension_is_counted_on_top_of_the_appraisal(at_work: Office) -> None:
    case = at_work.investigated().team_formed()
    at_work.at(2026, 12, 7, 9, 0)
    begin_appraisal(case, shanghai(2026, 12, 1, 9, 0))
    end_appraisal(case, at_work.now)
    case.ask_extension(60)
    case.do("AI-05M", "mayor", outcome="grant", extension_doc_no="双政函〔2026〕99号")
    assert due(case) == datetime(2027, 3, 30, 0, 0, tzinfo=SHANGHAI)  # 60 + 6 + 60


def test_an_appraisal_that_lasts_over_the_extension_is_taken_off_whole(at_work: Office) -> None:
    case = at_work.investigated().team_formed()
    at_work.at(2026, 12, 1, 9, 0)
    begin_appraisal(case, at_work.now)
    at_work.at(2026, 12, 5, 9, 0)
    case.ask_extension(60)
    case.do("AI-05M", "mayor", outcome="grant", extension_doc_no="双政函〔2026〕99号")
    assert due(case) == datetime(2027, 3, 24, 0, 0, tzinfo=SHANGHAI)
    at_work.at(2026, 12, 7, 9, 0)
    end_appraisal(case, at_work.now)
    assert due(case) == datetime(2027, 3, 30, 0, 0, tzinfo=SHANGHAI)  # 60 + 60 + 6


def test_who_does_not_sign_in_time_is_answered_for_by_the_leader(at_work: Office) -> None:
    case = at_work.investigated().team_formed().written()
    case.signed_by("yjj")
    at_work.at(2026, 11, 26, 17, 0)
    assert case.open() == ["AI-07"]
    assert [row["unit"] for row in case.variables["missing_signatures"]] == [
        "gaj",
        "jwjw",
        "szgh",
        "zjj",
    ]
    said = case.sentences("AI-07", missing_signatures=[{"way": "absent"} for _ in range(4)])
    assert "请填写“未签名原因”" in said["missing_signatures[0].missing_reason"]
    assert "报告应当附具有关证据材料" in case.sentences("AI-07", evidence_list=[])["evidence_list"]


def test_evidence_and_report_are_refused_by_field(at_work: Office) -> None:
    case = at_work.investigated().team_formed()
    for answers, field, words in [
        ({"verified_loss_wan": -1}, "verified_loss_wan", "不能小于0"),
        ({"evidence": []}, "evidence", "至少登记一项证据"),
        ({"rescue_evaluation": None}, "rescue_evaluation", "请填写“应急处置评估”"),
    ]:
        assert words in case.sentences("AI-04", **{**GATHERED, **answers})[field]
    case.do("AI-04", "scm", **GATHERED)
    late = [{**WRITTEN["measures"][0], "due": date(2026, 11, 1)}]
    said = case.sentences("AI-06", **{**WRITTEN, "measures": late, "report_cause": None})
    assert {"measures[0].due", "report_cause", "attachments"} <= set(said)


def test_a_suspected_crime_is_handed_over_at_once(at_work: Office) -> None:
    case = at_work.investigated().team_formed()
    case.press("移送犯罪线索", "scm")
    assert case.due("AI-04C") == datetime(2026, 11, 24, 9, 0, tzinfo=SHANGHAI)
    crime = {"crime_suspect": "项目经理", "crime_text": "涉嫌重大责任事故罪，证据材料附后。"}
    case.do("AI-04C", "scm", handed_to="police", handed_doc_no="双调移〔2026〕1号", **crime)
    assert case.open() == ["AI-04"]


def test_it_is_withdrawn_only_with_approval(at_work: Office) -> None:
    case = at_work.investigated().team_formed()
    case.press("撤销事项", "yjj_head")
    case.do("AI-14", "mayor", outcome="withdraw", withdraw_reason="经核实不属于生产安全事故。")
    assert case.state is MatterState.CANCELLED and case.open() == []
