"""Quarterly reports: missed, returned, with a cry for help."""

from __future__ import annotations

from datetime import datetime

from models import DeadlineState
from tests.scenarios.matters_at_work import SHANGHAI, shanghai
from tests.scenarios.worklist.worklists_at_work import REPORTED, Office


def test_a_missed_report_is_amber_at_once_and_made_up_for(at_work: Office) -> None:
    item = at_work.item().at_quarter_end()
    item.wake_at(2026, 12, 31, 17, 0)
    assert item.open() == ["WL-09L"]
    late = item.deadline("WL-09L")
    assert late.amber_at == at_work.now < late.due_at == shanghai(2027, 1, 8, 17, 0)
    assert item.deadline("WL-09").state is DeadlineState.WITHDRAWN
    at_work.deliver()
    assert {"zjj-head", "dch", "vm_city"} <= item.told("progress-missed")
    assert item.variables["reports_missed"] == 1
    item.report("WL-09L")
    item.verify()
    item.wake_at(2027, 3, 25, 8, 30)  # the next quarter's report comes as always
    assert item.open() == ["WL-09"]


def test_quarters_slept_through_are_not_asked_for_one_by_one(at_work: Office) -> None:
    item = at_work.item().at_quarter_end()
    item.wake_at(2027, 5, 10, 9, 0)
    item.report("WL-09L")
    item.verify()
    item.wake_at(2027, 6, 24, 8, 30)
    assert item.due("WL-09") == datetime(2027, 6, 30, 17, 0, tzinfo=SHANGHAI)


def test_a_report_that_is_not_so_is_returned_and_reported_again(at_work: Office) -> None:
    item = at_work.item().at_quarter_end()
    item.report(progress=90)
    item.verify("return", "red", return_reason="进度与佐证材料不符。")
    assert item.open() == ["WL-09L"]
    item.report("WL-09L", progress=20)
    assert item.open() == ["WL-10"]
    item.verify(light="amber")
    assert item.variables["progress_light"] == "amber" and item.open() == []


def test_the_leader_helps_while_the_report_is_verified(at_work: Office) -> None:
    item = at_work.item().at_quarter_end()
    item.report(need_help=True, help_text="请协调规划编制经费。")
    assert sorted(item.open()) == ["WL-09H", "WL-10"]
    assert item.offered_to("WL-09H") == ["vm_city"]
    item.verify()
    item.do("WL-09H", "vm_city", help_answer="已与财政局商定，列入本月拨付。")
    item.wake_at(2027, 3, 25, 8, 30)
    assert item.open() == ["WL-09"]


def test_a_claim_does_not_wait_for_the_leaders_help(at_work: Office) -> None:
    item = at_work.item().at_quarter_end()
    item.report(need_help=True, help_text="请协调规划编制经费。")
    item.verify()
    item.claimed()
    assert item.open() == ["WL-11L"]


REFUSED = [
    ({"progress": 101}, "progress", "不能大于100"),
    ({"progress": -1}, "progress", "不能小于0"),
    ({"progress": None}, "progress", "请填写“完成进度”"),
    ({"progress_text": "顺利"}, "progress_text", "至少10个字"),
    ({"need_help": True}, "help_text", "请填写“需要协调的事项”"),
    ({"outcome": None}, "outcome", "请选择“填报内容”"),
]


def test_a_report_is_refused_by_field(at_work: Office) -> None:
    item = at_work.item().at_quarter_end()
    for answers, field, words in REFUSED:
        assert words in item.sentences("WL-09", **{**REPORTED, **answers})[field], answers
    item.report()
    assert "请选择" in item.sentences("WL-10", outcome="pass")["progress_light"]
    said = item.sentences("WL-10", outcome="return", progress_light="red")
    assert "请填写“退回理由”" in said["return_reason"]
