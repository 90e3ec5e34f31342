"""Rows a session knows without having asked for them in its own way: read by a prepared statement, or just
written by one. To the session they are as if it had loaded them itself."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, TypeVar

from sqlalchemy import bindparam, inspect, select
from sqlalchemy.exc import NoResultFound
from sqlalchemy.orm import Mapper, Session, scoped_session
from sqlalchemy.orm.attributes import instance_state

from .prepared import Prepared

Row = TypeVar("Row")


@dataclass(frozen=True, slots=True)
class Shape:
    """A table's columns as attributes of its rows, found out once."""

    mapper: Mapper[Any]
    names: tuple[str, ...]
    columns: tuple[Any, ...]  #: in the order of the names
    primary: tuple[str, ...]

    def key(self, *values: Any) -> Any:
        """The name a session has for the row with this primary key."""
        return self.mapper.identity_key_from_primary_key(values)

    def row(self, session: Session, statement: Prepared, **values: Any) -> Any:
        """The row a statement over these columns finds; None where there is none."""
        found = statement.row(session, **values)
        return None if found is None else self.taken(session, found)

    def taken(self, session: Session, values: Sequence[Any]) -> Any:
        """The session's row for one line of an answer over these columns."""
        return known(session, self.mapper.class_, dict(zip(self.names, values, strict=True)))


@cache
def shape_of(table: type) -> Shape:
    """A table's shape."""
    mapper = inspect(table)
    attributes = list(mapper.column_attrs)
    return Shape(
        mapper,
        tuple(attribute.key for attribute in attributes),
        tuple(attribute.columns[0] for attribute in attributes),
        tuple(mapper.get_property_by_column(column).key for column in mapper.primary_key),
    )


def row_of(session: Session, table: type[Row], id_: int) -> Row:
    """The row with this id: the session's own, or read. Raises NoResultFound."""
    shape = shape_of(table)
    held = session.identity_map.get(shape.key(id_))
    if held is None:
        held = shape.row(session, _by_id(table), id=id_)
    if held is None:
        raise NoResultFound(f"no {table.__name__} has the id {id_}")
    return held


def rows_of(session: Session, table: type[Row], statement: Prepared, **values: Any) -> list[Row]:
    """The rows a statement over all of a table's columns finds."""
    shape = shape_of(table)
    return [shape.taken(session, line) for line in statement.rows(session, **values)]


def known(session: Session, table: type[Row], values: Mapping[str, Any]) -> Row:
    """The session's row with these values, all its columns; one it has already takes them over."""
    shape = shape_of(table)
    key = shape.key(*(values[name] for name in shape.primary))
    held = session.identity_map.get(key)
    if held is not None:
        held.__dict__.update(values)
        instance_state(held)._commit(held.__dict__, values)
        return held
    row = shape.mapper.class_manager.new_instance()
    row.__dict__.update(values)
    state = instance_state(row)
    plain = session() if isinstance(session, scoped_session) else session
    state.key, state.session_id = key, plain.hash_key
    plain.identity_map.add(state)
    return row


def write_waiting(session: Session, *tables: type) -> None:
    """Write what the session holds back, if there is anything of these tables among it: a prepared statement
    sees only what is written."""
    if holds_nothing_back(session):
        return
    waiting = (row for rows in (session.new, session.dirty, session.deleted) for row in rows)
    if any(isinstance(row, tables) for row in waiting):
        session.flush()


def holds_nothing_back(session: Session) -> bool:
    """Whether the session has nothing to write: SQLAlchemy's own question before it flushes."""
    plain = session() if isinstance(session, scoped_session) else session
    return plain._is_clean()


@cache
def _by_id(table: type) -> Prepared:
    shape = shape_of(table)
    return Prepared(select(*shape.columns).where(shape.mapper.local_table.c.id == bindparam("id")))
