"""The sweep: 100 matters due among very many waiting, beside 100 among 10,000.

Both offices take turns. BENCH_SIZE: matters waiting in the large one (1000000, some 2 GB of disk)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from benchmarks.workload.crowd import fill
from benchmarks.workload.measuring import Series, figure, print_lines, size
from benchmarks.workload.office import SIX, BenchOffice, copy_office, make_office, scratch_folder
from workflows.running.sweep import sweep

FEW = 10_000
DUE = 100
ROUNDS = 3


def run() -> Iterator[dict[str, Any]]:
    """One sweep with a hundred due, large ÷ small."""
    many = size(1_000_000)
    with scratch_folder() as folder:
        small = make_office(folder / "small.db")
        template = _handled(small)
        large = copy_office(small, folder / "large.db")
        fill(small.file, template, FEW)
        fill(large.file, template, many)
        few, lots = Series(), Series()
        for _ in range(ROUNDS):
            _measured(small, few)
            _measured(large, lots)
        small.close()
        large.close()
    yield figure(
        f"sweep, {DUE} due among {many} / among {FEW}", lots.median / few.median, "≤ 1.2",
        many=lots, few=few, ms_each_woken=round(1000 * lots.median / DUE, 2),
    )  # fmt: skip
    yield figure("processor time of the same", lots.processor_median / few.processor_median, "≤ 1.2")


def _handled(office: BenchOffice) -> int:
    """A matter that stands at HANDLE with its seven days running."""
    matter = office.start()
    office.step(matter, SIX[0])
    return matter


def _measured(office: BenchOffice, series: Series) -> None:
    """A hundred matters come due; the sweep that wakes them is measured, their notices sent beforehand."""
    for _ in range(DUE):
        _handled(office)
    sweep(office.sessions, office.now)
    office.now += timedelta(days=8)
    with series.one():
        swept = sweep(office.sessions, office.now)
    if swept.woken < DUE or swept.broken:
        raise RuntimeError(f"the sweep should have woken {DUE}: {swept}")


if __name__ == "__main__":
    print_lines(run())
