"""The escalation ladder on a moved clock: every rung once, in order; it rests under review and climbs on."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from models import DeadlineState, MatterState
from tests.scenarios.supervision.matters_at_work import SHANGHAI, Matter, Office

# Dispatched on Monday 23 November, ten working days: due on Monday 7 December, 17:00.
RUNGS = {
    "ES-01": (2026, 12, 3, 17, 1),
    "ES-02": (2026, 12, 7, 17, 1),
    "ES-03": (2026, 12, 10, 17, 1),
    "ES-04": (2026, 12, 14, 17, 1),
    "ES-05": (2026, 12, 21, 17, 1),
    "ES-06": (2026, 12, 28, 17, 1),
}
MEETING = {
    "meeting_on": date(2026, 12, 28),
    "attendees": "秘书长、应急局",
    "meeting_record": "听取汇报并作出决定",
}


def climbed_to(at_work: Office, rung: str, **proposed: object) -> Matter:
    """A matter whose result is owed, with the clock just behind a rung."""
    matter = at_work.begin().signed_in(**proposed)
    for step, when in RUNGS.items():
        at_work.at(*when)
        if step == rung:
            break
    return matter


def test_the_whole_ladder_in_order_with_the_tasks_and_notices_the_domain_page_names(at_work: Office) -> None:
    matter = at_work.begin().signed_in()
    climbed: list[str] = []
    for rung, when in RUNGS.items():
        before = datetime(*when, tzinfo=SHANGHAI).replace(hour=16, minute=59)
        at_work.at(before.year, before.month, before.day, before.hour, before.minute)
        assert matter.rungs() == climbed, f"{rung} fired too early"
        at_work.at(*when)
        climbed.append(rung)
        assert matter.rungs() == climbed
    assert matter.open() == ["SV-09", "ES-02", "ES-03", "ES-04", "ES-05", "ES-06"]
    holders = {element: matter.offered_to(element) for element in matter.open()[1:]}
    assert holders == {
        "ES-02": ["yjj-head"],
        "ES-03": ["scm"],
        "ES-04": ["sg"],
        "ES-05": ["evm"],
        "ES-06": ["mayor"],
    }
    assert matter.told("ES-01") == {"yjj-liaison", "yjj-sec"}
    assert {"yjj-head", "yjj-liaison", "scm", "sg"} <= matter.told(
        "ES-04"
    )  # each step tells the ones before it too
    matter.do(
        "ES-02",
        "yjj_head",
        urging_answer="人手不足，进度滞后",
        urging_plan="抽调人员",
        promised_on=date(2026, 12, 31),
    )
    matter.do("ES-03", "scm", outcome="noted", explanation="已协调财政经费")
    matter.do(
        "ES-04",
        "sg",
        outcome="noted",
        interview_on=date(2026, 12, 28),
        interviewed="局长",
        interview_record="约谈局长，限期整改到位",
        committed_on=date(2026, 12, 31),
    )
    matter.do("ES-05", "evm", circular_text="关于供暖安全检查工作滞后的通报")
    at_work.later(minutes=1)
    read_it = matter.told("ES-05-circular")
    assert read_it >= {"yjj-head", "yjj-liaison", "bqx-gov", "jxx-yj"}
    assert len(read_it) >= 2 * 33  # head and contact of 25 departments and 8 counties
    matter.do("ES-06", "mayor", outcome="refer", **MEETING)
    assert matter.open() == ["SV-09", "ES-07"]
    matter.do(
        "ES-07",
        "clerk1",
        facts="逾期十五个工作日仍未办结",
        proposed_parties="市应急管理局",
        proposal_text="建议约谈并通报",
        refer_to=["jwjw"],
    )
    assert matter.offered_to("ES-07A") == ["mayor"]
    matter.do("ES-07A", "mayor", outcome="approve")
    assert matter.open() == ["SV-09"]  # a proposal only: supervision goes on
    matter.hand_in()
    matter.passed(quality=3)
    matter.read_and_agreed()
    matter.closed(quality=3)
    assert matter.instance.score == 80 - 10 - 3


def test_the_ladder_stops_when_the_result_is_handed_in(at_work: Office) -> None:
    matter = climbed_to(at_work, "ES-03")
    assert matter.open() == ["SV-09", "ES-02", "ES-03"]
    matter.hand_in()
    assert matter.open() == ["SV-10"]
    at_work.at(*RUNGS["ES-06"])
    assert matter.rungs() == ["ES-01", "ES-02", "ES-03"]


def test_after_a_return_the_ladder_climbs_on_without_repeating_and_without_counting_the_review(
    at_work: Office,
) -> None:
    matter = climbed_to(at_work, "ES-02")
    matter.hand_in()
    assert matter.deadline("SV-09").state is DeadlineState.UNDER_REVIEW
    at_work.at(2026, 12, 9, 17, 1)  # two days with the reviewers
    matter.do("SV-10", "clerk2", outcome="return", rework_reason="佐证材料不足")
    assert matter.deadline("SV-09").state is DeadlineState.RUNNING
    at_work.later(minutes=1)
    assert matter.rungs() == ["ES-01", "ES-02"]
    assert matter.open() == ["SV-09"]
    at_work.at(2026, 12, 10, 17, 5)
    assert matter.rungs() == ["ES-01", "ES-02"], "the time under review was counted"
    at_work.at(2026, 12, 14, 17, 5)
    assert matter.rungs() == ["ES-01", "ES-02", "ES-03"]


def test_the_most_urgent_climb_a_compressed_ladder(at_work: Office) -> None:
    matter = at_work.begin().signed_in({"urgency": "special"})
    assert matter.due("SV-09") == datetime(2026, 11, 24, 17, 0, tzinfo=SHANGHAI)
    for rungs, when in (
        (["ES-01"], (2026, 11, 24, 15, 1)),
        (["ES-01", "ES-02"], (2026, 11, 24, 17, 1)),
        (["ES-01", "ES-02", "ES-03"], (2026, 11, 24, 21, 1)),
        (["ES-01", "ES-02", "ES-03", "ES-04"], (2026, 11, 25, 17, 1)),
        (["ES-01", "ES-02", "ES-03", "ES-04", "ES-05"], (2026, 11, 26, 17, 1)),
        (["ES-01", "ES-02", "ES-03", "ES-04", "ES-05", "ES-06"], (2026, 11, 27, 17, 1)),
    ):
        at_work.at(*when)
        assert matter.rungs() == rungs


def test_where_a_leader_is_responsible_the_ladder_begins_with_the_secretary_general(at_work: Office) -> None:
    matter = at_work.begin().dispatched({"leader": None}, lead="vm_city")
    assert matter.offered_to("SV-05") == ["vm_city"]
    at_work.at(*RUNGS["ES-03"])
    assert matter.rungs() == []
    at_work.at(*RUNGS["ES-04"])
    assert matter.rungs() == ["ES-04"]


@pytest.mark.parametrize(
    ("element", "by", "record"),
    [
        ("ES-03", "scm", {"explanation": "已协调解决"}),
        (
            "ES-04",
            "sg",
            {
                "interview_on": date(2026, 12, 14),
                "interviewed": "局长",
                "interview_record": "约谈记录要点",
                "committed_on": date(2026, 12, 25),
            },
        ),
        ("ES-06", "mayor", MEETING),
    ],
)
def test_a_leader_rules_a_new_date_and_the_ladder_begins_again(
    at_work: Office, element: str, by: str, record: dict
) -> None:
    matter = climbed_to(at_work, element)
    matter.do(
        element,
        by,
        outcome="new_date",
        new_due=date(2027, 1, 5) if element == "ES-06" else date(2026, 12, 18),
        ruling_reason="客观原因成立",
        **record,
    )
    assert matter.open() == ["SV-09"]
    assert matter.rungs() == []
    deadline = matter.deadline("SV-09")
    assert deadline.due_at > at_work.now and deadline.original_due_at < at_work.now
    assert matter.variables["date_setter"] == by
    at_work.moved_to(deadline.due_at)
    assert matter.rungs() == ["ES-01", "ES-02"]


def test_a_date_the_mayor_ruled_is_not_moved_by_a_vice_mayor(at_work: Office) -> None:
    matter = climbed_to(at_work, "ES-06")
    matter.do(
        "ES-06", "mayor", outcome="new_date", new_due=date(2027, 1, 5), ruling_reason="最后期限", **MEETING
    )
    at_work.moved_to(matter.deadline("SV-09").due_at)
    at_work.at(2027, 1, 12, 17, 1)
    assert "ES-03" in matter.open()
    said = matter.sentences(
        "ES-03", outcome="new_date", new_due=date(2027, 1, 20), explanation="协调情况说明"
    )
    assert said == {"outcome": "“处理意见”：请从列出的选项中选择。"}
    matter.do("ES-03", "scm", outcome="noted", explanation="协调情况说明")
    assert matter.deadline("SV-09").due_at.astimezone(SHANGHAI).date() == date(2027, 1, 5)


def test_the_mayor_closes_by_ruling_and_the_review_records_it(at_work: Office) -> None:
    matter = climbed_to(at_work, "ES-06")
    matter.do("ES-06", "mayor", outcome="close", **MEETING)
    assert matter.open() == ["SV-10"]
    assert matter.state is MatterState.REVIEWING
    assert matter.variables["ruled_close"] is True


def test_what_the_ladder_did_before_a_return_is_not_done_again_by_two_days_of_standing_still(
    at_work: Office,
) -> None:
    matter = climbed_to(at_work, "ES-02")
    assert matter.rungs() == ["ES-01", "ES-02"]
    at_work.at(2026, 12, 14, 17, 1)  # the worker stood still over ES-03 and ES-04
    assert matter.rungs() == ["ES-01", "ES-02", "ES-03", "ES-04"]
    assert matter.open() == ["SV-09", "ES-02", "ES-03", "ES-04"]
    at_work.later(hours=1)
    assert matter.rungs() == ["ES-01", "ES-02", "ES-03", "ES-04"]
