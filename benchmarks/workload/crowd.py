"""Very many waiting matters at once: copies of one that really runs, written in bulk with every row it has.

The schema and its indexes are the office's own and stay in place while the rows come in."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from pathlib import Path

FAR = "2031-01-06 01:00:00.000000"
_AT_ONCE = 50_000


def fill(file: Path, template: int, count: int, offers: Mapping[int, int] | None = None) -> None:
    """Add `count` copies of the matter `template`, waiting for years.

    `offers` says how many of each thousand of their tasks go to a post (post id → share); the others stay
    with the template's own candidates."""
    connection = sqlite3.connect(file, isolation_level=None)
    connection.execute("PRAGMA synchronous = OFF")  # building, not measured
    connection.execute("PRAGMA cache_size = -200000")
    first = 1 + max(
        connection.execute(f"SELECT COALESCE(MAX(id), 0) FROM {table}").fetchone()[0]
        for table in ("process_instance", "task", "task_candidate", "deadline", "history_event")
    )
    for start in range(0, count, _AT_ONCE):
        here = min(_AT_ONCE, count - start)
        connection.execute("BEGIN")
        _copy_all(connection, template, first + start, here)
        connection.execute("COMMIT")
    if offers:
        _offer(connection, first, count, offers)
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()


def _copy_all(connection: sqlite3.Connection, template: int, first: int, count: int) -> None:
    """One copy of each of the template's rows for each number; the first open task only."""
    task, deadline = connection.execute(
        "SELECT id, deadline_id FROM task WHERE instance_id = ? AND state = 'open' ORDER BY id LIMIT 1",
        (template,),
    ).fetchone()
    spread = f"datetime('{FAR[:19]}', '+' || (n % 100000) || ' seconds') || '.000000'"
    _copy(connection, "process_instance", f"id = {template}", first, count,
          {"id": "n", "next_due_at": spread, "number": "NULL", "start_key": "NULL"})  # fmt: skip
    _copy(connection, "deadline", f"id = {deadline}", first, count,
          {"id": "n", "instance_id": "n", "due_at": spread, "original_due_at": spread})  # fmt: skip
    _copy(connection, "task", f"id = {task}", first, count,
          {"id": "n", "instance_id": "n", "deadline_id": "n", "due_at": spread})  # fmt: skip
    candidate = f"id = (SELECT MIN(id) FROM task_candidate WHERE task_id = {task})"
    _copy(
        connection, "task_candidate", candidate, first, count, {"id": "n", "task_id": "n", "due_at": spread}
    )
    event = f"id = (SELECT MIN(id) FROM history_event WHERE instance_id = {template})"
    _copy(
        connection, "history_event", event, first, count, {"id": "n", "instance_id": "n", "task_id": "NULL"}
    )


def _copy(
    connection: sqlite3.Connection, table: str, which: str, first: int, count: int, changed: Mapping[str, str]
) -> None:
    columns = [row[1] for row in connection.execute(f"PRAGMA table_info({table})")]
    values = ", ".join(changed.get(column, column) for column in columns)
    connection.execute(
        f"WITH RECURSIVE numbers(n) AS (SELECT {first} UNION ALL SELECT n + 1 FROM numbers"
        f" WHERE n + 1 < {first + count})"
        f" INSERT INTO {table} ({', '.join(columns)})"
        f" SELECT {values} FROM numbers CROSS JOIN (SELECT * FROM {table} WHERE {which})"
    )


def _offer(connection: sqlite3.Connection, first: int, count: int, offers: Mapping[int, int]) -> None:
    begin = 0
    for post_id, share in offers.items():
        connection.execute(
            "UPDATE task_candidate SET post_id = ?, unit_id = NULL"
            " WHERE id >= ? AND id < ? AND id % 1000 >= ? AND id % 1000 < ?",
            (post_id, first, first + count, begin, begin + share),
        )
        begin += share
