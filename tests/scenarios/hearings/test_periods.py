"""Once per leader and quarter whatever happens; a leader who changes post; the quarter's report upwards."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from models import DeadlineState, MatterState, User
from tests.scenarios.hearings.hearings_at_work import SCAN, Hearing, Office
from tests.scenarios.matters_at_work import SHANGHAI, shanghai
from workflows.people.appointments import hand_over
from workflows.people.posts import post_by_code
from workflows.running.sweep import sweep

HOLDERS = ["evm", "vm_agri", "vm_city", "vm_ind", "vm_law", "vm_social"]


def changes_hands(at_work: Office, post: str, successor: str, day: date) -> None:
    def work(session: Session) -> None:
        user = session.scalars(select(User).filter_by(username=successor)).one()
        hand_over(session, post_by_code(session, post), user, day, None, at_work.now)

    at_work.do(work)


def test_each_holder_has_one_hearing_a_quarter_also_after_a_day_of_standing_still(at_work: Office) -> None:
    at_work.at(2027, 1, 5, 16, 0)
    expected = [f"2027-Q1:{post}:quarter-begins" for post in HOLDERS] + ["2027-Q1:scm:quarter-ended"]
    assert at_work.keys() == sorted(expected)
    assert sweep(at_work.sessions, at_work.now).started == 0
    assert Office(at_work.engine, at_work.now).at(2027, 1, 6, 9, 0).started == 0  # another worker, restarted
    assert at_work.keys() == sorted(expected)


def test_both_leaders_have_their_part_and_what_was_not_held_is_handed_over(at_work: Office) -> None:
    at_work.at(2027, 1, 4, 8, 30)
    before = at_work.hearing("2027-Q1:vm_city:quarter-begins")
    before.arranged(meeting_at=shanghai(2027, 3, 1, 9, 0))
    changes_hands(at_work, "vm_city", "dsg", date(2027, 2, 18))
    at_work.at(2027, 2, 18, 8, 30)
    after = at_work.hearing("2027-Q1:vm_city:2027-02-18:quarter-begins")
    assert before.state is MatterState.CANCELLED
    assert before.open() == []
    assert before.deadline("QH-05").state is DeadlineState.WITHDRAWN
    assert after.instance.title == "2027年第1季度听取安全生产汇报：副市长（城建交通）（2月18日起）"
    # 41 days are left of the quarter: half of them to set the time in
    assert after.due("QH-02") == datetime(2027, 3, 11, 0, 0, tzinfo=SHANGHAI)
    assert after.deadline("QH-05").due_at == shanghai(2027, 4, 1, 0, 0)
    after.arranged("dsg", meeting_at=shanghai(2027, 3, 9, 9, 0))
    assert sorted(after.open()) == ["QH-04", "QH-04", "QH-05"]


def test_a_hearing_the_predecessor_held_stays_his_and_is_signed(at_work: Office) -> None:
    at_work.at(2027, 1, 4, 8, 30)
    before = at_work.hearing("2027-Q1:vm_city:quarter-begins")
    before.arranged(meeting_at=shanghai(2027, 1, 4, 14, 0)).held(held_on=date(2027, 1, 4))
    changes_hands(at_work, "vm_city", "dsg", date(2027, 2, 18))
    at_work.at(2027, 2, 18, 8, 30)
    assert before.open() == ["QH-06"]
    assert at_work.hearing("2027-Q1:vm_city:2027-02-18:quarter-begins").open() == ["QH-02"]
    before.drafted()
    before.signed("dsg")
    assert before.state is MatterState.ARCHIVED


REPORT = "本季度六位分管领导均按要求听取汇报，重点问题已经督办。"


def reporting(at_work: Office) -> Hearing:
    hearing = at_work.begin().arranged()
    at_work.at(2026, 12, 10, 15, 0)
    hearing.held().drafted().signed()
    at_work.begin("vm_ind")
    at_work.at(2027, 1, 4, 8, 30)
    return at_work.hearing("2027-Q1:scm:quarter-ended")


def test_the_committee_member_reports_the_quarter_to_the_party_committee_and_the_mayor(
    at_work: Office,
) -> None:
    report = reporting(at_work)
    assert report.instance.title == "2026年第4季度安全生产综合报告"
    assert report.variables["collected"] == (
        "应听取汇报2次，已听取并签发纪要1次，其中补办0次，议定事项1项。尚未完成：副市长（工业商务）。"
    )
    assert report.due("QH-09") == datetime(2027, 1, 15, 17, 0, tzinfo=SHANGHAI)  # ten working days
    report.do("QH-09", "yjj_liaison", report=REPORT, attachments=SCAN)
    said = report.sentences("QH-09S", outcome="approve", to_party_on=date(2027, 1, 5))
    assert "不能晚于今天" in said["to_party_on"]
    report.do("QH-09S", "scm", outcome="return", report_return_reason="请写明各县区情况")
    report.do("QH-09", "yjj_sec", report=REPORT + "各县区平稳。", attachments=SCAN)
    report.do("QH-09S", "scm", outcome="approve", to_party_on=date(2027, 1, 4))
    assert report.offered_to("QH-09M") == ["mayor"]
    report.do("QH-09M", "mayor", outcome="noted")
    assert report.state is MatterState.ARCHIVED
    assert len(at_work.matters_of("supervision")) == 1  # the hearing's decision


def test_the_mayors_instruction_on_the_report_is_supervised(at_work: Office) -> None:
    at_work.at(2027, 1, 4, 8, 30)
    report = at_work.hearing("2027-Q1:scm:quarter-ended")
    report.do("QH-09", "yjj_liaison", report=REPORT, attachments=SCAN)
    report.do("QH-09S", "scm", outcome="approve", to_party_on=date(2027, 1, 4))
    report.do("QH-09M", "mayor", outcome="instruct", instruction="请尽快补齐听取汇报，研究燃气管网更新。")
    asked = Hearing(at_work, at_work.matters_of("supervision")[-1]).variables
    assert (asked["category"], asked["leader"]) == ("3", "mayor")
    assert asked["instruction_text"] == "请尽快补齐听取汇报，研究燃气管网更新。"
    assert report.state is MatterState.ARCHIVED
