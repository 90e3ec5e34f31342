"""The plan: begun by itself, who is assessed and by whom, approved by the mayor."""

from __future__ import annotations

from datetime import date, datetime

import pytest
from sqlalchemy.orm import Session

from models import Absence, Confidentiality, MatterState
from tests.scenarios.assessment.assessments_at_work import PLAN, Assessment, Office, Report
from tests.scenarios.matters_at_work import SHANGHAI
from workflows.people.posts import post_by_code
from workflows.permissions import Recused

ALL = ["evm", "scm", "vm_ind", "vm_city", "vm_agri", "vm_social", "vm_law", "sg"]


def test_the_half_year_that_has_ended_is_assessed_once_by_itself(begun: Office) -> None:
    assessment = begun.assessment()
    assert assessment.instance.title == "2026年下半年安全生产履职检查考核"
    known = assessment.variables
    assert (known["half_year"], known["period_from"], known["period_to"]) == (
        "2026-H2",
        date(2026, 7, 1),
        date(2026, 12, 31),
    )
    assert known["assessed_posts"] == ALL
    assert assessment.offered_to("HA-01") == ["supervision-office", "yjj"]
    assert assessment.due("HA-01") == datetime(2027, 1, 11, 17, 0, tzinfo=SHANGHAI)
    begun.at(2027, 1, 5, 9, 0)
    assert len(begun.matters_of("half_year_assessment")) == 1


def test_begun_by_hand_it_takes_the_half_year_that_ended_last(begun: Office) -> None:
    by_hand = Assessment(begun, begun.started("yjj_head", "half_year_assessment", {}))
    assert by_hand.variables["half_year"] == "2026-H2"
    assert by_hand.instance.confidentiality is Confidentiality.INTERNAL


def test_the_mayor_sends_the_plan_back_and_approves_the_next(begun: Office) -> None:
    assessment = begun.assessment()
    assessment.do("HA-01", "clerk1", **PLAN)
    assert assessment.offered_to("HA-02") == ["mayor"]
    assessment.do("HA-02", "mayor", outcome="return", plan_return_reason="请补充抽查方式")
    assert assessment.open() == ["HA-01"]
    assessment.planned()
    assert assessment.instance.number == "双安考〔2027〕1号"
    assert assessment.open() == []
    asked = [Report(begun, id_) for id_ in begun.matters_of("assessment_report")]
    steps = [step for report in asked for step in report.open()]
    assert steps == ["HA-05"] * 8 + ["HA-04"] * 4 + ["HA-04M", "HA-05D", "HA-05F"]
    begun.later(minutes=1)
    told = {post for report in asked for post in report.told("assessment")}
    assert {"vm_city", "mayor", "jsq-gov", "zjj-head"} <= told


def test_while_the_mayor_is_away_no_assessed_deputy_approves_for_him(begun: Office) -> None:
    def is_away(session: Session) -> None:
        mayor, today = post_by_code(session, "mayor"), date(2027, 1, 4)
        session.add(Absence(post=mayor, from_date=today, to_date=today, reason="出差", entered_at=begun.now))

    begun.do(is_away)
    assessment = begun.assessment()
    assessment.do(
        "HA-01", "yjj_head", **{**PLAN, "assessed_posts": ["evm", "vm_city"], "scorers": ["gxj", "sfj"]}
    )
    with pytest.raises(Recused):
        assessment.do("HA-02", "evm", outcome="approve")  # the mayor's B role
    assert assessment.open() == ["HA-02"]


REFUSED = [
    ({"scorers": ["fgw"]}, "scorers", "考核组不得少于2个单位"),
    ({"scorers": []}, "scorers", "请选择“考核组单位”"),
    # 市应急管理局 is overseen by the committee member who is assessed: only one unit is left for him
    ({"scorers": ["fgw", "yjj"]}, "scorers", "回避后仍须有2个以上单位评分"),
    ({"reviewers": ["fgw"]}, "reviewers", "复核组不能有考核组的单位"),
    ({"reviewers": ["yjj"]}, "reviewers", "回避后仍须有单位复核"),
    ({"assessed_posts": []}, "assessed_posts", "请选择“被考核领导”"),
    ({"assessed_posts": ["mayor"]}, "assessed_posts", "请从列出的选项中选择"),
    ({"criteria": "按表"}, "criteria", "至少10个字"),
]


def test_a_plan_is_refused_by_field(begun: Office) -> None:
    assessment = begun.assessment()
    for answers, field, words in REFUSED:
        assert words in assessment.sentences("HA-01", **{**PLAN, **answers})[field], answers


def test_it_is_ended_early_only_by_the_mayor_with_a_reason(begun: Office) -> None:
    assessment = begun.assessment()
    assert "终止考核" not in assessment.buttons("scm")
    assessment.press("终止考核", "yjj_head")
    assert "请填写“终止理由”" in assessment.sentences("HA-16", outcome="withdraw")["withdraw_reason"]
    assessment.do("HA-16", "mayor", outcome="go_on")
    assert assessment.open() == ["HA-01"]
    assessment.press("终止考核", "yjj_head")
    assessment.do("HA-16", "mayor", outcome="withdraw", withdraw_reason="省里统一组织考核")
    assert assessment.state is MatterState.CANCELLED
    assert assessment.open() == []
