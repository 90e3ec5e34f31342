"""Co-organisers: each with a clock, a light and a ladder of its own."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from models import DeadlineState, MatterState, ProcessInstance, TaskState, User
from tests.scenarios.supervision.matters_at_work import Office
from workflows.queries.task import task_page


def test_every_co_organiser_answers_for_itself_and_the_review_waits_for_all(at_work: Office) -> None:
    matter = at_work.begin().signed_in(co=["zjj", "cgj"])
    assert sorted(matter.open()) == ["SV-06C", "SV-06C", "SV-09"]
    matter.do("SV-06C", "cgj_head", party="cgj", co_opinion="同意牵头单位方案", countersign="agree")
    matter.hand_in()
    assert matter.open() == ["SV-06C"]
    assert matter.state is MatterState.HANDLING
    matter.do("SV-06C", "zjj_liaison", party="zjj", co_opinion="补充老旧小区名单", countersign="agree")
    assert matter.open() == ["SV-10"]
    assert matter.state is MatterState.REVIEWING
    opinions = {entry["unit"]: entry["opinion"] for entry in matter.variables["co_opinions"]}
    assert opinions == {"zjj": "补充老旧小区名单", "cgj": "同意牵头单位方案"}


def test_a_late_co_organiser_climbs_its_own_ladder_and_leaves_the_lead_alone(at_work: Office) -> None:
    matter = at_work.begin().signed_in(co=["zjj"])
    assert matter.deadline("SV-06C", "zjj").due_at < matter.deadline("SV-09", "yjj").due_at
    at_work.at(2026, 11, 26, 17, 1)  # three working days have passed
    assert matter.rungs("zjj") == ["ES-01", "ES-02"]
    assert matter.rungs("yjj") == []
    assert "ES-02C" in matter.open()
    assert matter.offered_to("ES-02C") == ["zjj-head"]
    at_work.at(2026, 12, 1, 17, 1)
    assert matter.rungs("zjj") == ["ES-01", "ES-02", "ES-03"]
    assert matter.offered_to("ES-03C") == ["vm_city"]
    matter.do("SV-06C", "zjj_head", co_opinion="迟报的意见", countersign="agree")
    assert [element for element in matter.open() if element.endswith("C")] == []
    assert matter.deadline("SV-06C", "zjj").state is DeadlineState.DONE
    at_work.at(2026, 12, 3, 17, 1)
    assert matter.rungs("zjj") == ["ES-01", "ES-02", "ES-03"]
    assert matter.open() == ["SV-09"]


def test_two_late_co_organisers_have_a_ladder_each(at_work: Office) -> None:
    matter = at_work.begin().signed_in(co=["zjj", "cgj"])
    matter.do("SV-06C", "cgj_head", party="cgj", co_opinion="按时意见", countersign="agree")
    at_work.at(2026, 11, 26, 17, 1)
    assert matter.rungs("zjj") == ["ES-01", "ES-02"]
    assert matter.rungs("cgj") == []


def test_a_return_asks_again_only_the_co_organisers_it_names(at_work: Office) -> None:
    matter = at_work.begin().signed_in(co=["zjj", "cgj"])
    for unit in ("zjj", "cgj"):
        matter.do("SV-06C", f"{unit}_head", party=unit, co_opinion="第一次意见", countersign="agree")
    matter.hand_in()
    matter.do("SV-10", "clerk2", outcome="return", rework_reason="住建局材料不全", co_return=["zjj"])
    assert sorted(matter.open()) == ["SV-06C", "SV-09"]
    assert matter.offered_to("SV-06C") == ["zjj-head", "zjj-liaison"]
    matter.do("SV-06C", "zjj_head", co_opinion="补充后的意见", countersign="agree")
    matter.hand_in()
    known = matter.variables
    said = {entry["unit"]: entry["opinion"] for entry in known["co_opinions_kept"] + known["co_opinions"]}
    assert said == {"zjj": "补充后的意见", "cgj": "第一次意见"}


def test_a_reviewer_sees_the_leads_result_not_the_opinion_that_came_after_it(at_work: Office) -> None:
    matter = at_work.begin().signed_in(co=["zjj"])
    matter.hand_in()
    matter.do("SV-06C", "zjj_head", co_opinion="迟到的意见", countersign="agree")
    [review] = matter.tasks(TaskState.OPEN, "SV-10")

    def told(session: Session, instance: ProcessInstance) -> set[str]:
        clerk = session.scalars(select(User).filter_by(username="clerk2")).one()
        return set(task_page(session, clerk, review.id, at_work.now).progress)

    assert "result_text" in matter.read(told)
