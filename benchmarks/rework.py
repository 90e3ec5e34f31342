"""Whether a matter's age costs anything: the 1,000th rework beside the 10th, in time and in bytes.

An old matter and young ones take turns; each young one is at its 10th rework. BENCH_SIZE: reworks of the old
matter (1000)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from benchmarks.workload.measuring import Series, figure, print_lines, size
from benchmarks.workload.office import REWORK, SIX, BenchOffice, make_office, scratch_folder
from models import ProcessInstance

YOUNG = 10
PAIRS = 12


def run() -> Iterator[dict[str, Any]]:
    """Time and bytes at the old matter's age ÷ at the 10th rework."""
    reworks = size(1_000)
    with scratch_folder() as folder:
        office = make_office(folder / "ours.db")
        old = _aged(office, reworks)
        aged, fresh, aged_bytes, fresh_bytes = Series(), Series(), [], []
        for _ in range(PAIRS):
            young = _aged(office, YOUNG)
            _measured_turn(office, young, fresh)
            _measured_turn(office, old, aged)
            fresh_bytes.append(_state_bytes(office, young))
            aged_bytes.append(_state_bytes(office, old))
        office.close()
    yield figure(
        f"completion at rework {reworks} / at {YOUNG}",
        aged.median / fresh.median,
        "≤ 1.1",
        old=aged,
        young=fresh,
    )
    yield figure(
        f"processor time at rework {reworks} / at {YOUNG}",
        aged.processor_median / fresh.processor_median,
        "≤ 1.1",
    )
    yield figure(
        f"bytes at rest at rework {reworks} / at {YOUNG}", max(aged_bytes) / max(fresh_bytes), "≤ 1.1",
        old_bytes=max(aged_bytes), young_bytes=max(fresh_bytes),
    )  # fmt: skip


def _aged(office: BenchOffice, reworks: int) -> int:
    """A matter that has come back so often and stands at HANDLE."""
    matter = office.start()
    office.step(matter, SIX[0])
    for _ in range(reworks):
        for step in REWORK:
            office.step(matter, step)
    return matter


def _measured_turn(office: BenchOffice, matter: int, series: Series) -> None:
    for element_id, username, answers in REWORK:
        task_id = office.open_task(matter, element_id)
        with series.one():
            office.complete(task_id, username, answers)


def _state_bytes(office: BenchOffice, matter: int) -> int:
    """The engine's state and the mirrored variables, as they lie in the matter's row."""

    def look(session: Session) -> int:
        lengths = func.length(ProcessInstance.engine_state) + func.length(ProcessInstance.variables)
        return session.scalar(select(lengths).where(ProcessInstance.id == matter))

    with office.sessions() as session:
        return look(session)


if __name__ == "__main__":
    print_lines(run())
