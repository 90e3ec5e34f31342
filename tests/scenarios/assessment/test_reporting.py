"""Reporting: leaders, the mayor, counties, departments, the fund; late or never; what the record says."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import select
from sqlalchemy.orm import Session

from models import Task, TaskDuty, TaskState, User
from tests.scenarios.assessment.assessments_at_work import (
    COUNTIES,
    COUNTY,
    FUND,
    PLAN,
    SITE,
    Assessment,
    Office,
)
from tests.scenarios.matters_at_work import SHANGHAI
from workflows.people.appointments import hand_over
from workflows.people.posts import post_by_code
from workflows.permissions import NotVisible, instance_for


def said(assessment: Assessment, who: str) -> dict[str, str]:
    """The figures the review sees of one leader, by measure."""
    return {row["what"]: row["said"] for row in assessment.variables["metrics"] if row["who"] == who}


def test_everybody_reports_and_the_review_sees_the_figures(planned: Office) -> None:
    assessment = planned.assessment()
    own, county = planned.report("vm_city"), planned.report("jsq", "county")
    assert own.due("HA-04") == datetime(2027, 1, 18, 17, 0, tzinfo=SHANGHAI)  # ten working days
    assert county.due("HA-05") == datetime(2027, 1, 31, 17, 0, tzinfo=SHANGHAI)
    assessment.collected()
    assert sorted(assessment.open()) == ["HA-06", "HA-07"]
    assert assessment.variables["missing_words"] is None
    assert said(assessment, "副市长（城建交通）")["听取汇报"] == "1次应听取，纪要已签发1"
    assert said(assessment, "副市长（工业商务）")["听取汇报"] == "1次应听取，纪要已签发0"
    assert said(assessment, "市委常委、副市长（分管安全生产）")["督办事项"] == "1件到期，按期1（100%）"
    assert said(assessment, "副市长（城建交通）")["清单事项"] == "无数据"  # no data is not zero
    assert said(assessment, "全市")["应急演练"] == "无数据"
    assert assessment.variables["fund_words"] == "专项资金增长5%，一般公共预算收入增长2%：同步增长"
    with planned.sessions() as session:
        filed = session.scalars(
            select(TaskDuty.holder)
            .join(Task)
            .where(
                TaskDuty.clause_code == "N-01", TaskDuty.half_year == "2026-H2", Task.state == TaskState.DONE
            )
        )
        assert sorted(filed) == sorted(COUNTIES)


def test_the_mayor_reports_and_is_not_scored(planned: Office) -> None:
    assessment = planned.assessment()
    assert "mayor" not in [row["post"] for row in assessment.variables["assessed"]]
    assert planned.report("mayor", "mayor").offered_to("HA-04M") == ["mayor"]


def test_a_leader_who_came_in_the_half_year_has_his_time_told_from_his_predecessors(begun: Office) -> None:
    def hands_over(session: Session) -> None:
        successor = session.scalars(select(User).filter_by(username="dsg")).one()
        hand_over(session, post_by_code(session, "vm_ind"), successor, date(2026, 10, 15), None, begun.now)

    begun.do(hands_over)
    assessment = begun.assessment().planned()
    tenure = {row["post"]: row["tenure"] for row in assessment.variables["assessed"]}
    assert tenure["vm_ind"] == "10月15日起由接任者任职，此前为前任任期。"
    assert tenure["vm_city"] is None
    assert begun.report("vm_ind").offered_to("HA-04") == ["vm_ind"]


def test_with_the_setting_the_mayor_is_scored_as_well(begun: Office) -> None:
    begun.setting("assessment.mayor_scored", True)
    assessment = Assessment(begun, begun.started("yjj_head", "half_year_assessment", {}))
    assert assessment.variables["assessed_posts"][0] == "mayor"
    assert "assessed_posts" not in assessment.sentences("HA-01", **{**PLAN, "assessed_posts": ["mayor"]})


def test_nobody_sees_what_others_report(planned: Office) -> None:
    report = planned.report("vm_city")

    def sees(username: str) -> bool:
        with planned.sessions() as session:
            user = session.scalars(select(User).filter_by(username=username)).one()
            try:
                return instance_for(session, user, report.id, planned.now).id == report.id
            except NotVisible:
                return False

    asked = ("vm_city", "yjj_head", "clerk1", "vm_ind", "evm", "zjj_head", "jsq_gov")
    assert {name for name in asked if sees(name)} == {"vm_city", "yjj_head", "clerk1"}


def test_all_sheets_have_a_hundred_points(planned: Office) -> None:
    for leader in planned.assessment().variables["assessed"]:
        assert sum(row["full"] for row in leader["rows"]) == 100, leader["post"]


def test_what_is_handed_in_late_costs_two_points_and_is_named(planned: Office) -> None:
    assessment = planned.assessment()
    for post in ("vm_city", "vm_ind", "scm"):
        planned.report(post).assessed()
    planned.at(2027, 1, 19, 9, 0)
    planned.report("sg").assessed()
    planned.report("czj", "fund").do("HA-05F", "czj_liaison", **{**FUND, "fund_now": 1010})
    checked = {**COUNTY, "checked_on": date(2027, 1, 15)}
    planned.report("jsq", "county").do("HA-05", "jsq_gov", **checked)
    planned.at(2027, 1, 25, 16, 59)
    assert planned.report("zjj", "department").open() == ["HA-05D"]
    assert assessment.open() == []
    planned.at(2027, 1, 25, 17, 0)  # five working days after the last limit
    assert sorted(assessment.open()) == ["HA-06", "HA-07"]
    assert planned.report("zjj", "department").open() == []
    missing = assessment.variables["missing_words"]
    assert "市政府秘书长（自查自评）" in missing and "市住房和城乡建设局（部门自查）" in missing
    assert "副市长" not in missing
    assert assessment.variables["counties_words"].startswith(
        "县区半年考核结果：应报8个，已报1个，2027年1月31日 17:00前尚可报送：岭东区人民政府、"
    )
    assert assessment.variables["fund_words"].endswith("未同步增长")
    assessment.examined({**SITE, "checked_on": date(2027, 1, 25)})
    late = {post: sheet.variables["sheet"]["late"] for post, sheet in planned.sheets().items()}
    assert late == {"vm_city": 0, "vm_ind": 0, "scm": 0, "sg": 2}
    report = next(row for row in planned.sheet("scm").variables["sheet"]["rows"] if row["clause"] == "S-02")
    assert (report["score"], report["found"].split("；")[0]) == (5, "季度综合报告逾期1，扣5分")
    sheet = planned.sheet("sg").scored()
    assert sheet.variables["scored_total"] == 93  # 25+25+20+25 − 2


def test_a_self_assessment_is_refused_by_field(planned: Office) -> None:
    report = planned.report("vm_city")
    rows = [{"score": row["full"], "summary": "已落实"} for row in report.variables["self_rows"]]
    rows[0] = {"score": Decimal("10.5"), "summary": "已按清单落实", "full": 100}  # the form's own 满分 is 10
    rows[1] = {"score": -1, "summary": "已按清单落实"}
    rows[2] = {"summary": "已按清单落实"}
    errors = report.sentences("HA-04", self_rows=rows, self_summary="无问题项")
    assert "不能超过满分" in errors["self_rows[0].score"]
    assert "不能小于0" in errors["self_rows[1].score"]
    assert "请填写“自评得分”" in errors["self_rows[2].score"]
    assert "至少4个字" in errors["self_rows[3].summary"]


COUNTIES_REFUSED = [
    ({"checked_on": date(2027, 1, 5)}, "checked_on", "不能晚于今天"),
    ({"checked_on": date(2026, 6, 30)}, "checked_on", "不能早于考核期间"),
    ({"average_score": 101}, "average_score", "不能大于100"),
    ({"leaders_assessed": 0}, "leaders_assessed", "不能小于1"),
    ({"list_ok": "no"}, "county_note", "请填写“情况说明”"),
    ({"attachments": []}, "attachments", "请上传"),
]
FUND_REFUSED = [
    ({"fund_before": 0}, "fund_before", "须大于0"),
    ({"revenue_now": -1}, "revenue_now", "不能小于0"),
    ({"fund_now": None}, "fund_now", "请填写"),
]


def test_counties_and_the_fund_are_refused_by_field(planned: Office) -> None:
    county, fund = planned.report("jsq", "county"), planned.report("czj", "fund")
    for answers, field, words in COUNTIES_REFUSED:
        assert words in county.sentences("HA-05", **{**COUNTY, **answers})[field], answers
    for answers, field, words in FUND_REFUSED:
        assert words in fund.sentences("HA-05F", **{**FUND, **answers})[field], answers


def test_each_county_files_its_own_check_by_the_calendar_and_a_late_one_stays_open(begun: Office) -> None:
    """No plan of the city's is needed, and nobody takes the duty away when the city no longer waits."""
    assert begun.assessment().open() == ["HA-01"]
    begun.at(2027, 2, 1, 9, 0)
    for county in COUNTIES[1:]:
        begun.report(county, "county").do("HA-05", f"{county}_gov", **COUNTY)
    late = begun.report("jsq", "county")
    assert late.instance.title == "2026年下半年考核县区考核结果：尖山区人民政府"
    assert late.due("HA-05") == datetime(2027, 1, 31, 17, 0, tzinfo=SHANGHAI)
    assessment = begun.assessment().planned()
    begun.at(2027, 3, 12, 9, 0)  # the others are waited for no longer
    assert assessment.variables["counties_words"] == (
        "县区半年考核结果：应报8个，已报7个，逾期未报：尖山区人民政府。"
    )
    late.do("HA-05", "jsq_gov", **COUNTY)
    assert late.deadline("HA-05").done_at == begun.now


SITES_REFUSED = [
    ([{**SITE, "checked_on": date(2027, 2, 10)}], "findings[0].checked_on", "不能晚于今天"),
    ([{**SITE, "about": "vm_agri"}], "findings[0].about", "请从列出的选项中选择"),
    ([{**SITE, "clause": "S-01"}], "findings[0].clause", "请从列出的选项中选择"),
    ([], "findings", "至少核查一处"),
]


def test_nobody_reports_and_the_check_on_site_is_refused_by_field(planned: Office) -> None:
    assessment = planned.assessment()
    planned.at(2027, 2, 9, 17, 0)
    for rows, field, words in SITES_REFUSED:
        assert words in assessment.sentences("HA-07", findings=rows)[field], rows
    assert "请填写“审查意见”" in assessment.sentences("HA-06")["review_notes"]
