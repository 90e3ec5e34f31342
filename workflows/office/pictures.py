"""What is derived from the office's rows and kept as long as the office's stamp stays the same.

A picture is read once for each stamp and shared by all threads, so nobody may change anything in it. Rows in
it belong to no session; `present` gives a session its own.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from threading import Lock
from typing import Any, Generic, TypeVar
from weakref import WeakKeyDictionary

from sqlalchemy import Engine, inspect, select
from sqlalchemy.orm import Session, make_transient_to_detached
from sqlalchemy.orm.attributes import instance_state

from models import NumberSequence
from models.known_rows import known, shape_of
from workflows.office.revision import office_revision, seen_of_office

_HELD = 4  #: pictures kept for one database: an act still running may use the one before

Content = TypeVar("Content")
Row = TypeVar("Row")


class Picture(Generic[Content]):
    """One kind of picture: how it is read, and those in memory."""

    def __init__(self, read: Callable[[Session, int], Content]) -> None:
        self._read = read
        self._kept: WeakKeyDictionary[Engine, OrderedDict[int, Content]] = WeakKeyDictionary()
        self._lock = Lock()

    def of(self, session: Session) -> Content:
        """The picture of the office as this transaction sees it."""
        seen = seen_of_office(session)
        if self not in seen:
            seen[self] = self._at(session, office_revision(session))
        return seen[self]

    def _at(self, session: Session, stamp: int) -> Content:
        engine = session.get_bind(NumberSequence).engine
        with self._lock:
            known = self._kept.setdefault(engine, OrderedDict())
            if stamp in known:
                return known[stamp]
        content = self._read(session, stamp)
        with self._lock:
            known[stamp] = content
            while len(known) > _HELD:
                known.popitem(last=False)
        return content


def rows_of(session: Session, table: type[Row], *order: Any) -> list[Row]:
    """All rows of a table as values of no session, with their columns and nothing of what they refer to."""
    mapper = inspect(table)
    rows = []
    for columns in session.execute(select(mapper.local_table).order_by(*order)).mappings():
        row = table(**{attribute.key: columns[attribute.columns[0]] for attribute in mapper.column_attrs})
        make_transient_to_detached(row)
        rows.append(row)
    return rows


def present(session: Session, row: Row) -> Row:
    """The session's own row for one of a picture's, without asking the database."""
    shape = shape_of(type(row))
    held = session.identity_map.get(instance_state(row).key)
    if held is not None:
        return held
    return known(session, type(row), {name: row.__dict__[name] for name in shape.names})
