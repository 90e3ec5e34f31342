"""The demonstration's months, run on a moved clock by the people they ask."""

from __future__ import annotations

import os
from collections import Counter
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import create_engine, select
from sqlalchemy.orm import Session, sessionmaker

from models import Incident, ProcessDefinition, ProcessInstance, db
from tests.demonstration import OFFICE_NOW
from workflows.demonstration.year.making import BEFORE, make_year
from workflows.queries.coverage import coverage
from workflows.queries.ledger import CellState, ledger

slow = pytest.mark.skipif(not os.environ.get("BPM_SLOW_TESTS"), reason="a whole year takes minutes")


def made(folder: Path, anchor: datetime, before: timedelta) -> Session:
    engine = create_engine(f"sqlite:///{(folder / 'office.db').as_posix()}")
    db.metadata.create_all(engine)
    sessions = sessionmaker(engine, expire_on_commit=False)
    year = make_year(sessions, folder, anchor, before=before)
    assert [failure.zh for failure in year.failures] == []
    return sessions()


def test_forty_days_end_with_matters_under_way_and_acts_on_record(tmp_path: Path) -> None:
    with made(tmp_path, OFFICE_NOW, timedelta(days=40)) as session:
        assert session.scalars(select(Incident)).all() == []
        instances = session.scalars(select(ProcessInstance)).all()
        assert all(instance.demo for instance in instances), "its record is marked 演示"
        assert all(instance.started_at <= OFFICE_NOW for instance in instances)
        of = Counter(
            session.scalars(
                select(ProcessDefinition.process_id).join(
                    ProcessInstance, ProcessInstance.definition_id == ProcessDefinition.id
                )
            )
        )
        assert {"supervision", "accident_report", "supervision_circular"} <= set(of)
        cells = ledger(session, "2026-H2", OFFICE_NOW).cells
        assert {cell.state for cell in cells.values()} >= {CellState.DONE, CellState.OPEN}


@slow
@pytest.mark.parametrize("day", ["2027-01-05", "2028-02-29", "2026-06-30", "2026-10-01", "2026-12-31"])
def test_a_whole_year_leaves_an_act_behind_every_clause(tmp_path: Path, day: str) -> None:
    anchor = datetime.fromisoformat(day).replace(hour=2, tzinfo=UTC)
    with made(tmp_path, anchor, BEFORE) as session:
        assert [row.clause for row in coverage(session) if not row.evidence] == []
