"""Statements made once and handed to the database's driver directly.

SQLAlchemy looks a statement up, wraps its result and tells its listeners each time it is executed; that costs
several times what the database itself needs. The few statements every act makes are prepared instead: an
ordinary Core statement, compiled once for each kind of database, its values converted as the columns say.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from typing import Any

from sqlalchemy import Dialect, Insert
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session
from sqlalchemy.sql import ClauseElement

from .memory import memory_of_transaction

Convert = Callable[[Any], Any]
_DRIVER = "driver"


class Prepared:
    """One statement; its bound parameters are given by name with each call.

    `columns` names those an insert fills in: all but the id, because nobody looks for defaults here. An IN
    with a list of values cannot be prepared. Database errors are raised as SQLAlchemy raises them."""

    def __init__(self, statement: ClauseElement, columns: Collection[str] | None = None) -> None:
        self._statement = statement
        self._columns = columns
        self._compiled: dict[str, _Compiled] = {}

    def rows(self, session: Session, **values: Any) -> list[list[Any]]:
        """What a question answers, each column as its type says."""
        compiled, cursor = self._told(session, values)
        return [compiled.read(row) for row in cursor.fetchall()]

    def row(self, session: Session, **values: Any) -> list[Any] | None:
        """The first row of the answer; None where there is none."""
        compiled, cursor = self._told(session, values)
        found = cursor.fetchone()
        cursor.close()
        return None if found is None else compiled.read(found)

    def value(self, session: Session, **values: Any) -> Any:
        """The first column of the first row; None where there is none."""
        row = self.row(session, **values)
        return None if row is None else row[0]

    def write(self, session: Session, values: Mapping[str, Any]) -> int:
        """Write; how many rows that concerned."""
        return self._told(session, values)[1].rowcount

    def insert(self, session: Session, values: Mapping[str, Any]) -> int:
        """Write a new row; the id the database gave it."""
        compiled, cursor = self._told(session, values)
        return cursor.fetchone()[0] if compiled.returns_id else cursor.lastrowid

    def _told(self, session: Session, values: Mapping[str, Any]) -> tuple[_Compiled, Any]:
        driver, dialect = _driver_of(session)
        compiled = self._compiled.get(dialect.name)
        if compiled is None:
            compiled = self._compiled[dialect.name] = _Compiled(self._statement, self._columns, dialect)
        return compiled, execute(driver, dialect, compiled.sql, compiled.bound(values))


class _Compiled:
    """A statement in the words of one kind of database, and how values go in and come out."""

    def __init__(self, statement: ClauseElement, columns: Collection[str] | None, dialect: Dialect) -> None:
        # SQLite's driver knows the id of the last new row; others are asked to say it.
        self.returns_id = (
            isinstance(statement, Insert) and "id" in statement.table.c and dialect.name != "sqlite"
        )
        if self.returns_id:
            statement = statement.returning(statement.table.c.id)
        compiled = statement.compile(dialect=dialect, column_keys=columns)
        if compiled.insert_prefetch or compiled.update_prefetch:
            raise ValueError(f"a prepared statement leaves columns to their defaults: {compiled}")
        self.sql = str(compiled)
        self.given = {name: bind.value for name, bind in compiled.binds.items() if bind.value is not None}
        names = compiled.positiontup if compiled.positional else compiled.params
        self.places = [(name, _into(compiled, name, dialect)) for name in names]
        self.positional = compiled.positional
        chosen = getattr(statement, "selected_columns", ())
        outof = [column.type.dialect_impl(dialect).result_processor(dialect, None) for column in chosen]
        self.conversions = [(place, convert) for place, convert in enumerate(outof) if convert is not None]

    def bound(self, values: Mapping[str, Any]) -> Any:
        """The values as the driver wants them."""
        given = {**self.given, **values} if self.given else values
        if self.positional:
            return [given[name] if into is None else into(given[name]) for name, into in self.places]
        return {name: given[name] if into is None else into(given[name]) for name, into in self.places}

    def read(self, row: Any) -> list[Any]:
        """One row of an answer as Python values."""
        values = list(row)
        for place, convert in self.conversions:
            values[place] = convert(values[place])
        return values


def execute(driver: Any, dialect: Dialect, sql: str, values: Any = ()) -> Any:
    """Hand a statement to the driver's connection; its cursor. What the database refuses is raised as a
    DBAPIError."""
    try:
        return driver.execute(sql, values)
    except dialect.loaded_dbapi.Error as error:
        base = dialect.loaded_dbapi.Error
        raise DBAPIError.instance(sql, values, error, base, dialect=dialect) from error


def dialect_of(session: Session) -> str:
    """Which kind of database it is: `sqlite`, `postgresql`."""
    return _driver_of(session)[1].name


def _driver_of(session: Session) -> tuple[Any, Dialect]:
    """The driver's connection that the session's transaction goes over, asked for once in each."""
    known = memory_of_transaction(session).get(_DRIVER)
    if known is None:
        connection = session.connection()
        known = connection.connection.driver_connection, connection.dialect
        memory_of_transaction(session)[_DRIVER] = known
    return known


def _into(compiled: Any, name: str, dialect: Dialect) -> Convert | None:
    return compiled.binds[name].type.dialect_impl(dialect).bind_processor(dialect)
