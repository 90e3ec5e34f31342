"""An item from its dispatch to its clearing, through every hand."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select

from models import InstanceState, MatterState, TaskDuty, TaskState, User
from tests.scenarios.matters_at_work import SHANGHAI
from tests.scenarios.worklist.worklists_at_work import Office
from workflows.instances import startable


def test_an_item_goes_from_its_dispatch_to_its_clearing(at_work: Office) -> None:
    item = at_work.item()
    assert item.instance.number == "双政办发〔2026〕9号第1项"
    assert item.offered_to("WL-08") == ["zjj-head", "zjj-liaison", "zjj-sec"]
    assert item.tasks(TaskState.OPEN)[0].clauses == ["V-03"]  # the item's own, not all an item may have
    assert item.due("WL-08") == datetime(2026, 11, 24, 17, 0, tzinfo=SHANGHAI)
    item.signed(section="安全科", splits=[{"task": "起草专章", "who": "规划科", "until": item.today}])
    assert item.open() == []
    item.wake_at(2026, 12, 25, 8, 29)
    assert item.open() == []
    item.wake_at(2026, 12, 25, 8, 30)  # the fifth last working day of the quarter
    assert item.due("WL-09") == datetime(2026, 12, 31, 17, 0, tzinfo=SHANGHAI)
    item.report()
    assert item.offered_to("WL-10") == ["supervision-office"]
    item.verify()
    item.wake_at(2027, 3, 25, 8, 30)
    assert item.open() == ["WL-09"]
    item.report(progress=80)
    item.verify()
    item.claimed()
    assert item.state is MatterState.REVIEWING
    assert item.offered_to("WL-11L") == ["vm_city"]
    item.sign_claim().clear()
    assert item.state is MatterState.CLOSED
    assert item.instance.state is InstanceState.COMPLETED
    assert item.variables["ended_as"] == "cleared"
    limit = item.deadline("WL-11")
    assert limit.done_at == at_work.now < limit.due_at
    assert limit.set_by_post_id is not None and limit.basis.startswith("年度重点工作责任清单")


def test_everybody_concerned_is_told(at_work: Office) -> None:
    item = at_work.item()
    at_work.deliver()
    assert {"zjj-head", "zjj-liaison"} <= item.told("item")
    assert {"jtj-head", "vm_city"} <= item.told("item-concerned")


def test_a_unit_may_claim_it_done_in_its_report(at_work: Office) -> None:
    item = at_work.item().at_quarter_end()
    assert "应为100" in item.sentences("WL-09", outcome="apply", progress=90, progress_text="……")["progress"]
    item.report(outcome="apply", progress=100)
    assert item.open() == ["WL-11"]


def test_nobody_begins_an_item_by_hand(at_work: Office) -> None:
    def begun_by(username: str) -> set[str]:
        with at_work.sessions() as session:
            user = session.scalars(select(User).filter_by(username=username)).one()
            return {process.process_id for process in startable(session, user, at_work.now)}

    assert "supervision" in begun_by("clerk1") and "duty_item" not in begun_by("clerk1") | begun_by("mayor")


def test_a_completed_item_is_evidence_in_one_cell_of_the_ledger_only(at_work: Office) -> None:
    at_work.item().signed().claimed().sign_claim().clear()
    with at_work.sessions() as session:
        rows = session.execute(select(TaskDuty.clause_code, TaskDuty.holder)).all()
    assert {tuple(row) for row in rows} == {("V-03", "vm_city")}
