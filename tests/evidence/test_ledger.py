"""An act moves exactly the cells of the ledger it is evidence for."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import create_engine, select
from sqlalchemy.orm import Session

from models import EventKind, HistoryEvent, User
from tests.scenarios.campaigns.campaigns_at_work import PROPOSED, Campaign
from tests.scenarios.campaigns.campaigns_at_work import Office as CampaignOffice
from tests.scenarios.conftest import opened_office as opened_office  # the fixture
from tests.scenarios.supervision.matters_at_work import Matter, Office
from tests.scenarios.worklist.worklists_at_work import Office as WorklistOffice
from workflows.queries.coverage import coverage
from workflows.queries.ledger import Cell, CellState, cell_acts, ledger

HALF = "2026-H2"


@pytest.fixture
def at_work(opened_office: Path, tmp_path: Path) -> Iterator[Office]:
    file = tmp_path / "office.db"
    shutil.copy(opened_office, file)
    engine = create_engine(f"sqlite:///{file.as_posix()}")
    yield Office(engine)
    engine.dispose()


def cells(office: Office) -> dict[tuple[str, str], Cell]:
    with office.sessions() as session:
        return dict(ledger(session, HALF, office.now).cells)


def done(office: Office) -> dict[tuple[str, str], int]:
    with office.sessions() as session:
        return {
            place: cell.done for place, cell in ledger(session, HALF, office.now).cells.items() if cell.done
        }


def test_one_act_moves_one_cell(at_work: Office) -> None:
    """Supervision names all four categories; only the matter's own counts, for the secretary-general."""
    matter = at_work.begin()
    assert done(at_work) == {}
    matter.registered(category="3")
    assert done(at_work) == {("G-03", "sg"): 1}
    second = at_work.begin()
    second.registered(category="1")
    assert done(at_work) == {("G-03", "sg"): 1, ("G-01", "sg"): 1}


def test_an_item_from_its_dispatch_to_its_clearing_changes_one_cell_of_the_whole_ledger(
    at_work: Office,
) -> None:
    matter = at_work.begin()
    matter.registered(category="3")
    before = cells(at_work)
    item = WorklistOffice(at_work.engine).item().signed().claimed()
    changed = {place for place, cell in cells(at_work).items() if cell != before.get(place)}
    assert changed == {("V-03", "vm_city")}
    item.sign_claim().clear()
    after = cells(at_work)
    assert {place for place, cell in after.items() if cell != before.get(place)} == {("V-03", "vm_city")}
    assert (after["V-03", "vm_city"].state, after["V-03", "vm_city"].open) == (CellState.DONE, 0)


def test_what_waits_is_open_then_late_then_on_record(at_work: Office) -> None:
    matter = at_work.begin()
    matter.registered(category="2")
    matter.do("SV-02", "clerk1", open_decision="open", lead="yjj", co=[], task_text="检查", feedback="once",
              due_on=None, accountability=False, matters=[])  # fmt: skip
    with at_work.sessions() as session:
        cell = ledger(session, HALF, at_work.now).cell("G-02", "sg")
    assert (cell.done, cell.open, cell.overdue, cell.state) == (2, 1, 0, CellState.DONE)
    at_work.later(days=10)
    with at_work.sessions() as session:
        cell = ledger(session, HALF, at_work.now).cell("G-02", "sg")
    assert cell.overdue >= 1 and cell.state is CellState.LATE
    matter.do("SV-03", "sg", outcome="approve", opinion="同意")
    with at_work.sessions() as session:
        cell = ledger(session, HALF, at_work.now).cell("G-02", "sg")
    assert cell.done_late == 1 and cell.state is CellState.LATE


def test_a_cell_opens_on_its_acts_and_hides_those_of_matters_closed_to_the_reader(at_work: Office) -> None:
    matter = at_work.begin()
    matter.registered(category="1", confidentiality="internal")

    def seen(session: Session, username: str) -> tuple[list[str], int]:
        user = session.scalars(select(User).filter_by(username=username)).one()
        acts = cell_acts(session, user, "G-01", "sg", HALF, at_work.now)
        assert acts is not None
        return [task.element_id for task in acts.tasks], acts.hidden

    with at_work.sessions() as session:
        assert seen(session, "clerk1") == (["SV-02", "SV-01"], 0)
        assert seen(session, "jyj_head") == ([], 2)
        someone = session.scalars(select(User).filter_by(username="clerk1")).one()
        assert cell_acts(session, someone, "G-01", "mayor", HALF, at_work.now) is None
        assert cell_acts(session, someone, "X-99", "sg", HALF, at_work.now) is None


def test_the_record_says_what_each_act_counts_for(at_work: Office) -> None:
    matter = at_work.begin()
    matter.registered(category="4")
    with at_work.sessions() as session:
        line = session.scalars(select(HistoryEvent).filter_by(kind=EventKind.TASK_DONE)).one()
    assert line.data["counts_for"] == {"G-04": ["sg"]}
    assert line.data["half_year"] == HALF


def test_a_portfolio_clause_counts_for_the_leader_in_charge_of_the_lead(at_work: Office) -> None:
    office = CampaignOffice(at_work.engine)
    campaign: Campaign = office.begin()
    campaign.sorted_out(proposed={**PROPOSED, "type": "rectification"})
    cells = done(at_work)
    assert cells[("V-05", "vm_city")] >= 1, "住建局 is in the portfolio of vm_city"
    assert not any(clause == "E-05" for clause, _ in cells), "and not in the executive vice mayor's"
    assert not any(holder != "vm_city" for clause, holder in cells if clause == "V-05")


def test_coverage_counts_steps_people_do_and_their_acts(at_work: Office) -> None:
    matter: Matter = at_work.begin()
    matter.registered(category="1")
    with at_work.sessions() as session:
        rows = {row.clause: row for row in coverage(session)}
    assert len(rows) == 40
    assert "supervision:SV-01" in rows["G-01"].elements
    assert "supervision:SV-01-stub" not in rows["G-01"].elements, "a job fulfils nobody's duty"
    assert (rows["G-01"].instances, rows["G-01"].evidence) == (1, 1)
    assert (rows["G-02"].instances, rows["G-02"].evidence) == (0, 0)
    assert json.dumps([row.clause for row in coverage(session)]).startswith('["M-01"')
