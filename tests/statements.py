"""What an SQLite database is told meanwhile, by its own account: whatever sends a statement is counted."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from sqlite3 import Connection

from sqlalchemy import Engine, event


@contextmanager
def statements_of(engine: Engine) -> Iterator[list[str]]:
    """The statements sent over connections taken from the pool meanwhile, values filled in."""
    told: list[str] = []

    def listen(connection: Connection, _record: object, _proxy: object) -> None:
        connection.set_trace_callback(told.append)

    def leave(connection: Connection, _record: object) -> None:
        connection.set_trace_callback(None)

    event.listen(engine, "checkout", listen)
    event.listen(engine, "checkin", leave)
    try:
        yield told
    finally:
        event.remove(engine, "checkout", listen)
        event.remove(engine, "checkin", leave)
