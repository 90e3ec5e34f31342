"""The draft: what is filled in, who is asked, who disagrees, who rules."""

from __future__ import annotations

from collections import Counter
from datetime import date, datetime

import pytest

from models import InstanceState, MatterState
from tests.scenarios.matters_at_work import SHANGHAI
from tests.scenarios.worklist.worklists_at_work import ASKED, ROWS, Office, Worklist, listed
from workflows.acts import ActRefused


def changed(index: int, **differently: object) -> list[dict]:
    return [{**row, **differently} if place == index else row for place, row in enumerate(ROWS)]


def test_the_list_begins_once_a_year_with_its_standing_items(at_work: Office) -> None:
    at_work.at(2026, 12, 1, 8, 29)
    assert at_work.matters_of("annual_worklist") == []
    at_work.at(2026, 12, 1, 8, 30)
    at_work.at(2026, 12, 2, 9, 0)
    [only] = at_work.matters_of("annual_worklist")
    worklist = Worklist(at_work, only)
    assert worklist.instance.title == "2027年度安全生产重点工作责任清单"
    assert worklist.offered_to("WL-02") == ["yjj"]
    items = worklist.variables["items"]
    counted = Counter(item["leader"] for item in items)
    assert counted == {"mayor": 6, "sg": 1, **dict.fromkeys(ASKED, 8)}
    [planning] = [item for item in items if item["clauses"] == ["V-03"] and item["leader"] == "vm_city"]
    assert (planning["lead"], planning["due_date"]) == ("zrzy", date(2027, 3, 31))
    assert "zjj" in planning["co"] and "jsq" not in planning["co"]
    assert sum(item["weight"] for item in items if item["leader"] == "scm") == 100


def test_the_standing_items_can_be_sent_out_as_they_are(at_work: Office) -> None:
    worklist = at_work.worklist()
    said = worklist.sentences("WL-02")
    assert said == {}


def test_a_year_has_one_list(at_work: Office) -> None:
    worklist = at_work.worklist()
    with pytest.raises(ActRefused):
        at_work.worklist("clerk1")
    at_work.at(2026, 12, 1, 8, 30)
    first, by_the_calendar = at_work.matters_of("annual_worklist")
    assert first == worklist.id and worklist.open() == ["WL-02"]
    ended = Worklist(at_work, by_the_calendar)
    assert (ended.state, ended.instance.state) == (MatterState.NOT_OPENED, InstanceState.COMPLETED)


def test_a_late_draft_is_known_one_up_and_then_two(at_work: Office) -> None:
    worklist = at_work.worklist()
    assert worklist.due("WL-02") == datetime(2026, 12, 14, 17, 0, tzinfo=SHANGHAI)
    worklist.wake_at(2026, 12, 14, 17, 0)
    assert worklist.told("worklist-draft-late") >= {"dch"} and "sg" not in worklist.told(
        "worklist-draft-late"
    )
    worklist.wake_at(2026, 12, 17, 17, 1)
    assert "sg" in worklist.told("worklist-draft-late") and worklist.open() == ["WL-02"]


def test_every_leader_with_items_is_asked_but_not_the_mayor(at_work: Office) -> None:
    worklist = at_work.worklist().drafted()
    assert worklist.asked("WL-03") == ASKED
    worklist.consulted()
    assert worklist.asked("WL-04") == ["zjj", "jtj"]


def test_a_leaders_changes_are_made_and_only_he_is_asked_again(at_work: Office) -> None:
    worklist = at_work.worklist().drafted().consulted(vm_city="完成时限改到10月")
    assert worklist.open() == ["WL-02"]
    assert worklist.variables["consultation"]["notes"] == [
        "副市长（城建交通）：重点工作V-03——完成时限改到10月"
    ]
    worklist.drafted(changed(4, due_date=date(2027, 10, 29)))
    assert worklist.asked("WL-03") == ["vm_city"]
    worklist.consulted(vm_city="仍建议由交通部门牵头")  # the second time it goes on, on record
    assert worklist.asked("WL-04") == ["zjj", "jtj"]
    assert len(worklist.variables["consultation"]["notes"]) == 2


