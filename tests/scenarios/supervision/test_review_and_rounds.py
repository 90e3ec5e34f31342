"""Returned for rework, read by the leader, another round by a new instruction."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import func, select

from models import DeadlineState, MatterState, Notice
from tests.scenarios.supervision.matters_at_work import SHANGHAI, Matter, Office


def sent_back(matter: Matter, reason: str = "佐证材料不足") -> None:
    matter.do("SV-10", "clerk2", outcome="return", rework_reason=reason)


def test_a_result_is_returned_and_handed_in_again_without_a_second_signing_in(at_work: Office) -> None:
    matter = at_work.begin().signed_in()
    matter.hand_in()
    sent_back(matter)
    assert matter.state is MatterState.HANDLING
    assert matter.open() == ["SV-09"]
    assert matter.due("SV-09") == datetime(2026, 12, 7, 17, 0, tzinfo=SHANGHAI)
    matter.hand_in()
    matter.passed(quality=4)
    matter.read_and_agreed()
    matter.closed(quality=4)
    assert matter.instance.score == 90 - 5


def test_a_second_return_needs_the_secretary_generals_agreement(at_work: Office) -> None:
    matter = at_work.begin().signed_in()
    matter.hand_in()
    sent_back(matter)
    matter.hand_in()
    sent_back(matter, "仍缺少照片")
    assert matter.open() == ["SV-10S"]
    assert matter.offered_to("SV-10S") == ["sg"]
    matter.do("SV-10S", "sg", outcome="agree")
    assert matter.open() == ["SV-09"]
    matter.hand_in()
    sent_back(matter, "还是缺照片")
    matter.do("SV-10S", "sg", outcome="disagree", opinion="已经说明，予以通过")
    assert matter.open() == ["SV-11"]


def test_without_an_instructing_leader_the_secretary_general_reads_it(at_work: Office) -> None:
    matter = at_work.begin().signed_in({"leader": None})
    matter.hand_in()
    matter.passed()
    assert matter.offered_to("SV-11") == ["sg"]


def test_a_leader_who_does_not_agree_sends_it_back_and_that_is_no_return_of_the_offices(
    at_work: Office,
) -> None:
    matter = at_work.begin().signed_in()
    matter.hand_in()
    matter.passed()
    matter.do("SV-11", "scm", outcome="disagree", rework_reason="隐患没有整改到位")
    assert matter.open() == ["SV-09"]
    matter.hand_in()
    sent_back(matter)
    assert matter.open() == ["SV-09"]  # the office's first return


def test_a_new_instruction_opens_another_round_with_a_clock_of_its_own(at_work: Office) -> None:
    matter = at_work.begin().signed_in(co=["zjj"])
    matter.do("SV-06C", "zjj_head", co_opinion="同意", countersign="agree")
    matter.hand_in()
    matter.passed()
    matter.do(
        "SV-11",
        "scm",
        outcome="new_instruction",
        new_instruction="请再查学校和医院。",
        due_on=date(2026, 12, 15),
    )
    assert matter.open() == ["SV-04"]
    matter.dispatch()
    assert matter.variables["round"] == 2
    assert matter.instance.number == "双政督〔2026〕1号"
    assert sorted(matter.open()) == ["SV-05", "SV-06C"]
    first, second = matter.deadlines("SV-09")
    assert (first.state, second.state) == (DeadlineState.DONE, DeadlineState.RUNNING)
    assert (first.round, second.round) == (1, 2)
    assert second.due_at.astimezone(SHANGHAI).date() == date(2026, 12, 15)
    assert matter.variables["date_setter"] == "scm"
    matter.sign_in()
    matter.hand_in()
    matter.do("SV-06C", "zjj_head", co_opinion="同意补充", countersign="agree")
    matter.passed()
    matter.read_and_agreed()
    matter.closed()
    assert matter.state is MatterState.CLOSED


def test_an_unread_result_is_reminded_of_daily_on_working_days_and_never_closes_by_itself(
    at_work: Office,
) -> None:
    matter = at_work.begin().signed_in()
    matter.hand_in()
    matter.passed()
    assert matter.due("SV-11") == datetime(2026, 11, 26, 17, 0, tzinfo=SHANGHAI)
    at_work.at(2026, 11, 26, 16, 59)
    assert reminders(matter) == 0
    at_work.at(2026, 11, 26, 17, 1)
    assert reminders(matter) == 1
    at_work.at(2026, 11, 27, 17, 1)
    assert reminders(matter) == 2
    at_work.at(2026, 11, 28, 17, 1)
    at_work.at(2026, 11, 29, 17, 1)
    assert reminders(matter) == 2, "reminded at the week-end"
    at_work.at(2026, 11, 30, 17, 1)
    assert reminders(matter) == 3
    at_work.later(days=60)
    assert matter.open() == ["SV-11"]
    matter.read_and_agreed()
    count = reminders(matter)
    at_work.later(days=5)
    assert reminders(matter) == count


def reminders(matter: Matter) -> int:
    query = select(func.count(Notice.id)).where(
        Notice.instance_id == matter.id, Notice.kind == "reading-reminder"
    )
    return matter.read(lambda session, row: session.scalar(query))
