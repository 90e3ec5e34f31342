"""Review, the meeting, the mayor, the document: the way from the draft to forty matters."""

from __future__ import annotations

import re
from datetime import date, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from models import Deadline, DeadlineState, MatterState, PartyRelation, ProcessInstance
from tests.scenarios.matters_at_work import shanghai
from tests.scenarios.worklist.worklists_at_work import ASKED, DOC_NO, ROWS, SCAN, Office, Worklist
from workflows.acts import ActRefused

RETURNED = {"outcome": "return", "return_reason": "目标不够具体，请量化。"}
MEETING = {
    "meeting_kind": "executive",
    "meeting_no": "第12次常务会议",
    "outcome": "pass",
    "resolution": "原则通过，按程序印发。",
    "attachments": SCAN,
}


def signed(at_work: Office) -> Worklist:
    return at_work.worklist().drafted().consulted().countersigned()


def test_the_review_sends_it_back(at_work: Office) -> None:
    worklist = signed(at_work)
    assert worklist.offered_to("WL-05") == ["sg"]
    worklist.do("WL-05", "sg", **RETURNED)
    assert worklist.open() == ["WL-02"]
    worklist.drafted()  # nothing changed, so nobody is asked twice
    assert worklist.open() == ["WL-05"]


def test_it_goes_to_a_meeting_unless_the_mayor_waives_it(at_work: Office) -> None:
    worklist = signed(at_work).reviewed(meeting="need", waiver=None)
    assert worklist.offered_to("WL-06") == ["yjj"]
    tomorrow = worklist.today + timedelta(days=1)
    assert "不能晚于今天" in worklist.sentences("WL-06", **MEETING, meeting_on=tomorrow)["meeting_on"]
    worklist.do("WL-06", "yjj_head", **{**MEETING, **RETURNED}, meeting_on=worklist.today)
    assert worklist.open() == ["WL-02"]
    worklist.drafted().reviewed(meeting="need", waiver=None)
    worklist.do("WL-06", "yjj_head", **MEETING, meeting_on=worklist.today)
    assert worklist.offered_to("WL-07") == ["mayor"]


def test_waiving_the_meeting_needs_the_mayors_word(at_work: Office) -> None:
    worklist = signed(at_work)
    said = worklist.sentences("WL-05", outcome="pass", meeting="waived")
    assert "请填写“市长指示" in said["waiver"]
    worklist.reviewed()
    assert worklist.open() == ["WL-07"]
    worklist.do("WL-07", "mayor", **RETURNED)
    assert worklist.open() == ["WL-02"]


def test_the_document_number_is_checked(at_work: Office) -> None:
    worklist = signed(at_work).reviewed().approved()
    assert worklist.offered_to("WL-08") == ["supervision-office"]
    assert worklist.deadline("WL-08I").due_at == shanghai(2027, 1, 31, 17, 0)
    wrong = [
        ({"doc_no": "3号"}, "doc_no", "应为“双政办发〔2027〕3号”的格式"),
        ({"issued_on": worklist.today + timedelta(days=1)}, "issued_on", "不能晚于今天"),
        ({"issued_on": date(2026, 1, 5)}, "issued_on", "不能早于两个月前"),
        ({"attachments": []}, "attachments", "请上传"),
    ]
    for answers, field, words in wrong:
        given = {"doc_no": DOC_NO, "issued_on": worklist.today, "attachments": SCAN, **answers}
        assert words in worklist.sentences("WL-08", **given)[field], answers


def test_every_item_is_a_matter_of_its_own(issued: Worklist) -> None:
    assert issued.instance.number == DOC_NO and issued.state is MatterState.HANDLING
    items = issued.items()
    assert len(items) == len(ROWS)
    assert [item.instance.number for item in items] == [f"{DOC_NO}第{no}项" for no in range(1, 9)]
    assert {item.instance.parent_id for item in items} == {issued.id}
    fifth = items[4]
    assert (fifth.offered_to("WL-08"), fifth.variables["leader"]) == (
        ["zjj-head", "zjj-liaison", "zjj-sec"],
        "vm_city",
    )
    limit = fifth.deadline("WL-11")
    assert (limit.due_at, limit.state) == (shanghai(2027, 11, 30, 17, 0), DeadlineState.RUNNING)
    assert fifth.read(date_set_by) == "mayor"
    revision = issued.instance.revision
    fifth.signed()
    assert issued.instance.revision == revision  # the list is not touched by its items' work
    relations = issued.read(lambda session, instance: {row.code: row.relation for row in instance.parties})
    assert relations["zjj"] is PartyRelation.CO_ORGANISER and relations["evm"] is PartyRelation.LEADER
    issued.office.deliver()
    assert {*ASKED, "zjj-head", "jsq-gov"} <= issued.told("worklist-issued")


def date_set_by(session: Session, instance: ProcessInstance) -> str | None:
    """The post whose date the item's limit is."""
    query = select(Deadline).filter_by(instance_id=instance.id, rule_code="WL-11")
    setter = session.scalars(query).one().set_by_post
    return setter.code if setter is not None else None


def test_next_years_list_begins_with_what_is_left_of_this_one(issued: Worklist) -> None:
    office = issued.office
    office.now = shanghai(2027, 12, 1, 8, 30)
    second = Worklist(office, office.started("yjj_head", "annual_worklist", {}))
    assert second.variables["year"] == 2028
    items = second.variables["items"]
    [left] = [item for item in items if item["source"] == f"上年未完成：{DOC_NO}第5项"]
    assert (left["work"], left["lead"], left["due_date"]) == ("重点工作V-03", "zjj", None)


def test_a_standing_item_that_is_not_finished_stands_once_in_next_years_list(at_work: Office) -> None:
    work = "把安全生产纳入行业规划和年度计划"
    rows = [{**row, "work": work} if row["leader"] == "vm_city" else row for row in ROWS]
    first = at_work.worklist().drafted(rows).consulted().countersigned().reviewed().approved()
    first.issue()
    at_work.now = shanghai(2027, 12, 1, 8, 30)
    second = Worklist(at_work, at_work.started("yjj_head", "annual_worklist", {}))
    [item] = [
        item for item in second.variables["items"] if (item["leader"], item["work"]) == ("vm_city", work)
    ]
    assert item["due_date"] == date(2028, 3, 31)
    assert re.fullmatch("标准事项SI-P3；上年未完成：.*第[0-9]+项", item["source"])


def test_a_document_number_is_used_once(issued: Worklist) -> None:
    office = issued.office
    office.now = shanghai(2027, 12, 2, 9, 0)
    second = office.worklist().drafted([{**row, "due_date": date(2028, 11, 30)} for row in ROWS])
    second.consulted().countersigned().reviewed().approved()
    with pytest.raises(ActRefused) as refused:
        second.issue()
    assert refused.value.field == "doc_no" and second.open() == ["WL-08"]
