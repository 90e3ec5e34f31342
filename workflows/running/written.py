"""Rows of an act written at once, one statement each, instead of being left for the session to find out.

The session knows them afterwards as if it had read them. For the few tables every act writes; all else is
left to the session.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from types import MappingProxyType
from typing import Any, TypeVar

from sqlalchemy import bindparam, insert, inspect, update
from sqlalchemy.orm import Mapper, Session
from sqlalchemy.orm.attributes import set_committed_value

from models.known_rows import known, names_of
from models.prepared import Prepared

Row = TypeVar("Row")
_NOTHING: Mapping[str, Any] = MappingProxyType({})


def new(session: Session, table: type[Row], /, **values: Any) -> Row:
    """Write a new row: what is not said of it is as the table has it."""
    mapper = inspect(table)
    filled = {name: default() if callable(default) else default for name, default in _defaults(mapper)}
    filled |= values
    filled["id"] = _insert(mapper).insert(session, filled)
    return known(session, table, filled)


def change(session: Session, row: object, where: Mapping[str, Any] = _NOTHING, /, **values: Any) -> bool:
    """Give a row's columns new values and write them; False where the row is not (any longer) as `where`
    says."""
    statement = _update(inspect(type(row)), tuple(values), tuple(where))
    conditions = {f"where_{name}": value for name, value in where.items()}
    if not statement.write(session, {"of_id": row.id, **conditions, **values}):
        return False
    for name, value in values.items():
        set_committed_value(row, name, value)
    return True


def take_changes(session: Session, row: object) -> dict[str, Any]:
    """The columns changed since they were read or written last; the session has nothing left to write of
    the row."""
    state = inspect(row)
    if not state.modified:
        return {}
    values = {
        name: row.__dict__[name]
        for name in names_of(type(row))
        if name in state.committed_state and state.attrs[name].history.has_changes()
    }
    state._commit_all(row.__dict__, session.identity_map)
    return values


@cache
def _defaults(mapper: Mapper[Any]) -> tuple[tuple[str, Any], ...]:
    """What a column is given where nobody says anything, by attribute; the id is the database's."""
    return tuple(
        (attribute.key, _default(attribute.columns[0]))
        for attribute in mapper.column_attrs
        if not attribute.columns[0].primary_key
    )


def _default(column: Any) -> Any:
    if column.default is None:
        return None
    given = column.default.arg
    return (lambda: given(None)) if column.default.is_callable else given


@cache
def _insert(mapper: Mapper[Any]) -> Prepared:
    return Prepared(insert(mapper.local_table), [name for name, _ in _defaults(mapper)])


@cache
def _update(mapper: Mapper[Any], names: tuple[str, ...], where: tuple[str, ...]) -> Prepared:
    table = mapper.local_table
    values = {mapper.attrs[name].columns[0]: bindparam(name) for name in names}
    conditions = [mapper.attrs[name].columns[0] == bindparam(f"where_{name}") for name in where]
    return Prepared(update(table).where(table.c.id == bindparam("of_id"), *conditions).values(values))
