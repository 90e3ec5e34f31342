"""Every row that belongs to an instance, as plain values: what a move may change, an undo must bring back."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Table, select
from sqlalchemy.orm import Session

from models import db

#: The record only grows, and runs are about moves themselves.
NOT_LOOKED_AT = ("history_event", "read_event", "instance_move", "instance_move_run")

Rows = Mapping[str, list[dict[str, Any]]]


def rows_of(session: Session, instance_id: int) -> Rows:
    """Rows by table, found through `instance_id`, or through the tasks and deadlines of the instance."""
    tables = db.metadata.tables
    found = {"process_instance": _rows(session, tables["process_instance"], "id", [instance_id])}
    for name, table in tables.items():
        if name not in NOT_LOOKED_AT and "instance_id" in table.c:
            found[name] = _rows(session, table, "instance_id", [instance_id])
    for column, parents in (("task_id", found["task"]), ("deadline_id", found["deadline"])):
        for name, table in tables.items():
            if name not in NOT_LOOKED_AT and column in table.c and name not in found:
                found[name] = _rows(session, table, column, [row["id"] for row in parents])
    return {name: rows for name, rows in found.items() if rows}


def _rows(session: Session, table: Table, column: str, values: list[int]) -> list[dict[str, Any]]:
    query = select(table).where(table.c[column].in_(values)).order_by(*table.primary_key.columns)
    return [dict(row._mapping) for row in session.execute(query)]


def without(rows: Rows, **columns: tuple[str, ...]) -> Rows:
    """The rows without the columns that a move is there to change."""
    return {
        name: [{key: value for key, value in row.items() if key not in columns.get(name, ())} for row in held]
        for name, held in rows.items()
    }


def differences(before: Rows, after: Rows) -> list[str]:
    """What is not the same, row by row and column by column; empty: all of it is."""
    found = []
    for name in before.keys() | after.keys():
        old, new = before.get(name, []), after.get(name, [])
        if len(old) != len(new):
            found.append(f"{name}: {len(old)} rows, then {len(new)}")
        for one, other in zip(old, new, strict=False):
            found += [
                f"{name} {one.get('id')}.{key}: {one[key]!r}, then {other[key]!r}"
                for key in one
                if one[key] != other[key]
            ]
    return found
