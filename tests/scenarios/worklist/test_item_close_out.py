"""Close-out: claimed, signed by the leader, verified; returned; overdue; adjusted and ended by the list."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from models import DeadlineState, InstanceState, MatterState
from tests.scenarios.matters_at_work import Matter, shanghai
from tests.scenarios.worklist.worklists_at_work import CLAIMED, Item, Office
from workflows.acts import ActRefused

RETURNED = {"outcome": "return", "return_reason": "缺少年度计划文本。"}


def supervised(at_work: Office) -> list[dict[str, Any]]:
    return [Matter(at_work, id_).variables for id_ in at_work.matters_of("supervision")]


def test_the_leader_returns_a_claim_and_the_work_is_reported_again(at_work: Office) -> None:
    item = at_work.item().signed().claimed()
    item.do("WL-11L", "vm_city", **RETURNED)
    assert item.state is MatterState.HANDLING
    assert item.open() == ["WL-09L"]
    assert item.deadline("WL-11").state is DeadlineState.RUNNING
    item.report("WL-09L", outcome="apply", progress=100)
    item.claim().sign_claim().clear()
    assert item.state is MatterState.CLOSED


def test_the_supervision_office_returns_a_claim(at_work: Office) -> None:
    item = at_work.item().signed().claimed().sign_claim()
    item.do("WL-11V", "clerk1", verified_text="现场核验，材料不全。", **RETURNED)
    assert item.open() == ["WL-09L"]


def test_an_overdue_item_is_proposed_for_supervision_once(at_work: Office) -> None:
    item = at_work.item(due_date=date(2026, 12, 10)).signed()
    item.wake_at(2026, 12, 10, 17, 0)
    item.wake_at(2026, 12, 11, 9, 0)
    [proposed] = supervised(at_work)
    assert (proposed["category"], proposed["kind"], proposed["lead"]) == ("4", "annual", "zjj")
    assert proposed["leader"] == "vm_city" and proposed["title"].startswith("年度重点工作逾期")
    assert item.instance.state is InstanceState.RUNNING


def test_a_claim_under_review_is_not_overdue_until_it_is_returned(at_work: Office) -> None:
    item = at_work.item(due_date=date(2026, 12, 10)).signed().claimed()
    item.wake_at(2026, 12, 11, 9, 0)
    assert supervised(at_work) == []
    item.do("WL-11L", "vm_city", **RETURNED)
    assert len(supervised(at_work)) == 1


def test_a_claim_in_time_that_is_cleared_later_was_in_time(at_work: Office) -> None:
    item = at_work.item(due_date=date(2026, 12, 10)).signed().claimed()
    item.wake_at(2026, 12, 11, 9, 0)
    item.sign_claim().clear()
    limit = item.deadline("WL-11")
    assert limit.done_at is not None and limit.done_at < limit.due_at
    assert supervised(at_work) == [] and item.instance.state is InstanceState.COMPLETED


def moved(item: Item, by: str, until: date) -> None:
    item.tell_from_list("item-adjusted", by, change={"new_due": until, "reason": "上级部署调整"})


def test_the_mayor_moves_the_date_he_set_and_it_may_be_overdue_again(at_work: Office) -> None:
    item = at_work.item(due_date=date(2026, 12, 10)).signed()
    item.wake_at(2026, 12, 8, 9, 0)
    moved(item, "mayor", date(2026, 12, 22))
    assert item.deadline("WL-11").due_at == shanghai(2026, 12, 22, 17, 0)
    assert item.deadline("WL-11").original_due_at == shanghai(2026, 12, 10, 17, 0)
    item.wake_at(2026, 12, 11, 9, 0)
    assert supervised(at_work) == []
    item.wake_at(2026, 12, 22, 17, 0)
    assert len(supervised(at_work)) == 1
    at_work.later(hours=1)
    moved(item, "mayor", date(2026, 12, 30))  # after the date had passed: a ruling, and due once more
    item.wake_at(2026, 12, 30, 17, 0)
    assert len(supervised(at_work)) == 2


def test_nobody_else_moves_a_date_the_mayor_set(at_work: Office) -> None:
    item = at_work.item().signed()
    with pytest.raises(ActRefused) as refused:
        moved(item, "evm", date(2027, 7, 30))
    assert "只能由市长" in str(refused.value)
    assert item.deadline("WL-11").due_at == shanghai(2027, 6, 30, 17, 0)


def test_an_item_is_adjusted_in_its_words(at_work: Office) -> None:
    item = at_work.item().signed()
    change = {"new_work": "规划编制与安全专章", "new_target": "全部行业规划", "reason": "范围扩大"}
    item.tell_from_list("item-adjusted", "mayor", change=change)
    assert item.instance.title == "规划编制与安全专章"
    assert item.variables["item"]["target"] == "全部行业规划"


@pytest.mark.parametrize(
    ("ended_as", "state"), [("carried", MatterState.MERGED), ("withdrawn", MatterState.CANCELLED)]
)
def test_the_list_ends_an_item_with_a_reason(at_work: Office, ended_as: str, state: MatterState) -> None:
    item = at_work.item().at_quarter_end()
    item.tell_from_list("item-ended", "mayor", ended_as=ended_as, end_reason="项目跨年实施")
    assert (item.state, item.open()) == (state, [])
    assert item.deadline("WL-11").state is DeadlineState.WITHDRAWN
    assert item.variables["ended_as"] == ended_as
    at_work.deliver()
    assert {"zjj-head", "vm_city", "jtj-head"} <= item.told("item-ended")


def test_a_claim_is_refused_by_field(at_work: Office) -> None:
    item = at_work.item().signed()
    item.press("申请销号", "zjj_head")
    wrong = [
        ({"finished_on": item.today + timedelta(days=1)}, "finished_on", "不能晚于今天"),
        ({"finished_on": item.today - timedelta(days=1)}, "finished_on", "不能早于下达日期"),
        ({"result": "完成"}, "result", "至少10个字"),
        ({"measured": -1}, "measured", "不能小于0"),
        ({"attachments": []}, "attachments", "请上传“佐证材料”"),
    ]
    for answers, field, words in wrong:
        given = {"finished_on": item.today, **CLAIMED, **answers}
        assert words in item.sentences("WL-11", **given)[field], answers
    item.claim()
    assert "请填写“退回理由”" in item.sentences("WL-11L", outcome="return")["return_reason"]
    item.sign_claim()
    said = item.sentences("WL-11V", outcome="cleared", quality=6, verified_text="材料齐全属实")
    assert "不能大于5" in said["quality"]
