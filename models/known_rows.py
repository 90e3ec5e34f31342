"""Rows a session knows without having asked for them in its own way: read by a prepared statement, or just
written by one. To the session they are as if it had loaded them itself."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any, TypeVar

from sqlalchemy import bindparam, inspect, select
from sqlalchemy.exc import NoResultFound
from sqlalchemy.orm import Mapper, Session, scoped_session
from sqlalchemy.orm.attributes import instance_state, set_committed_value

from .prepared import Prepared

Row = TypeVar("Row")


def row_of(session: Session, table: type[Row], id_: int) -> Row:
    """The row with this id: the session's own, or read. Raises NoResultFound."""
    mapper = inspect(table)
    held = session.identity_map.get(mapper.identity_key_from_primary_key((id_,)))
    if held is not None:
        return held
    values = _by_id(mapper).row(session, id=id_)
    if values is None:
        raise NoResultFound(f"no {mapper.local_table} has the id {id_}")
    return known(session, table, dict(zip(names_of(table), values, strict=True)))


def known(session: Session, table: type[Row], values: Mapping[str, Any]) -> Row:
    """The session's row with these values, all its columns; one it has already takes them over."""
    mapper = inspect(table)
    key = mapper.identity_key_from_primary_key([values[name] for name in _primary(mapper)])
    held = session.identity_map.get(key)
    if held is not None:
        for name, value in values.items():
            set_committed_value(held, name, value)
        return held
    row = mapper.class_manager.new_instance()
    row.__dict__.update(values)
    state = instance_state(row)
    plain = session() if isinstance(session, scoped_session) else session
    state.key, state.session_id = key, plain.hash_key
    plain.identity_map.add(state)
    return row


def write_waiting(session: Session, *tables: type) -> None:
    """Write what the session holds back, if there is anything of these tables among it: a prepared statement
    sees only what is written."""
    if not (session.new or session.deleted or session.identity_map.check_modified()):
        return
    waiting = (row for rows in (session.new, session.dirty, session.deleted) for row in rows)
    if any(isinstance(row, tables) for row in waiting):
        session.flush()


@cache
def names_of(table: type) -> tuple[str, ...]:
    """The attributes of a table's columns, in the order in which `columns_of` chooses them."""
    return tuple(inspect(table).column_attrs.keys())


def columns_of(table: type) -> Iterable[Any]:
    """A table's columns, for a statement whose rows `known` is to take."""
    return [attribute.columns[0] for attribute in inspect(table).column_attrs]


@cache
def _primary(mapper: Mapper[Any]) -> tuple[str, ...]:
    return tuple(mapper.get_property_by_column(column).key for column in mapper.primary_key)


@cache
def _by_id(mapper: Mapper[Any]) -> Prepared:
    of_this_id = mapper.local_table.c.id == bindparam("id")
    return Prepared(select(*columns_of(mapper.class_)).where(of_this_id))
