"""The scheme: drawn up, countersigned, approved by the leader in charge or the committee member."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from tests.scenarios.campaigns.campaigns_at_work import SCHEME, Office
from tests.scenarios.matters_at_work import SHANGHAI

ACROSS = {"co": ["gaj"]}
DISAGREE = {"countersign": "disagree", "reason": "职责分工不明确"}


@pytest.mark.parametrize(
    ("co", "approver"), [([], "vm_city"), (["jtj"], "vm_city"), (["gaj"], "scm"), (["jsq"], "scm")]
)
def test_the_leader_in_charge_approves_and_across_portfolios_the_committee_member(
    at_work: Office, co: list[str], approver: str
) -> None:
    campaign = at_work.begin().sorted_out(co=co)
    campaign.planned()
    for unit in co:
        campaign.do(
            "SC-03C", f"{unit}_gov" if unit == "jsq" else f"{unit}_head", party=unit, countersign="agree"
        )
    assert campaign.offered_to("SC-04") == [approver]


def test_a_partner_that_disagrees_sends_the_scheme_back_once_then_the_leader_decides(at_work: Office) -> None:
    campaign = at_work.begin().sorted_out(co=["gaj", "jtj"])
    campaign.planned()
    assert {row.due_at.astimezone(SHANGHAI).day for row in campaign.deadlines("SC-03C")} == {26}
    campaign.do("SC-03C", "gaj_head", party="gaj", **DISAGREE)
    assert campaign.open() == ["SC-03C"]
    campaign.do("SC-03C", "jtj_head", party="jtj", countersign="agree")
    assert campaign.open() == ["SC-03"]
    campaign.planned(goals="明确公安、交通、住建职责分工后开展整治。")
    campaign.do("SC-03C", "gaj_head", party="gaj", **DISAGREE)
    campaign.do("SC-03C", "jtj_head", party="jtj", countersign="agree")
    assert campaign.open() == ["SC-04"]
    assert [c["countersign"] for c in campaign.variables["countersigns"]] == ["disagree", "agree"]


def test_the_leader_returns_a_scheme_and_approves_the_next(at_work: Office) -> None:
    campaign = at_work.begin().sorted_out()
    campaign.planned()
    campaign.do("SC-04", "vm_city", outcome="return", return_reason="请细化检查清单")
    assert campaign.open() == ["SC-03"]
    campaign.planned()
    campaign.do("SC-04", "vm_city", outcome="approve")
    assert campaign.open() == ["SC-06"]


def test_every_inspecting_unit_is_told_and_has_its_own_inspection(at_work: Office) -> None:
    campaign = at_work.begin().deployed(inspecting=["zjj", "jsq", "bsq"])
    assert campaign.open() == ["SC-06"] * 3
    assert sorted(row.party for row in campaign.deadlines("SC-06")) == ["bsq", "jsq", "zjj"]
    at_work.later(minutes=1)
    assert {"zjj-head", "jsq-gov", "bsq-yj"} <= campaign.told("campaign")
    assert campaign.deadline("SC-06").due_at.astimezone(SHANGHAI) == datetime(
        2026, 12, 31, 17, tzinfo=SHANGHAI
    )


REFUSED = [
    ({"checklist": []}, "checklist", "至少列一项检查内容"),
    ({"stages": []}, "stages", "至少分一个阶段"),
    ({"stages": [{"name": "一", "until": date(2026, 11, 22)}]}, "stages[0].until", "不能早于今天"),
    ({"stages": [{"name": "一", "until": date(2027, 1, 1)}]}, "stages[0].until", "不能晚于行动结束日期"),
    (
        {
            "stages": [
                {"name": "第一阶段", "until": date(2026, 12, 20)},
                {"name": "第二阶段", "until": date(2026, 12, 10)},
            ]
        },
        "stages",
        "各阶段的截止日期应依次后延",
    ),
    ({"inspecting": []}, "inspecting", "请选择“开展检查的部门、县区”"),
    ({"budget_wan": -1}, "budget_wan", "不能小于0"),
    ({"inspections_planned": 0}, "inspections_planned", "不能小于1"),
]


def test_a_scheme_is_refused_by_field(at_work: Office) -> None:
    campaign = at_work.begin().sorted_out()
    for answers, field, words in REFUSED:
        assert words in campaign.sentences("SC-03", **{**SCHEME, **answers})[field], answers
