"""Bare SQLite writing the same minimum rows: what one act of ours left behind, one statement a row.

The rows are found by comparing our file with a copy that has not seen the act yet; only their writing is
measured: real tables, real indexes and foreign keys, `synchronous=FULL`, one transaction."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any

Statement = tuple[str, tuple[Any, ...]]

#: How the rows of one matter are found in each table an act writes. Parents before children.
TABLES = {
    "process_instance": "id = :instance",
    "deadline": "instance_id = :instance",
    "task": "instance_id = :instance",
    "task_candidate": "task_id IN (SELECT id FROM task WHERE instance_id = :instance)",
    "history_event": "instance_id = :instance",
    "outbox_entry": "id > (SELECT COALESCE(MAX(id), 0) FROM before.outbox_entry)",
}


class Mirror:
    """A copy of an office that is brought up to date with plain SQL."""

    def __init__(self, ours: Path, copy: Path) -> None:
        self.connection = sqlite3.connect(copy, isolation_level=None)
        for pragma in ("journal_mode = WAL", "synchronous = FULL", "foreign_keys = ON"):
            self.connection.execute(f"PRAGMA {pragma}")
        self.reader = sqlite3.connect(ours, isolation_level=None)
        self.reader.row_factory = sqlite3.Row
        self.reader.execute("ATTACH ? AS before", (str(copy),))

    def differences(self, instance_id: int) -> list[Statement]:
        """One statement for each row that our act added or changed."""
        found: list[Statement] = []
        for table, condition in TABLES.items():
            found += self._of_table(table, condition, {"instance": instance_id})
        return found

    def _of_table(self, table: str, condition: str, names: dict[str, int]) -> Iterator[Statement]:
        before = {
            row["id"]: row
            for row in self.reader.execute(f"SELECT * FROM before.{table} WHERE {condition}", names)
        }
        for row in self.reader.execute(f"SELECT * FROM main.{table} WHERE {condition}", names):
            known = before.get(row["id"])
            if known is None:
                yield _insert(table, row)
            elif tuple(known) != tuple(row):
                yield _update(table, known, row)

    def write(self, statements: list[Statement]) -> None:
        """The measured part: one durable transaction."""
        execute = self.connection.execute
        execute("BEGIN IMMEDIATE")
        for sql, values in statements:
            execute(sql, values)
        execute("COMMIT")

    def close(self) -> None:
        self.connection.close()
        self.reader.close()


def _insert(table: str, row: sqlite3.Row) -> Statement:
    columns = ", ".join(row.keys())
    return f"INSERT INTO {table} ({columns}) VALUES ({', '.join('?' * len(row))})", tuple(row)


def _update(table: str, before: sqlite3.Row, after: sqlite3.Row) -> Statement:
    changed = [name for name in after.keys() if before[name] != after[name]]
    settings = ", ".join(f"{name} = ?" for name in changed)
    return f"UPDATE {table} SET {settings} WHERE id = ?", (*(after[name] for name in changed), after["id"])
