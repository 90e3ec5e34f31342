"""Arranging and holding: who may, another time, missing reports, minutes sent back, wrong input."""

from __future__ import annotations

from datetime import date

import pytest

from models import TaskState
from tests.scenarios.hearings.hearings_at_work import ARRANGED, HELD, MINUTES, REPORT, Hearing, Office
from tests.scenarios.matters_at_work import shanghai
from workflows.acts import ActRefused
from workflows.permissions import NotYours, Recused


@pytest.fixture
def to_be_held(at_work: Office) -> Hearing:
    hearing = at_work.begin().arranged()
    at_work.at(2026, 12, 10, 15, 0)
    return hearing


def test_another_time_is_told_and_moves_no_limit(at_work: Office) -> None:
    hearing = at_work.begin().arranged()
    limit = hearing.due("QH-05")
    assert "改期" not in hearing.buttons("zjj_head")
    assert hearing.press("改期", "vm_city") == "QH-02R"
    hearing.do(
        "QH-02R", "clerk1", meeting_at=shanghai(2026, 12, 18, 9, 0), reschedule_reason="市长召开紧急会议"
    )
    assert hearing.due("QH-05") == limit
    assert sorted(hearing.open()) == ["QH-04", "QH-04", "QH-05"]
    at_work.later(minutes=1)
    assert "jtj-head" in hearing.told("hearing")
    assert "改期" in hearing.buttons("vm_city")


def test_reports_that_are_missing_do_not_hold_the_hearing_up(to_be_held: Hearing) -> None:
    to_be_held.reported("zjj")
    to_be_held.held(attended=["zjj"], absent="市交通运输局主要领导赴省参会")
    assert to_be_held.open() == ["QH-06"]
    states = {task.state for task in to_be_held.tasks(element="QH-04")}
    assert states == {TaskState.DONE, TaskState.CANCELLED}


def test_the_office_may_take_it_down_but_only_the_leader_signs(to_be_held: Hearing) -> None:
    to_be_held.held("clerk2").drafted()
    with pytest.raises(NotYours):
        to_be_held.do("QH-07", "clerk1", outcome="sign")


def test_who_drafted_the_minutes_does_not_sign_them(at_work: Office) -> None:
    at_work.setting("hearing.liaison", "vm_city")
    hearing = at_work.begin().arranged()
    at_work.at(2026, 12, 10, 15, 0)
    hearing.held()
    hearing.do("QH-06", "vm_city", **MINUTES)
    assert hearing.offered_to("QH-07") == ["vm_city", "vm_ind"]
    with pytest.raises(Recused):
        hearing.do("QH-07", "vm_city", outcome="sign")


def test_minutes_are_sent_back_and_signed_when_mended(to_be_held: Hearing) -> None:
    to_be_held.held().drafted()
    assert "请填写“退回意见”" in to_be_held.sentences("QH-07", outcome="return")["minutes_return_reason"]
    to_be_held.do("QH-07", "vm_city", outcome="return", minutes_return_reason="请补充责任单位")
    assert to_be_held.open() == ["QH-06"]
    to_be_held.drafted().signed()
    assert to_be_held.open() == []


def test_the_secretariat_cannot_begin_a_leaders_hearing_for_him(at_work: Office) -> None:
    with pytest.raises(ActRefused, match="由市领导本人发起"):
        at_work.begin("clerk1")


ARRANGING = [
    ({"meeting_at": shanghai(2026, 11, 20, 9, 0)}, "meeting_at", "不能早于今天"),
    ({"meeting_at": shanghai(2027, 1, 4, 9, 0)}, "meeting_at", "应安排在本季度内"),
    ({"topics": None}, "topics", "请填写“议题”"),
    ({"departments": []}, "departments", "请选择“汇报部门”"),
]
REPORTING = [
    ({"accidents": -1}, "accidents", "不能小于0"),
    ({"major_hazards": 1.5}, "major_hazards", "整数"),
    ({"attachments": []}, "attachments", "请上传"),
]
HOLDING = [
    ({"held_on": date(2026, 12, 11)}, "held_on", "不能晚于今天"),
    ({"held_on": date(2026, 9, 30)}, "held_on", "不能早于本季度首日"),
    ({"attended": []}, "attended", "请选择“到会部门”"),
    ({"attended": ["zjj"]}, "absent", "请填写“缺席部门和原因”"),
    ({"attended": ["czj"]}, "attended", "请从列出的选项中选择"),
    ({"hearing_form": "phone"}, "hearing_form", "请从列出的选项中选择"),
]
DRAFTING = [
    ({"situation_analysis": "平稳"}, "situation_analysis", "至少10个字"),
    (
        {"decisions": [{**MINUTES["decisions"][0], "due": date(2026, 12, 10)}]},
        "decisions[0].due",
        "应晚于今天",
    ),
    ({"decisions": MINUTES["decisions"] * 2}, "decisions", "同一事项列了两次"),
    (
        {"decisions": [{"what": "开展隐患排查", "due": date(2027, 1, 10)}]},
        "decisions[0].lead",
        "请选择“牵头单位”",
    ),
]


def test_arranging_is_refused_by_field(at_work: Office) -> None:
    hearing = at_work.begin()
    for answers, field, words in ARRANGING:
        assert words in hearing.sentences("QH-02", **{**ARRANGED, **answers})[field], answers


def test_a_report_is_refused_by_field(at_work: Office) -> None:
    hearing = at_work.begin().arranged(departments=["zjj"])
    for answers, field, words in REPORTING:
        assert words in hearing.sentences("QH-04", **{**REPORT, **answers})[field], answers


def test_the_record_and_the_minutes_are_refused_by_field(to_be_held: Hearing) -> None:
    for answers, field, words in HOLDING:
        assert words in to_be_held.sentences("QH-05", **{**HELD, **answers})[field], answers
    to_be_held.held()
    for answers, field, words in DRAFTING:
        assert words in to_be_held.sentences("QH-06", **{**MINUTES, **answers})[field], answers
