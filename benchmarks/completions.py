"""Completed tasks a second, as a share of bare SQLite writing the same minimum rows.

One process; our act, the bare rows, plain SpiffWorkflow and a bare fsync take turns, completion by
completion. BENCH_SIZE: matters of six completions (60)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from benchmarks.workload.measuring import Series, figure, fsync_once, print_lines, size
from benchmarks.workload.mirror import Mirror
from benchmarks.workload.office import SIX, copy_office, make_office, scratch_folder
from benchmarks.workload.plain_spiff import PlainSpiff

WARMING = 3


def run() -> Iterator[dict[str, Any]]:
    """The share, plain SpiffWorkflow's beside it, and the machine's limit."""
    with scratch_folder() as folder:
        office = make_office(folder / "ours.db")
        copy_office(office, folder / "bare.db").close()
        copy_office(office, folder / "plain.db").close()
        mirror, plain = Mirror(office.file, folder / "bare.db"), PlainSpiff(folder / "plain.db")
        fsync = fsync_once(folder / "fsync")
        ours, bare, spiff, disk = Series(), Series(), Series(), Series()
        rows = 0
        for turn in range(WARMING + size(60)):
            if turn == WARMING:
                ours, bare, spiff, disk, rows = Series(), Series(), Series(), Series(), 0
            matter = office.start()
            begun = mirror.differences(matter)
            mirror.write(begun)
            plain.start(matter, begun)
            for element_id, username, answers in SIX:
                task_id = office.open_task(matter, element_id)
                with ours.one():
                    office.complete(task_id, username, answers)
                statements = mirror.differences(matter)
                rows += len(statements)
                with bare.one():
                    mirror.write(statements)
                with spiff.one():
                    plain.complete(matter, element_id, answers, statements)
                with disk.one():
                    fsync()
        mirror.close()
        plain.close()
        office.close()
    each = round(rows / len(ours.wall), 1)
    yield figure(
        "completions/s, share of bare SQLite", bare.median / ours.median, "≥ 0.33",
        a_second=round(1 / ours.median, 1), rows_each=each, ours=ours, bare=bare,
    )  # fmt: skip
    yield figure("plain SpiffWorkflow, share of bare SQLite", bare.median / spiff.median, None, plain=spiff)
    yield figure("processor time of ours / of bare", ours.processor_median / bare.processor_median, None)
    yield figure(
        "bare SQLite, share of the disk's own fsyncs/s", disk.median / bare.median, None,
        fsyncs_a_second=round(1 / disk.median), fsync=disk,
    )  # fmt: skip


if __name__ == "__main__":
    print_lines(run())
