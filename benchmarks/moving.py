"""The dry run and the move of very many running matters to a new version, beside the cost of one completion.

BENCH_SIZE: matters moved (1000; the figure to reach is for 10000). With `--deep` beforehand: random edits of
random processes, moved in a database and taken back, as many as BENCH_SIZE says (500)."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from benchmarks.workload.crowd import fill
from benchmarks.workload.measuring import SIZE, Series, figure, print_lines, size
from benchmarks.workload.office import (
    DIAGRAMS,
    PROCESS,
    REWORK,
    SIX,
    BenchOffice,
    make_office,
    scratch_folder,
)
from models import MoveState, User
from workflows.deployments import publishing
from workflows.moving.dry_run import dry_run
from workflows.moving.runs import BATCH, begin_run, carry_on, progress_of, run_for
from workflows.permissions import standing_of

WARMING = 5


def run() -> Iterator[dict[str, Any]]:
    """Dry run and move of each matter, as a share of one completion."""
    many = size(1_000)
    with scratch_folder() as folder:
        office = make_office(folder / "office.db")
        matter = office.start()
        office.step(matter, SIX[0])
        fill(office.file, matter, many)
        target = _publish_changed(office)
        completions, tried, moved = Series(), Series(), Series()
        with tried.one():
            movable = _tried(office, target)
        run_id = _begun(office, target, movable)
        for _ in range(WARMING):
            _complete(office, matter, Series())
        while True:
            with moved.one():
                count = carry_on(office.sessions, office.now)
            if count < BATCH:
                moved.wall.pop(), moved.processor.pop()  # a batch that is not full
                break
            _complete(office, matter, completions)
        _check(office, run_id, len(movable))
        office.close()
    each = tried.median / len(movable) + moved.median / BATCH
    each_processor = tried.processor_median / len(movable) + moved.processor_median / BATCH
    yield figure(
        f"dry run and move of {len(movable)} matters, each / one completion",
        each / completions.median, "≤ 1.5",
        completion=completions, dry_run_of_all=tried, moved_each_ms=round(1000 * moved.median / BATCH, 2),
    )  # fmt: skip
    yield figure("processor time of the same", each_processor / completions.processor_median, "≤ 1.5")


def _publish_changed(office: BenchOffice) -> int:
    """The measured process with another name on one step; the new definition's id."""
    xml = (DIAGRAMS / "duty.bpmn").read_bytes().replace(b'id="HANDLE" name="', b'id="HANDLE" name="*')
    files = {"duty.bpmn": xml, "forms/REVIEW.json": (DIAGRAMS / "REVIEW.json").read_bytes()}
    office.do(lambda session: publishing.deploy(session, "bench", files, None, office.now).id)
    return office.do(lambda session: publishing.latest_definition(session, PROCESS).id)


def _tried(office: BenchOffice, target: int) -> tuple[int, ...]:
    with office.sessions() as session:
        return dry_run(session, publishing.definition_row(session, target)).movable


def _begun(office: BenchOffice, target: int, movable: tuple[int, ...]) -> int:
    def work(session: Any) -> int:
        clerk = session.query(User).filter_by(username="clerk1").one()
        by = standing_of(session, clerk, office.now).actors[0]
        definition = publishing.definition_row(session, target)
        return begin_run(session, definition, movable, {}, "measured", by, office.now).id

    return office.do(work)


def _complete(office: BenchOffice, matter: int, series: Series) -> None:
    """Two completions of the one matter that stays at work."""
    for element_id, username, answers in REWORK:
        task_id = office.open_task(matter, element_id)
        with series.one():
            office.complete(task_id, username, answers)


def _check(office: BenchOffice, run_id: int, many: int) -> None:
    with office.sessions() as session:
        progress = progress_of(session, run_for(session, run_id))
    if progress.of(MoveState.MOVED) != many:
        raise RuntimeError(f"all {many} should have moved: {dict(progress.counts)}")


def deep() -> int:
    """The long run of the property that nothing is lost; what pytest answers."""
    test = "tests/moving/test_random_edits.py::test_moved_instances_lose_nothing_and_go_back_exactly"
    environment = {**os.environ, "MOVING_SEEDS": os.environ.get(SIZE, "500"), "MOVING_FIRST_SEED": "1000"}
    return subprocess.call(
        [sys.executable, "-m", "pytest", "-q", test], cwd=Path(__file__).parents[1], env=environment
    )


if __name__ == "__main__":
    if "--deep" in sys.argv and deep():
        sys.exit(1)
    print_lines(run())
