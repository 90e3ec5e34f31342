"""Who investigates: the city, a county under its eyes, a sector's body or a higher government."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest
from sqlalchemy import select

from models import DeadlineState, MatterState, User
from tests.scenarios.accidents.accidents_at_work import MEASURES, SCAN, Investigation, Office
from tests.scenarios.matters_at_work import SHANGHAI, shanghai
from workflows import messages
from workflows.permissions import NotVisible, instance_for

COUNTY_TEAM = {
    "team_doc_no": "集政函〔2026〕6号",
    "county_leader": "集贤县副县长",
    "county_members": 7,
    "no_interest_all": True,
    "attachments": SCAN,
    "procuratorate_invited": True,
}
COUNTY_REPORT = {
    "report_cause": "直接原因：违章作业。性质：责任事故。",
    "report_liability": "施工单位负主要责任，建议给予处罚。",
    "resigned": True,
}


def county_case(at_work: Office, **confirmed: Any) -> Investigation:
    case = at_work.investigated(grade="general", deaths=1)
    return case.confirmed(**confirmed)


@pytest.mark.parametrize(
    ("domain", "grade", "role", "next_step"),
    [
        ("construction", "general", "county", "AI-02K"),
        ("construction", "larger", "own", "AI-03"),
        ("fire", "major", "higher", "AI-02C"),
        ("coal", "general", "sector", "AI-02C"),
        ("coal", "larger", "sector", "AI-02C"),
        ("special_equipment", "general", "sector", "AI-02C"),
        ("special_equipment", "larger", "higher", "AI-02C"),
        ("railway", "larger", "sector", "AI-02C"),
        ("power", "general", "sector", "AI-02C"),
    ],
)
def test_the_domain_is_asked_before_the_grade(
    at_work: Office, domain: str, grade: str, role: str, next_step: str
) -> None:
    case = at_work.investigated(accident_domain=domain, grade=grade).confirmed()
    assert case.variables["role"] == role
    assert case.open() == [next_step]


def test_where_the_regulations_do_not_apply_it_is_closed(at_work: Office) -> None:
    case = at_work.investigated(accident_domain="environment").confirmed()
    assert case.state is MatterState.CLOSED and case.open() == []


def test_the_city_takes_an_accident_up_by_the_mayors_decision(at_work: Office) -> None:
    case = county_case(at_work, upgrade="city", upgrade_reason="社会影响大，需要提级调查。")
    assert case.offered_to("AI-01M") == ["mayor"]
    case.do("AI-01M", "mayor", outcome="approve")
    assert case.variables["role"] == "own" and case.open() == ["AI-03"]
    assert case.variables["investigator"] == "市人民政府（提级）"


def test_where_the_mayor_refuses_the_county_investigates(at_work: Office) -> None:
    case = county_case(at_work, upgrade="city", upgrade_reason="社会影响大，需要提级调查。")
    case.do("AI-01M", "mayor", outcome="refuse")
    assert case.open() == ["AI-02K"]


def test_the_province_may_take_up_what_is_the_citys(at_work: Office) -> None:
    case = at_work.investigated()
    said = case.sentences("AI-01", upgrade="city", upgrade_reason="需要提级调查。")
    assert "只有县（区）负责调查的事故才由市政府提级" in said["upgrade"]
    taken = {"upgrade_reason": "省政府决定提级调查。", "upgrade_doc_no": "黑政函〔2026〕3号"}
    case.confirmed(upgrade="province", **taken)
    assert case.variables["role"] == "higher" and case.open() == ["AI-02C"]


def test_a_county_investigates_under_the_citys_eyes(at_work: Office) -> None:
    case = county_case(at_work)
    assert case.variables["lead"] == "jxx"
    assert case.offered_to("AI-02K") == ["jxx-gov", "jxx-yj"]
    assert case.due("AI-02K") == datetime(2026, 11, 27, 0, 0, tzinfo=SHANGHAI)
    case.do("AI-02K", "jxx_yj", formed_on=at_work.today, **COUNTY_TEAM)
    assert case.due("AI-02R") == datetime(2027, 1, 23, 0, 0, tzinfo=SHANGHAI)
    case.do("AI-02R", "jxx_yj", attachments=SCAN, **COUNTY_REPORT)
    assert case.due("AI-02A") == datetime(2026, 12, 9, 0, 0, tzinfo=SHANGHAI)
    paper = {"approval_doc_no": "集政复〔2026〕2号", "approving_body": "集贤县人民政府"}
    measures = [{**MEASURES[0], "owner": "jxx"}]
    at_work.later(hours=2)
    case.do(
        "AI-02A",
        "jxx_gov",
        approved_on=at_work.now,
        measures=measures,
        decisions=[],
        attachments=SCAN,
        **paper,
    )
    assert sorted(case.open()) == ["AI-09S", "AI-11R", "AI-12"]
    case.served(by="jxx_yj")
    case.published(reviewer="jxx_gov", by="jxx_yj")  # whoever reviews does not publish
    done = {"done_text": "已完成全县排查并整改到位。", "done_on": at_work.today}
    case.do("AI-12", "jxx_gov", attachments=SCAN, **done)
    assert case.state is MatterState.ARCHIVED


def test_another_county_does_not_see_it(at_work: Office) -> None:
    case = county_case(at_work)
    with at_work.sessions() as session:
        own, other = (
            session.scalars(select(User).filter_by(username=name)).one() for name in ("jxx_yj", "bsq_yj")
        )
        assert instance_for(session, own, case.id, at_work.now).id == case.id
        with pytest.raises(NotVisible):
            instance_for(session, other, case.id, at_work.now)


def test_a_listed_accident_is_supervised_for_sixty_days(at_work: Office) -> None:
    case = county_case(at_work, listed=True)
    [matter] = at_work.matters_of("supervision")
    asked = Investigation(at_work, matter).variables
    assert (asked["category"], asked["lead"]) == ("4", "jxx")
    assert asked["due_on"].isoformat() == "2027-01-22"
    assert case.open() == ["AI-02K"]


def test_a_countys_late_report_is_supervised(at_work: Office) -> None:
    case = county_case(at_work)
    case.do("AI-02K", "jxx_yj", formed_on=at_work.today, **COUNTY_TEAM)
    at_work.at(2027, 1, 18, 0, 0)
    assert {"jxx-gov", "mayor"} <= case.told("investigation-near")
    at_work.at(2027, 1, 23, 0, 0)
    [matter] = at_work.matters_of("supervision")
    assert Investigation(at_work, matter).variables["lead"] == "jxx"


CO_OPERATED = {
    "liaison_name": "联络员甲",
    "liaison_phone": "0469-1234567",
    "materials": [{"item": "现场图纸"}],
}


def test_a_coal_mine_accident_is_the_mine_safety_bodys_and_the_city_co_operates(at_work: Office) -> None:
    case = at_work.investigated(accident_domain="coal", sector="mkj", grade="general").confirmed()
    assert case.variables["investigator"] == "国家矿山安全监察机构"
    assert case.offered_to("AI-02C") == ["mkj-liaison", "yjj-head", "yjj-liaison"]
    case.do("AI-02C", "mkj_liaison", **CO_OPERATED)
    assert case.due("AI-02U") == datetime(2027, 1, 23, 0, 0, tzinfo=SHANGHAI)
    at_work.at(2027, 1, 10, 9, 0)
    case.do("AI-02U", "yjj_sec", upper_submitted_at=shanghai(2027, 1, 8, 10, 0), upper_report_no="矿安报1号")
    assert case.due("AI-02W") == datetime(2027, 1, 24, 0, 0, tzinfo=SHANGHAI)  # fifteen days from the 8th
    paper = {"approval_doc_no": "矿安复〔2027〕1号", "approving_body": "国家矿山安全监察局黑龙江局"}
    approved = {"approved_on": at_work.now, "attachments": SCAN, "measures": MEASURES, "decisions": []}
    case.do("AI-02W", "yjj_sec", **paper, **approved)
    # What is to be done here is followed up; the report is published above.
    assert sorted(case.open()) == ["AI-09S", "AI-12"]


@pytest.mark.parametrize(("grade", "days"), [("general", 10), ("larger", 20), ("major", 30)])
def test_a_railway_accident_has_its_own_days(at_work: Office, grade: str, days: int) -> None:
    case = at_work.investigated(accident_domain="railway", sector="jtj", grade=grade).confirmed()
    case.do("AI-02C", "yjj_head", **CO_OPERATED)
    limit = case.deadline("AI-02U")
    assert (limit.due_at - shanghai(2026, 11, 24)).days == days


def upper_case(at_work: Office) -> Investigation:
    """An extraordinarily major accident, its report submitted above on 10 January."""
    case = at_work.investigated(grade="extraordinary", deaths=30).confirmed()
    case.do("AI-02C", "yjj_head", **CO_OPERATED)
    at_work.at(2027, 1, 10, 9, 0)
    case.do("AI-02U", "yjj_sec", upper_submitted_at=shanghai(2027, 1, 10, 8, 0))
    return case


def test_an_extraordinary_accident_is_approved_in_thirty_days_and_thirty_more(at_work: Office) -> None:
    case = upper_case(at_work)
    assert case.open() == ["AI-02X"]
    assert case.due("AI-02X") == datetime(2027, 2, 10, 0, 0, tzinfo=SHANGHAI)
    case.press("申请延期", "yjj_head")
    said = case.sentences(
        "AI-05X", outcome="ask", extension_days=31, extension_reason="国务院决定延长批复期限。"
    )
    assert "不能大于30" in said["extension_days"]
    ask = {"outcome": "ask", "extension_days": 30, "extension_reason": "国务院决定延长批复期限。"}
    case.do("AI-05X", "yjj_head", **ask)
    case.do("AI-05M", "yjj_head", outcome="grant", extension_doc_no="国办函1号")
    assert case.due("AI-02X") == datetime(2027, 3, 12, 0, 0, tzinfo=SHANGHAI)


def send_regraded(at_work: Office, key: str, **told: Any) -> None:
    def work(session) -> None:
        messages.send(
            session, "accident-regraded", key, told, None, at_work.now, message_id=f"regraded:{at_work.now}"
        )

    at_work.do(work)


def test_a_higher_grade_is_judged_anew_while_the_report_is_not_in(at_work: Office) -> None:
    case = county_case(at_work)
    send_regraded(at_work, "901", grade="larger", deaths=3, risen=True)
    assert sorted(case.open()) == ["AI-01R", "AI-02K"]
    case.do("AI-01R", "yjj_head", outcome="anew", regrade_reason="伤者死亡，上升为较大事故。")
    assert case.open() == ["AI-01"] and case.variables["role"] == "own"
    case.confirmed()
    assert case.open() == ["AI-03"]
    county, city = case.deadlines("D04")
    assert (county.party, county.state) == ("jxx", DeadlineState.WITHDRAWN)
    assert (city.party, city.state) == ("yjj", DeadlineState.RUNNING)
    assert county.due_at == city.due_at  # counted from the accident, whoever investigates


def test_a_lower_grade_or_other_figures_change_nothing_but_the_figures(at_work: Office) -> None:
    case = county_case(at_work)
    send_regraded(at_work, "901", grade="general", deaths=2, risen=False)
    assert case.open() == ["AI-02K"] and case.variables["deaths"] == 2


def test_the_report_tells_the_investigation_of_its_supplements(at_work: Office) -> None:
    report = at_work.reported(deaths=2).handled()
    report.summed_up()
    [matter] = at_work.matters_of("accident_investigation")
    case = Investigation(at_work, matter).confirmed()
    report.supplement(deaths=3)
    assert "AI-01R" in case.open() and case.variables["grade"] == "larger"
    case.do("AI-01R", "yjj_head", outcome="keep", regrade_reason="市政府已委托县（区）继续调查。")
    assert case.open() == ["AI-02K"]
