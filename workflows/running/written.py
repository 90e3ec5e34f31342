"""Rows of an act written at once, one statement each, instead of being left for the session to find out.

The session knows them afterwards as if it had read them. For the few tables every act writes; all else is
left to the session.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from types import MappingProxyType
from typing import Any, TypeVar

from sqlalchemy import bindparam, insert, update
from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import instance_state

from models.known_rows import known, shape_of
from models.prepared import Prepared

Row = TypeVar("Row")
_NOTHING: Mapping[str, Any] = MappingProxyType({})


def new(session: Session, table: type[Row], /, **values: Any) -> Row:
    """Write a new row: what is not said of it is as the table has it."""
    filled = {name: default() if callable(default) else default for name, default in _defaults(table)}
    filled |= values
    filled["id"] = _insert(table).insert(session, filled)
    return known(session, table, filled)


def change(session: Session, row: object, where: Mapping[str, Any] = _NOTHING, /, **values: Any) -> bool:
    """Give a row's columns new values and write them; False where the row is not (any longer) as `where`
    says."""
    statement = _update(type(row), tuple(values), tuple(where))
    conditions = {f"where_{name}": value for name, value in where.items()}
    if not statement.write(session, {"of_id": row.id, **conditions, **values}):
        return False
    row.__dict__.update(values)
    instance_state(row)._commit(row.__dict__, values)
    return True


def take_changes(session: Session, row: object) -> dict[str, Any]:
    """The columns changed since they were read or written last; the session has nothing left to write of
    the row."""
    state = instance_state(row)
    if not state.modified:
        return {}
    before = state.committed_state
    values = {
        name: row.__dict__[name]
        for name in shape_of(type(row)).names
        if name in before and before[name] != row.__dict__[name]
    }
    state._commit_all(row.__dict__, session.identity_map)
    return values


@cache
def _defaults(table: type) -> tuple[tuple[str, Any], ...]:
    """What a column is given where nobody says anything, by attribute; the id is the database's."""
    shape = shape_of(table)
    return tuple(
        (name, _default(column))
        for name, column in zip(shape.names, shape.columns, strict=True)
        if not column.primary_key
    )


def _default(column: Any) -> Any:
    if column.default is None:
        return None
    given = column.default.arg
    return (lambda: given(None)) if column.default.is_callable else given


@cache
def _insert(table: type) -> Prepared:
    return Prepared(insert(table.__table__), [name for name, _ in _defaults(table)])


@cache
def _update(table: type, names: tuple[str, ...], where: tuple[str, ...]) -> Prepared:
    columns = table.__table__.c
    conditions = [columns[name] == bindparam(f"where_{name}") for name in where]
    of_this = update(table.__table__).where(columns.id == bindparam("of_id"), *conditions)
    return Prepared(of_this.values({columns[name]: bindparam(name) for name in names}))
