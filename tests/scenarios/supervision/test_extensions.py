"""延期: asked in time, decided by whoever set the date, twice at most, the original date kept."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from models import ExtensionKind
from tests.scenarios.supervision.matters_at_work import SHANGHAI, Matter, Office
from workflows.acts import ActRefused

FIRST, SECOND, THIRD = date(2026, 12, 10), date(2026, 12, 16), date(2026, 12, 18)


def ask(matter: Matter, until: date) -> None:
    assert matter.press("申请延期", "yjj_head") == "SV-08"
    hand_in_request(matter, until)


def hand_in_request(matter: Matter, until: date) -> None:
    matter.do(
        "SV-08",
        "yjj_head",
        outcome="ask",
        new_due=until,
        extension_reason="设备采购须走招标程序，无法按期完成",
        extension_progress="已完成六成",
    )


def day(when: datetime) -> date:
    return when.astimezone(SHANGHAI).date()


def test_a_granted_extension_moves_the_date_and_keeps_the_original(at_work: Office) -> None:
    matter = at_work.begin().signed_in()
    ask(matter, FIRST)
    assert matter.offered_to("SV-08A") == ["sg"]
    matter.do("SV-08A", "sg", outcome="grant")
    deadline = matter.deadline("SV-09")
    assert day(deadline.due_at) == FIRST
    assert day(deadline.original_due_at) == date(2026, 12, 7)
    assert matter.due("SV-09").date() == FIRST
    assert matter.open() == ["SV-09"]


def test_a_refused_extension_leaves_the_date_and_is_on_record(at_work: Office) -> None:
    matter = at_work.begin().signed_in()
    ask(matter, FIRST)
    matter.do("SV-08A", "sg", outcome="refuse", opinion="请按期完成")
    deadline = matter.deadline("SV-09")
    assert day(deadline.due_at) == date(2026, 12, 7)
    kinds = matter.read(
        lambda session, row: [one.kind for one in session.get_one(type(deadline), deadline.id).extensions]
    )
    assert kinds == [ExtensionKind.REFUSED]
    at_work.later(minutes=1)
    assert matter.told("extension-refused") == {"yjj-head", "yjj-liaison"}


def test_a_third_extension_is_refused_when_it_is_handed_in(at_work: Office) -> None:
    matter = at_work.begin().signed_in()
    for until in (FIRST, SECOND):
        ask(matter, until)
        matter.do("SV-08A", "sg", outcome="grant")
    assert matter.press("申请延期", "yjj_head") == "SV-08"
    with pytest.raises(ActRefused, match="已延期2次"):
        hand_in_request(matter, THIRD)
    assert day(matter.deadline("SV-09").due_at) == SECOND


def test_extensions_together_may_not_exceed_the_original_length(at_work: Office) -> None:
    matter = at_work.begin().signed_in()
    assert matter.press("申请延期", "yjj_head") == "SV-08"
    with pytest.raises(ActRefused, match="不能超过原定期限"):
        hand_in_request(matter, date(2027, 1, 15))


def test_a_long_limit_is_extended_only_if_asked_three_working_days_before(at_work: Office) -> None:
    matter = at_work.begin().signed_in()
    at_work.at(2026, 12, 2, 16, 59)
    assert matter.press("申请延期", "yjj_head") == "SV-08"
    at_work.at(2026, 12, 2, 17, 1)
    with pytest.raises(ActRefused, match="3个工作日"):
        hand_in_request(matter, FIRST)


def test_nobody_asks_after_the_date_has_passed(at_work: Office) -> None:
    matter = at_work.begin().signed_in({"urgency": "urgent"})
    at_work.at(2026, 11, 26, 17, 1)
    assert matter.press("申请延期", "yjj_head") == "SV-08"
    with pytest.raises(ActRefused, match="已超过时限"):
        hand_in_request(matter, date(2026, 11, 30))


def test_a_second_request_waits_for_the_answer_to_the_first(at_work: Office) -> None:
    matter = at_work.begin().signed_in()
    ask(matter, FIRST)
    assert matter.press("申请延期", "yjj_liaison") == "SV-08"
    with pytest.raises(ActRefused, match="还没有答复"):
        hand_in_request(matter, SECOND)


def test_a_date_the_instructing_leader_set_is_moved_by_him(at_work: Office) -> None:
    matter = at_work.begin().signed_in(due_on=date(2026, 12, 11), due_set_by="leader")
    assert matter.due("SV-09").date() == date(2026, 12, 11)
    ask(matter, date(2026, 12, 15))
    assert matter.offered_to("SV-08A") == ["scm"]
    matter.do("SV-08A", "scm", outcome="grant")
    assert matter.due("SV-09").date() == date(2026, 12, 15)


def test_a_date_approved_by_the_mayor_is_the_mayors(at_work: Office) -> None:
    matter = at_work.begin().registered(category="4")
    matter.do(
        "SV-02",
        "clerk1",
        open_decision="open",
        lead="yjj",
        co=[],
        task_text="追责事项整改",
        feedback="once",
        due_on=date(2026, 12, 11),
        due_set_by="approver",
        accountability=True,
        matters=[],
    )
    matter.do("SV-03", "mayor", outcome="approve")
    matter.dispatch()
    matter.sign_in()
    ask(matter, date(2026, 12, 15))
    assert matter.offered_to("SV-08A") == ["mayor"]


def test_an_extension_moves_the_ladder_and_withdraws_its_open_rungs(at_work: Office) -> None:
    matter = at_work.begin().signed_in({"urgency": "difficult"})  # 20 working days: 21 December
    at_work.at(2026, 12, 15, 12, 0)
    assert matter.rungs() == []
    ask(matter, date(2026, 12, 28))
    at_work.at(2026, 12, 16, 17, 1)
    assert matter.rungs() == ["ES-01"]  # three working days before the old date, while the request waits
    matter.do("SV-08A", "sg", outcome="grant")
    assert matter.rungs() == []
    at_work.at(2026, 12, 21, 17, 1)
    assert matter.rungs() == []
    assert matter.open() == ["SV-09"]
    at_work.at(2026, 12, 23, 17, 1)
    assert matter.rungs() == ["ES-01"]
    at_work.at(2026, 12, 28, 17, 1)
    assert matter.rungs() == ["ES-01", "ES-02"]


def test_a_request_opened_by_mistake_is_dropped(at_work: Office) -> None:
    matter = at_work.begin().signed_in()
    assert matter.press("申请延期", "yjj_liaison") == "SV-08"
    matter.do("SV-08", "yjj_liaison", outcome="drop")
    assert matter.open() == ["SV-09"]
    assert "申请延期" in matter.buttons("yjj_head")
