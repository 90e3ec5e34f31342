"""How SQLite is opened: durable, checked, and with the write lock taken at an act's first word.

Any engine on SQLite gets this by importing `models`; other databases are left alone.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, Engine, event

from .prepared import execute

WRITES = {"sqlite_begin": "BEGIN IMMEDIATE"}
"""Execution options for a session that will write, as its transaction's first word:
`session.connection(execution_options=WRITES)`. Taking the lock at once means two acts queue up instead of
one of them failing half-way, when a read lock cannot be raised to a write lock."""

BUSY_SECONDS = 30


@event.listens_for(Engine, "connect")
def _open_durably(connection: Any, _record: object) -> None:
    if type(connection).__module__.split(".")[0] != "sqlite3":
        return
    # SQLAlchemy's "begin" event below says BEGIN; the driver must not do so on its own.
    connection.isolation_level = None
    cursor = connection.cursor()
    cursor.execute("PRAGMA journal_mode = WAL")
    cursor.execute("PRAGMA synchronous = FULL")
    cursor.execute("PRAGMA foreign_keys = ON")
    cursor.execute(f"PRAGMA busy_timeout = {BUSY_SECONDS * 1000}")
    cursor.close()


@event.listens_for(Engine, "begin")
def _begin(connection: Connection) -> None:
    if connection.dialect.name == "sqlite":
        begin = connection.get_execution_options().get("sqlite_begin", "BEGIN")
        execute(connection.connection.driver_connection, connection.dialect, begin)
