"""A hearing from the quarter's first working day to the supervised decisions; what of it counts."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from models import DeadlineState, InstanceState, MatterState, Task, TaskDuty
from tests.scenarios.hearings.hearings_at_work import MINUTES, Hearing, Office
from tests.scenarios.matters_at_work import SHANGHAI, shanghai
from workflows.running.delivery import carry_on
from workflows.telling import mail

FIRST_QUARTER = {
    "meeting_at": shanghai(2027, 2, 18, 9, 0),
    "departments": ["zjj", "jtj"],
}


def duties(at_work: Office, hearing: Hearing) -> set[tuple[str, str, str, str]]:
    """What counts for whom in the ledger: step, clause, holder, half-year, of everything the hearing has."""
    query = (
        select(Task.element_id, TaskDuty.clause_code, TaskDuty.holder, TaskDuty.half_year)
        .join(Task, Task.id == TaskDuty.task_id)
        .where(Task.instance_id == hearing.id)
    )
    with at_work.sessions() as session:
        return {tuple(row) for row in session.execute(query)}


def test_a_hearing_begins_by_itself_and_goes_to_the_archive(at_work: Office) -> None:
    at_work.at(2027, 1, 4, 8, 30)
    hearing = at_work.hearing("2027-Q1:vm_city:quarter-begins")
    assert hearing.instance.title == "2027年第1季度听取安全生产汇报：副市长（城建交通）"
    assert hearing.offered_to("QH-02") == ["supervision-office", "vm_city"]
    assert hearing.due("QH-02") == datetime(2027, 2, 16, 0, 0, tzinfo=SHANGHAI)  # 45 days from 1 January
    assert hearing.variables["departments"] == ["zrzy", "zjj", "cgj", "jtj", "hbj"]
    hearing.arranged("clerk1", **FIRST_QUARTER)
    assert sorted(hearing.open()) == ["QH-04", "QH-04", "QH-05"]
    limits = {row.party: row.due_at.astimezone(SHANGHAI) for row in hearing.deadlines("QH-04")}
    assert set(limits) == {"zjj", "jtj"}
    assert limits["zjj"] == datetime(2027, 2, 15, 17, 0, tzinfo=SHANGHAI)  # three working days before
    assert hearing.due("QH-05") == datetime(2027, 4, 1, 0, 0, tzinfo=SHANGHAI)  # 31 March, 24:00
    at_work.at(2027, 2, 18, 15, 0)
    assert {"zjj-head", "zjj-liaison", "jtj-head"} <= hearing.told("hearing")
    hearing.reported("zjj")
    hearing.reported("jtj", accidents=1)
    assert [row["accidents"] for row in hearing.variables["reports"]] == [0, 1]
    hearing.held("vm_city", held_on=date(2027, 2, 18))
    assert hearing.deadline("QH-05").state is DeadlineState.DONE
    assert hearing.open() == ["QH-06"]
    assert hearing.due("QH-06") == datetime(2027, 2, 23, 17, 0, tzinfo=SHANGHAI)
    hearing.drafted()
    hearing.signed()
    assert hearing.instance.number == "双安听〔2027〕1号"
    assert hearing.state is MatterState.ARCHIVED
    assert hearing.instance.state is InstanceState.COMPLETED
    assert hearing.incidents() == []


def test_each_decision_is_proposed_for_supervision_as_category_four(at_work: Office) -> None:
    hearing = at_work.begin().arranged()
    at_work.at(2026, 12, 10, 15, 0)
    second = {
        **MINUTES["decisions"][0],
        "what": "开展道路运输隐患排查",
        "lead": "jtj",
        "due": date(2027, 1, 20),
    }
    hearing.held().drafted(decisions=[*MINUTES["decisions"], second]).signed()
    proposed = [Hearing(at_work, id_).variables for id_ in at_work.matters_of("supervision")]
    assert [(asked["lead"], asked["due_on"]) for asked in proposed] == [
        ("zjj", date(2027, 3, 20)),
        ("jtj", date(2027, 1, 20)),
    ]
    assert {(asked["category"], asked["kind"], asked["leader"]) for asked in proposed} == {
        ("4", "meeting", "vm_city")
    }
    assert {asked["source_doc_no"] for asked in proposed} == {"双安听〔2026〕1号"}


def test_a_decision_may_be_followed_as_an_item_and_the_hearing_waits_for_it(at_work: Office) -> None:
    hearing = at_work.begin().arranged()
    at_work.at(2026, 12, 10, 15, 0)
    [decision] = MINUTES["decisions"]
    hearing.held().drafted(
        decisions=[decision, {**decision, "what": "建立管网台账", "follow": "item"}]
    ).signed()
    assert len(at_work.matters_of("supervision")) == 1
    [item] = (Hearing(at_work, id_) for id_ in at_work.matters_of("duty_item"))
    assert (item.instance.number, item.instance.title) == ("双安听〔2026〕1号第1项", "建立管网台账")
    assert item.variables["item"]["clauses"] == ["V-04"]
    assert item.open() == ["WL-08"]
    assert item.deadline("WL-11").due_at.astimezone(SHANGHAI).date() == decision["due"]
    assert hearing.state is MatterState.HANDLING

    def ends(session: Session) -> None:
        key = item.variables["item"]["key"]
        ended = {"ended_as": "withdrawn", "end_reason": "并入城市更新工程"}
        mail.send(session, "item-ended", key, ended, at_work.now, message_id="test-ended")
        carry_on(session, None, at_work.now)

    at_work.do(ends)
    assert hearing.state is MatterState.ARCHIVED


def test_it_counts_for_the_leader_when_the_minutes_are_signed_and_not_before(at_work: Office) -> None:
    hearing = at_work.begin().arranged()
    assert duties(at_work, hearing) == {("QH-05", "V-04", "vm_city", "2026-H2")}  # asked of him, not done
    hearing.reported("zjj")
    at_work.at(2026, 12, 10, 15, 0)
    hearing.held()
    assert duties(at_work, hearing) == set()
    hearing.drafted()
    assert duties(at_work, hearing) == {("QH-07", "V-04", "vm_city", "2026-H2")}
    hearing.do("QH-07", "vm_city", outcome="return", minutes_return_reason="请补充形势分析")
    hearing.drafted()
    hearing.signed()
    signed = [task for task in hearing.tasks(element="QH-07") if task.answers["outcome"] == "sign"]
    assert duties(at_work, hearing) == {("QH-07", "V-04", "vm_city", "2026-H2")}
    assert len(signed) == 1


def test_the_executive_vice_mayors_hearing_counts_for_his_own_clause(at_work: Office) -> None:
    hearing = at_work.begin("evm").arranged("evm", departments=["fgw"])
    at_work.at(2026, 12, 10, 15, 0)
    hearing.held("evm", attended=["fgw"]).drafted(decisions=[]).signed("evm")
    assert duties(at_work, hearing) == {("QH-07", "E-04", "evm", "2026-H2")}
    assert at_work.matters_of("supervision") == []
