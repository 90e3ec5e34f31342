"""A violation found goes its own way: penalty and publication, transfer, or neither with a reason."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from tests.scenarios.campaigns.campaigns_at_work import Campaign, Office
from tests.scenarios.matters_at_work import SHANGHAI

VIOLATION = {"violation": "found", "violation_text": "未取得燃气经营许可证从事经营", "enforcer": "cgj"}
PENALTY = {
    "outcome": "penalty",
    "case_no": "双城管罚〔2026〕7号",
    "penalty_decided_at": date(2026, 12, 1),
    "penalty": "罚款2万元",
    "fine_wan": 2,
}


@pytest.fixture
def case(at_work: Office) -> Campaign:
    campaign = at_work.begin().deployed()
    at_work.at(2026, 11, 24, 15, 0)
    campaign.inspect(**VIOLATION)
    return campaign


def test_a_case_is_decided_within_ninety_days_and_the_penalty_published_within_seven_working_days(
    case: Campaign,
) -> None:
    assert case.offered_to("SC-09") == ["cgj-head", "cgj-liaison", "cgj-sec"]
    assert case.due("SC-09") == datetime(2027, 2, 23, 0, 0, tzinfo=SHANGHAI)  # the 90th day's end
    case.office.at(2026, 12, 3, 9, 0)
    case.do("SC-09", "cgj_sec", **PENALTY)
    assert case.due("SC-09P") == datetime(2026, 12, 10, 17, 0, tzinfo=SHANGHAI)  # from the decision
    case.do("SC-09P", "cgj_liaison", channel="website", published_on=date(2026, 12, 3))
    assert case.open() == []


def test_a_case_is_transferred_or_ends_without_penalty(at_work: Office) -> None:
    campaign = at_work.begin().deployed()
    at_work.at(2026, 11, 24, 15, 0)
    campaign.inspect(**VIOLATION, outcome="continue")
    campaign.do("SC-09", "cgj_head", outcome="transfer", case_no="移送1号", transfer_to="市公安局")
    campaign.inspect(**VIOLATION)
    campaign.do("SC-09", "cgj_head", outcome="none", no_penalty_reason="情节轻微并已改正")
    assert campaign.open() == []
    at_work.at(2026, 12, 28, 9, 0)
    assert campaign.variables["counts"]["violations"] == 1


REFUSED = [
    ({"case_no": None}, "case_no", "请填写“立案或处罚文书号”"),
    ({"penalty_decided_at": date(2026, 12, 2)}, "penalty_decided_at", "不能晚于今天"),
    ({"fine_wan": -2}, "fine_wan", "不能小于0"),
    ({"outcome": "transfer"}, "transfer_to", "请填写“移送机关”"),
    ({"outcome": "none"}, "no_penalty_reason", "请填写“不予处罚的理由和依据”"),
]


def test_a_decision_is_refused_by_field(case: Campaign) -> None:
    case.office.at(2026, 12, 1, 9, 0)
    for answers, field, words in REFUSED:
        assert words in case.sentences("SC-09", **{**PENALTY, **answers})[field], answers


def test_nothing_is_published_before_it_is_decided(case: Campaign) -> None:
    case.office.at(2026, 12, 3, 9, 0)
    case.do("SC-09", "cgj_sec", **PENALTY)
    said = case.sentences("SC-09P", channel="website", published_on=date(2026, 11, 30))
    assert "不能早于处罚决定日期" in said["published_on"]
