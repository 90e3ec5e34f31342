"""The demonstration's months, run on a moved clock by the people they ask."""

from __future__ import annotations

import os
from collections import Counter
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import create_engine, func, select
from sqlalchemy.orm import Session, sessionmaker

from models import (
    DeadlinePause,
    Deployment,
    Incident,
    InstanceState,
    Post,
    PostKind,
    ProcessDefinition,
    ProcessInstance,
    Task,
    TaskCandidate,
    TaskState,
    db,
)
from tests.demonstration import OFFICE_NOW
from workflows.acts import run_act
from workflows.demonstration.progress import WHOLE
from workflows.demonstration.year.making import first_moment, make_demonstration, prepare_demonstration
from workflows.queries.coverage import coverage
from workflows.queries.ledger import CellState, ledger

slow = pytest.mark.skipif(not os.environ.get("BPM_SLOW_TESTS"), reason="a whole year takes minutes")


class BrokenOff(Exception):
    """The office is closed while its demonstration is being made."""


def break_off(done: int) -> None:
    if done >= 0.8 * WHOLE:
        raise BrokenOff


def made(folder: Path, anchor: datetime, begins: datetime) -> Session:
    engine = create_engine(f"sqlite:///{(folder / 'office.db').as_posix()}")
    db.metadata.create_all(engine)
    sessions = sessionmaker(engine, expire_on_commit=False)
    run_act(sessions, lambda session: prepare_demonstration(session, anchor, begins))
    with pytest.raises(BrokenOff):
        make_demonstration(sessions, folder, break_off)
    assert [failure.zh for failure in make_demonstration(sessions, folder)] == []
    return sessions()


def test_forty_days_end_with_matters_under_way_and_acts_on_record(tmp_path: Path) -> None:
    with made(tmp_path, OFFICE_NOW, OFFICE_NOW - timedelta(days=40)) as session:
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
        first, second = session.scalars(
            select(Deployment).where(Deployment.name == "supervision").order_by(Deployment.version)
        )
        running = {deployment.id: _running(session, deployment) for deployment in (first, second)}
        assert running[first.id] > 0 and running[second.id] == 0, "nothing running moves by itself"
        cells = ledger(session, "2026-H2", OFFICE_NOW).cells
        assert {cell.state for cell in cells.values()} >= {CellState.DONE, CellState.OPEN}


@slow
@pytest.mark.parametrize("day", ["2027-01-05", "2028-02-29", "2026-06-30", "2026-10-01", "2026-12-31"])
def test_a_whole_year_leaves_an_act_behind_every_clause(tmp_path: Path, day: str) -> None:
    anchor = datetime.fromisoformat(day).replace(hour=2, tzinfo=UTC)
    with made(tmp_path, anchor, first_moment(anchor)) as session:
        assert [row.clause for row in coverage(session) if not row.evidence] == []
        assert session.scalars(select(Incident)).all() == []
        assert session.scalars(select(DeadlinePause).where(DeadlinePause.to_at.is_(None))).all() != []
        assert _leaders_with_tasks(session) >= {"mayor", "scm", "sg", "vm_city"}


def _running(session: Session, deployment: Deployment) -> int:
    ids = [definition.id for definition in deployment.definitions]
    query = select(func.count()).select_from(ProcessInstance)
    query = query.where(
        ProcessInstance.definition_id.in_(ids), ProcessInstance.state == InstanceState.RUNNING
    )
    return session.scalar(query) or 0


def _leaders_with_tasks(session: Session) -> set[str]:
    """Who of the leaders finds something to do when he opens the demonstration."""
    query = select(Post.code).join(TaskCandidate, TaskCandidate.post_id == Post.id).join(TaskCandidate.task)
    return set(session.scalars(query.where(Task.state == TaskState.OPEN, Post.kind == PostKind.LEADER)))
