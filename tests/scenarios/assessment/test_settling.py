"""The results of all: ranked, deliberated, settled by the mayor, circulated, commended or rectified."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

import pytest
from sqlalchemy import select

from models import InstanceLink, InstanceState, LinkKind, MatterState
from tests.scenarios.assessment.assessments_at_work import (
    CIRCULAR,
    SCAN,
    Assessment,
    Office,
    Sheet,
    all_settled,
)
from tests.scenarios.matters_at_work import SHANGHAI


@pytest.fixture
def ranked(examined: Office) -> Assessment:
    """Only vm_city without a loss; vm_ind held no hearing; the secretary-general lost five points."""
    examined.sheet("vm_city").finished()
    examined.sheet("vm_ind").finished()
    examined.sheet("scm").scored({"fgw": {"S_05": 13}, "sfj": {"S_05": 13}}).checked().accepted()
    examined.sheet("sg").finished()
    return examined.assessment()


def grades(assessment: Assessment) -> dict[str, str]:
    return {row["post"]: row["final_grade"] for row in assessment.final()}


def test_at_most_thirty_percent_are_excellent(ranked: Assessment) -> None:
    assert ranked.open() == ["HA-12"]
    assert ranked.due("HA-12") == datetime(2027, 2, 28, 17, 0, tzinfo=SHANGHAI)
    totals = {row["name"]: row["total"] for row in ranked.final()}
    assert list(totals.values()) == [100, 98, 95, 88]
    assert ranked.variables["excellent_most"] == 1  # 30 % of four
    assert grades(ranked) == {"vm_city": "excellent", "scm": "good", "sg": "good", "vm_ind": "good"}


def test_the_meeting_is_refused_by_field(ranked: Assessment) -> None:
    rows = [{"final_grade": "excellent"} for _row in ranked.final()]
    errors = ranked.sentences("HA-12", meeting_no="1", meeting_on=date(2027, 1, 5), final=rows)
    assert "优秀人数超过比例" in errors["final"]
    assert "不能晚于今天" in errors["meeting_on"]
    rows = [
        {"final_grade": "good"},
        *({"final_grade": "good", "change_reason": "比例所限"} for _ in range(3)),
    ]
    errors = ranked.sentences("HA-12", meeting_no="双安委纪〔2027〕1号", meeting_on=ranked.today, final=rows)
    assert "请填写“调整理由”" in errors["final[0].change_reason"]


def test_no_grade_is_raised_above_points_and_vetoes(examined: Office) -> None:
    for post, sheet in examined.sheets().items():
        sheet.finished(*(["V1"] if post == "vm_city" else []))
    assessment = examined.assessment()
    position = [row["post"] for row in assessment.final()].index("vm_city")
    rows = [{"final_grade": "good", "change_reason": "会议研究"} for _row in assessment.final()]
    errors = assessment.sentences("HA-12", meeting_no="双安委纪1号", meeting_on=assessment.today, final=rows)
    assert list(errors) == [f"final[{position}].final_grade"]
    assert "不能高于按得分和否决情形所定的等次" in errors[f"final[{position}].final_grade"]


def test_the_mayor_settles_it_and_it_goes_to_circular_commendation_rectification_and_archive(
    ranked: Assessment,
) -> None:
    ranked.decided()
    assert ranked.offered_to("HA-13") == ["supervision-office"]
    assert "请选择“抄送”" in ranked.sentences("HA-13", **{**CIRCULAR, "copies": []})["copies"]
    ranked.do("HA-13", "clerk1", **CIRCULAR)
    assert ranked.variables["commendable"] == ["vm_city"]
    ranked.office.later(minutes=1)
    assert {"vm_city", "vm_ind", "zjj-head", "jsq-gov"} <= ranked.told("assessment-circular")
    assert ranked.open() == ["HA-14"]
    supervised = Sheet(ranked.office, ranked.office.matters_of("supervision")[-1])
    asked = supervised.variables
    assert (asked["category"], asked["lead"], asked["leader"]) == ("4", "vm_ind", "mayor")
    assert asked["due_on"] == date(2027, 2, 4)  # within a month
    with ranked.office.sessions() as session:
        links = session.scalars(
            select(InstanceLink).filter_by(target_id=supervised.id, kind=LinkKind.FOLLOWS)
        )
        assert [link.source_id for link in links] == [ranked.id]
    ranked.do("HA-14", "clerk1", commended=["vm_city"], commend_text="建议在全市安全生产工作会议上通报表扬。")
    ranked.do("HA-14M", "mayor", outcome="approve")
    plan = ranked.office.report("vm_ind", "rectification")
    errors = plan.sentences("HA-14R", rectify_measures="立即补开", finish_on=date(2027, 2, 5))
    assert "不能晚于整改期限" in errors["finish_on"]
    assert "至少10个字" in errors["rectify_measures"]
    assert plan.due("HA-14R") == datetime(2027, 2, 5, 0, 0, tzinfo=SHANGHAI)
    measures = "本月内听取汇报并签发纪要，建立季度提醒制度。"
    plan.do("HA-14R", "vm_ind", rectify_measures=measures, finish_on=date(2027, 1, 29))
    assert ranked.state is MatterState.ARCHIVED
    assert ranked.instance.state is InstanceState.COMPLETED
    assert ranked.instance.title == "2026年下半年安全生产履职检查考核"
    assert ranked.incidents() == []


def test_the_mayor_sends_it_back_and_everybody_is_scored_anew(ranked: Assessment) -> None:
    office = ranked.office
    first = {post: sheet.id for post, sheet in office.sheets().items()}
    ranked.deliberated()
    assert "请填写“退回意见”" in ranked.sentences("HA-12M", outcome="return")["settle_return_reason"]
    ranked.do("HA-12M", "mayor", outcome="return", settle_return_reason="请重新核实听取汇报情况")
    again = office.sheets()
    assert all(sheet.id != first[post] for post, sheet in again.items())
    all_settled(office)
    assert ranked.open() == ["HA-12"]
    assert [row["total"] for row in ranked.final()].count(
        Decimal(100)
    ) == 2  # scm is not marked down this time


def test_without_excellent_and_without_problems_it_is_archived_after_the_circular(examined: Office) -> None:
    for post, sheet in examined.sheets().items():
        worse = {"V_04": 20, "V_05": 14} if post.startswith("vm") else {}
        sheet.scored({"fgw": worse, "sfj": worse}).checked().accepted()
    assessment = examined.assessment()
    assessment.deliberated(
        final=[{"final_grade": "good", "change_reason": "会议研究"} for _row in assessment.final()]
    )
    assessment.do("HA-12M", "mayor", outcome="approve")
    assessment.do("HA-13", "dch", **CIRCULAR, attachments=SCAN)
    assert assessment.state is MatterState.ARCHIVED
