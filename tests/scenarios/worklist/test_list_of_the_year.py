"""The list's year: counties file theirs, items are adjusted, the year is summed up."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy.orm import Session

from models import DeadlineState, InstanceState, MatterState, ProcessInstance
from tests.scenarios.matters_at_work import Matter, shanghai
from tests.scenarios.worklist.worklists_at_work import SCAN, Worklist, listed
from workflows import instances
from workflows.acts import ActRefused
from workflows.people.posts import post_by_code
from workflows.people.substitution import register_absence
from workflows.permissions import NotYours

COUNTIES = ["jsq", "ldq", "sftq", "bsq", "jxx", "yyx", "bqx", "rhx"]
FILED = {
    "county_doc_no": "尖政办发〔2027〕2号",
    "county_items": 18,
    "county_plan": "7月、次年1月各检查考核一次，实地与资料结合。",
    "attachments": SCAN,
}


def file_list(worklist: Worklist, county: str) -> None:
    worklist.do("WL-13", f"{county}_gov", party=county, county_issued_on=worklist.today, **FILED)


def test_every_county_files_its_own_list_by_the_end_of_february(issued: Worklist) -> None:
    assert issued.asked("WL-13") == COUNTIES
    assert issued.deadline("WL-13", "jsq").due_at == shanghai(2027, 2, 28, 17, 0)
    for county in COUNTIES[1:]:
        file_list(issued, county)
    said = issued.sentences("WL-13", county_issued_on=issued.today + timedelta(days=1), county_items=0)
    assert "不能晚于今天" in said["county_issued_on"] and "不能小于1" in said["county_items"]
    assert "请填写“半年检查考核计划" in said["county_plan"] and "请上传" in said["attachments"]
    issued.wake_at(2027, 2, 28, 17, 0)
    [matter] = issued.office.matters_of("supervision")
    proposed = Matter(issued.office, matter).variables
    assert (proposed["category"], proposed["lead"]) == ("4", "jsq")
    assert proposed["title"] == "尖山区人民政府年度安全生产重点工作责任清单逾期未备案"
    assert issued.asked("WL-13") == ["jsq"]
    file_list(issued, "jsq")
    assert issued.open() == []


def test_the_mid_year_review_comes_by_itself_and_may_change_nothing(issued: Worklist) -> None:
    issued.wake_at(2027, 7, 1, 8, 29)
    assert "WL-12" not in issued.open()
    issued.wake_at(2027, 7, 1, 8, 30)
    assert "WL-12" in issued.open() and issued.deadline("WL-12").due_at == shanghai(2027, 7, 31, 17, 0)
    issued.do("WL-12", "yjj_head", outcome="none")
    assert "WL-12" not in issued.open() and "WL-12M" not in issued.open()


def adjusted(issued: Worklist, *adjustments: dict[str, Any], additions: Any = ()) -> None:
    issued.press("调整清单", "yjj_head")
    rows = [{"reason": "上级部署调整", **row, "key": f"{issued.id}/{row['key']}"} for row in adjustments]
    issued.do("WL-12", "yjj_head", outcome="adjust", adjustments=rows, additions=list(additions))


def test_the_mayor_moves_dates_changes_words_withdraws_and_adds(issued: Worklist) -> None:
    adjusted(
        issued,
        {"key": 5, "kind": "date", "new_due": date(2027, 12, 20)},
        {"key": 4, "kind": "content", "new_work": "贯彻部署并开展评估", "new_target": "评估率100%"},
        {"key": 2, "kind": "withdraw"},
        additions=[listed("vm_law", "V-07", "gaj", due_date=date(2027, 9, 30))],
    )
    assert issued.offered_to("WL-12M") == ["mayor"]
    issued.do("WL-12M", "mayor", outcome="approve")
    items = issued.items()
    assert items[4].deadline("WL-11").due_at == shanghai(2027, 12, 20, 17, 0)
    assert items[3].instance.title == "贯彻部署并开展评估"
    assert items[1].state is MatterState.CANCELLED
    assert items[8].offered_to("WL-08") == ["gaj-head", "gaj-liaison", "gaj-sec"]
    assert items[8].instance.number is not None and items[8].instance.number.endswith("第9项")


def test_the_mayors_b_role_moves_his_date_in_his_name(issued: Worklist) -> None:
    adjusted(issued, {"key": 5, "kind": "date", "new_due": date(2027, 12, 20)})
    with pytest.raises(NotYours):
        issued.do("WL-12M", "evm", outcome="approve")
    issued.office.do(
        lambda session: (
            register_absence(
                session,
                post_by_code(session, "mayor"),
                issued.today,
                issued.today,
                "出差",
                None,
                issued.office.now,
            )
            and None
        )
    )
    issued.do("WL-12M", "evm", outcome="approve")
    limit = issued.items()[4].deadline("WL-11")
    assert limit.due_at == shanghai(2027, 12, 20, 17, 0)


def test_the_mayor_sends_an_adjustment_back(issued: Worklist) -> None:
    adjusted(issued, {"key": 5, "kind": "date", "new_due": date(2027, 12, 20)})
    issued.do("WL-12M", "mayor", outcome="return", return_reason="理由不充分。")
    assert "WL-12" in issued.open()
    assert issued.items()[4].deadline("WL-11").due_at == shanghai(2027, 11, 30, 17, 0)


def test_what_was_claimed_meanwhile_is_not_adjusted(issued: Worklist) -> None:
    adjusted(issued, {"key": 5, "kind": "date", "new_due": date(2027, 12, 20)})
    issued.items()[4].signed().claimed()
    with pytest.raises(ActRefused) as refused:
        issued.do("WL-12M", "mayor", outcome="approve")
    assert "结果已经报送" in str(refused.value)
    assert "WL-12M" in issued.open()


def test_an_adjustment_is_refused_by_field(issued: Worklist) -> None:
    issued.press("调整清单", "yjj_liaison")
    row = {"key": f"{issued.id}/5", "kind": "date", "new_due": date(2027, 12, 20), "reason": "上级部署调整"}
    wrong = [
        ([{**row, "new_due": date(2027, 11, 30)}], "adjustments[0].new_due", "应晚于现行时限"),
        ([{**row, "new_due": date(2028, 1, 5)}], "adjustments[0].new_due", "应在清单年度之内"),
        ([{**row, "reason": "急"}], "adjustments[0].reason", "至少5个字"),
        ([{**row, "key": "99/9"}], "adjustments[0].key", "请从列出的选项中选择"),
        ([row, row], "adjustments", "同一事项只列一次"),
        ([], "outcome", "至少列一项调整或新增"),
    ]
    for rows, field, words in wrong:
        said = issued.sentences("WL-12", outcome="adjust", adjustments=rows, additions=[])
        assert words in said[field], (field, said)
    added = [listed("vm_law", "E-01", due_date=date(2028, 1, 1))]
    said = issued.sentences("WL-12", outcome="adjust", adjustments=[], additions=added)
    assert "本岗位的条款" in said["additions[0].clauses"] and "年度之内" in said["additions[0].due_date"]


def test_the_year_ends_with_a_summary_and_what_is_left_is_carried_over(issued: Worklist) -> None:
    left = issued.items()[5]
    for item in issued.items():
        if item.id != left.id:
            by = f"{item.variables['lead']}_head"
            item.signed(by).claimed(by).sign_claim(item.variables["leader"]).clear()
    issued.wake_at(2028, 1, 5, 8, 30)
    assert "WL-12S" in issued.open()
    assert issued.deadline("WL-12S").due_at == shanghai(2028, 1, 15, 17, 0)
    summary = {"summary": "全年清单事项基本完成，个别事项跨年实施，县区清单备案不足。", "attachments": SCAN}
    said = issued.sentences("WL-12S", **summary, unfinished=[{}])
    assert "请填写“结转理由”" in said["unfinished[0].carried_reason"]
    issued.do("WL-12S", "yjj_head", **summary, unfinished=[{"carried_reason": "项目跨年实施"}])
    issued.do("WL-12SM", "mayor", outcome="return", return_reason="补充县区备案情况。")
    issued.do("WL-12S", "yjj_head", **summary, unfinished=[{"carried_reason": "项目跨年实施"}])
    issued.do("WL-12SM", "mayor", outcome="approve")
    assert left.state is MatterState.MERGED and left.variables["end_reason"] == "项目跨年实施"
    assert issued.state is MatterState.ARCHIVED and issued.instance.state is InstanceState.COMPLETED
    ended = sorted(result["ended_as"] for result in issued.variables["results"])
    assert ended == ["carried", *["cleared"] * 7]
    counts = {name: int(count) for name, count in issued.variables["counts"].items()}
    assert counts == {"items": 8, "cleared": 7, "withdrawn": 0, "running": 1, "counties": 8}


def test_a_cancelled_list_takes_its_items_with_it(issued: Worklist) -> None:
    office = issued.office

    def cancel(session: Session) -> None:
        instance = session.get_one(ProcessInstance, issued.id)
        instances.cancel(session, instance, office.actor(session, "dch"), "机构调整，重新编制", office.now)

    office.do(cancel)
    assert issued.state is MatterState.CANCELLED
    for item in issued.items():
        assert (item.instance.state, item.state) == (InstanceState.CANCELLED, MatterState.CANCELLED)
        assert item.deadline("WL-11").state is DeadlineState.WITHDRAWN


def test_the_list_is_ended_with_approval_and_its_items_with_it(issued: Worklist) -> None:
    issued.press("终止清单", "yjj_head")
    assert issued.offered_to("WL-14") == ["mayor", "sg"]
    assert "请填写“终止理由”" in issued.sentences("WL-14", outcome="withdraw")["withdraw_reason"]
    issued.do("WL-14", "sg", outcome="go_on")
    assert issued.state is MatterState.HANDLING and "WL-13" in issued.open()
    issued.press("终止清单", "mayor")
    issued.do("WL-14", "mayor", outcome="withdraw", withdraw_reason="区划调整，重新编制。")
    assert (issued.state, issued.open()) == (MatterState.CANCELLED, [])
    assert {item.state for item in issued.items()} == {MatterState.CANCELLED}
