"""What the forms of an accident report send back, by field, with a sentence."""

from __future__ import annotations

import pytest

from tests.scenarios.accidents.accidents_at_work import CITY_RESPONSE, OCCURRED, REPORTED, Office
from tests.scenarios.matters_at_work import shanghai

TOMORROW = shanghai(2026, 11, 24, 9, 0)
BEFORE = shanghai(2026, 11, 23, 7, 0)
REGISTERED = [
    ({"deaths": -1}, "deaths", "不能小于0"),
    ({"deaths": "1.5"}, "deaths", "请填写整数"),
    ({"direct_loss_wan": -1}, "direct_loss_wan", "不能小于0"),
    ({"serious_injuries": 100000}, "serious_injuries", "不能大于9999"),
    ({"occurred_at": TOMORROW}, "occurred_at", "不能晚于现在"),
    ({"unit_informed_at": BEFORE}, "unit_informed_at", "不能早于事故发生时间"),
    ({"county": "yjj"}, "county", "事发县（区）"),
    ({"brief": "坍塌"}, "brief", "至少10个字"),
    ({"reporter": None}, "reporter", "请填写“报告人”"),
]


def test_a_registration_is_refused_by_field(at_work: Office) -> None:
    report = at_work.called()
    for answers, field, words in REGISTERED:
        assert words in report.sentences("AR-01", **{**REPORTED, **answers})[field], answers


def test_nothing_that_is_unknown_need_be_filled_in(at_work: Office) -> None:
    report = at_work.called()
    unknown = dict.fromkeys(("deaths", "missing", "serious_injuries", "direct_loss_wan", "unit_informed_at"))
    assert report.sentences("AR-01", **{**REPORTED, **unknown}) == {}


@pytest.mark.parametrize(
    ("answers", "field", "words"),
    [
        ({"sent_at": TOMORROW}, "sent_at", "不能晚于现在"),
        ({"sent_at": BEFORE}, "sent_at", "不能早于事故发生时间"),
        ({"report_to": ["province"]}, "report_to", "必须同时报告市人民政府"),
        ({"report_content": "坍塌"}, "report_content", "至少20个字"),
    ],
)
def test_a_report_upwards_is_refused_by_field(at_work: Office, answers: dict, field: str, words: str) -> None:
    said = at_work.reported().sentences("AR-03", outcome="report", **answers)
    assert words in said[field]


def test_an_order_of_rescue_is_refused_by_field(at_work: Office) -> None:
    report = at_work.reported()
    for answers, field, words in [
        ({"commander": None}, "commander", "请选择“总指挥”"),
        ({"response_level": None}, "response_level", "请选择“响应级别”"),
        ({"arrived_at": BEFORE}, "arrived_at", "不能早于事故发生时间"),
        ({"teams": []}, "teams", "至少登记一支队伍"),
        ({"orders": [{"at": TOMORROW, "order": "封控现场"}]}, "orders[0].at", "不能晚于现在"),
    ]:
        said = report.sentences("AR-06", **{**CITY_RESPONSE, "arrived_at": OCCURRED, **answers})
        assert words in said[field], answers


def test_an_instruction_that_says_nothing_is_refused(at_work: Office) -> None:
    report = at_work.reported()
    for leader in ("scm", "vm_city", "sg"):
        report.reads_it(leader)
    said = report.sentences("AR-05", outcome="instruct", instruction_due="2026-11-22")
    assert {"instruction", "instructed_unit", "instruction_due"} <= set(said)
    assert "不能早于今天" in said["instruction_due"]
