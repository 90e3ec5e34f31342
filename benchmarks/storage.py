"""Bytes that a finished matter of six completions leaves, history, notices-to-send and indexes included.

BENCH_SIZE: matters finished (200)."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from benchmarks.workload.measuring import figure, print_lines, size
from benchmarks.workload.office import SIX, make_office, scratch_folder


def run() -> Iterator[dict[str, Any]]:
    """Growth of the file per matter, and where it lies."""
    matters = size(200)
    with scratch_folder() as folder:
        office = make_office(folder / "ours.db")
        office.close()
        before = _by_table(office.file)
        for _ in range(matters):
            matter = office.start()
            for step in SIX:
                office.step(matter, step)
        office.close()
        after = _by_table(office.file)
    each = {table: round((after[table] - before.get(table, 0)) / matters) for table in after}
    largest = dict(sorted(((t, n) for t, n in each.items() if n > 0), key=lambda part: -part[1]))
    total = sum(after.values()) - sum(before.values())
    yield figure(
        "bytes a finished matter of six", total / matters, "≤ 10000", of_which=largest, matters=matters
    )


def _by_table(file: Path) -> dict[str, int]:
    """Bytes of pages a table and its indexes fill, in a file without holes."""
    connection = sqlite3.connect(file, isolation_level=None)
    connection.execute("VACUUM")
    rows = connection.execute(
        "SELECT schema.tbl_name, SUM(stat.pgsize) FROM dbstat AS stat"
        " JOIN sqlite_schema AS schema ON schema.name = stat.name GROUP BY schema.tbl_name"
    )
    found = dict(rows.fetchall())
    connection.close()
    return found


if __name__ == "__main__":
    print_lines(run())