def test_silence_is_not_consent(at_work: Office) -> None:
    worklist = at_work.worklist().drafted()
    for leader in ASKED[1:]:
        worklist.answer(leader)
    worklist.wake_at(2026, 11, 27, 17, 1)
    assert worklist.told("worklist-answer-near") == {"evm"}
    worklist.wake_at(2026, 11, 30, 17, 0)
    assert worklist.open() == ["WL-03S"] and worklist.offered_to("WL-03S") == ["sg"]
    worklist.answer("evm", element="WL-03S", by="sg")
    [ruled] = [reply for reply in worklist.variables["consult_replies"] if reply["silent"]]
    assert ruled["leader"] == "evm" and worklist.open() == ["WL-04", "WL-04"]


def test_a_unit_that_disagrees_sends_it_back_once_then_the_secretary_general_rules(at_work: Office) -> None:
    worklist = at_work.worklist().drafted().consulted().countersigned(jtj="不属本单位职责")
    assert worklist.open() == ["WL-02"]
    worklist.drafted()  # unchanged: no leader is asked again, only the unit that disagreed
    assert worklist.asked("WL-04") == ["jtj"]
    worklist.countersigned(jtj="仍不属本单位职责")
    assert worklist.offered_to("WL-04S") == ["sg"]
    worklist.do("WL-04S", "sg", outcome="amend", ruling="交通部门不再协办。")
    worklist.drafted(changed(4, co=[]))
    assert worklist.asked("WL-03") == ["vm_city"]
    worklist.consulted()
    assert worklist.asked("WL-04") == ["zjj", "jtj"]
    worklist.countersigned()
    assert worklist.open() == ["WL-05"]


def test_the_ruling_may_keep_the_draft(at_work: Office) -> None:
    worklist = at_work.worklist().drafted().consulted().countersigned(jtj="不属本单位职责")
    worklist.drafted().countersigned(jtj="仍不属本单位职责")
    worklist.do("WL-04S", "sg", outcome="keep", ruling="按“三定”规定由其协办。")
    assert worklist.open() == ["WL-05"]


REFUSED = [
    (changed(0, clauses=["V-01"]), "items[0].clauses", "只能选责任领导本岗位的条款"),
    (changed(0, clauses=[]), "items[0].clauses", "请选择“对应条款”"),
    (changed(0, leader="dsg"), "items[0].leader", "该岗位没有清单职责"),
    (changed(0, due_date=date(2028, 1, 3)), "items[0].due_date", "应在清单年度之内"),
    (changed(0, co=["yjj"]), "items[0].co", "牵头单位不能同时是协办单位"),
    (changed(0, weight=-1), "items[0].weight", "不能小于0"),
    (changed(0, target="好"), "items[0].target", "至少4个字"),
    (changed(4, weight=90), "items", "权重合计应为100"),
    ([], "items", "至少列一项"),
    (ROWS[:-1], "items", "每位分管领导至少列一项"),
    ([*ROWS, ROWS[0]], "items", "同一位领导的事项重复"),
]


def test_a_draft_is_refused_by_field(at_work: Office) -> None:
    worklist = at_work.worklist()
    for rows, field, words in REFUSED:
        assert words in worklist.sentences("WL-02", items=rows)[field], (field, words)


def test_answers_are_refused_by_field(at_work: Office) -> None:
    worklist = at_work.worklist().drafted([*ROWS, listed("evm", "E-03")])
    for leader in ASKED[1:]:
        worklist.answer(leader)
    said = worklist.sentences("WL-03", replies=[{"reply": "adjust"}, {}])
    assert "请填写“调整意见”" in said["replies[0].reply_text"] and "请选择“意见”" in said["replies[1].reply"]
    worklist.answer("evm")
    worklist.do("WL-04", "jtj_head", party="jtj", countersign="agree")
    assert "请填写" in worklist.sentences("WL-04", countersign="disagree")["reason"]
