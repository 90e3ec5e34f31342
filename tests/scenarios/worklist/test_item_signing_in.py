"""Signing in: late, returned, ruled on."""

from __future__ import annotations

from datetime import date

from models import DeadlineState, PartyRelation
from tests.scenarios.worklist.worklists_at_work import ITEM, SIGNED, Office

RETURNED = {"outcome": "return", "return_basis": "“三定”规定未赋予本单位该项职责。", "proposed_unit": "fgw"}
REASSIGNED = {"outcome": "reassign", "new_lead": "fgw", "ruling": "属发展改革部门职责。"}


def test_a_unit_that_does_not_sign_in_is_urged(at_work: Office) -> None:
    item = at_work.item()
    item.wake_at(2026, 11, 25, 17, 0)
    at_work.deliver()
    assert {"zjj-head", "zjj-liaison", "dch"} <= item.told("sign-in-late")
    assert item.open() == ["WL-08"]


def test_what_is_not_the_units_duty_goes_back_and_to_another(at_work: Office) -> None:
    item = at_work.item()
    item.do("WL-08", "zjj_head", **RETURNED)
    assert item.offered_to("WL-08R") == ["supervision-office"]
    item.do("WL-08R", "clerk1", **REASSIGNED)
    assert item.offered_to("WL-08") == ["fgw-head", "fgw-liaison", "fgw-sec"]
    old, new = item.deadlines("WL-11")
    assert (old.party, old.state) == ("zjj", DeadlineState.WITHDRAWN)
    assert (new.party, new.due_at) == ("fgw", old.due_at) and new.set_by_post_id == old.set_by_post_id
    relations = item.read(lambda session, instance: {row.code: row.relation for row in instance.parties})
    assert relations["fgw"] is PartyRelation.LEAD
    assert item.signed("fgw_head").open() == []


def test_after_a_refusal_the_unit_can_only_sign_in(at_work: Office) -> None:
    item = at_work.item()
    item.do("WL-08", "zjj_head", **RETURNED)
    item.do("WL-08R", "clerk1", outcome="refuse", ruling="职责清楚，不予退回。")
    assert "请从列出的选项中选择" in item.sentences("WL-08", **RETURNED)["outcome"]
    assert item.signed().open() == []


def test_the_second_return_is_ruled_by_the_secretary_general(at_work: Office) -> None:
    item = at_work.item()
    item.do("WL-08", "zjj_head", **RETURNED)
    item.do("WL-08R", "clerk1", **REASSIGNED)
    item.do("WL-08", "fgw_head", **{**RETURNED, "proposed_unit": "zjj"})
    assert item.offered_to("WL-08R") == ["sg"]
    item.do("WL-08R", "sg", **{**REASSIGNED, "new_lead": "zjj"})
    assert "请从列出的选项中选择" in item.sentences("WL-08", **RETURNED)["outcome"]


REFUSED = [
    ({"person": None}, "person", "请填写“经办人”"),
    ({"outcome": "return", "return_basis": "不是"}, "return_basis", "至少10个字"),
    ({"outcome": "return"}, "proposed_unit", "请选择“建议承办单位”"),
    ({"outcome": "return", "proposed_unit": "zjj"}, "proposed_unit", "不能是本单位"),
    (
        {"splits": [{"task": "起草", "who": "科室", "until": date(2026, 1, 1)}]},
        "splits[0].until",
        "不能早于今天",
    ),
    (
        {"splits": [{"task": "起草", "who": "科室", "until": date(2027, 7, 1)}]},
        "splits[0].until",
        "不能晚于事项的完成时限",
    ),
]


def test_a_receipt_is_refused_by_field(at_work: Office) -> None:
    item = at_work.item()
    for answers, field, words in REFUSED:
        assert words in item.sentences("WL-08", **{**SIGNED, **answers})[field], answers


def test_a_ruling_is_refused_by_field(at_work: Office) -> None:
    item = at_work.item()
    item.do("WL-08", "zjj_head", **RETURNED)
    for unit, words in (("zjj", "不能是退回的单位"), (ITEM["co"][0], "不能是协办单位")):
        said = item.sentences("WL-08R", **{**REASSIGNED, "new_lead": unit})
        assert words in said["new_lead"]
    assert "请填写" in item.sentences("WL-08R", outcome="refuse")["ruling"]
