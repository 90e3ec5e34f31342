"""The one database handle, and the column shorthands every table uses."""

from __future__ import annotations

import enum
import json
from collections.abc import Callable
from datetime import UTC, date, datetime
from functools import lru_cache
from typing import Annotated, Any

import orjson
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import (
    JSON,
    DateTime,
    Dialect,
    Enum,
    Index,
    LargeBinary,
    MetaData,
    String,
    Text,
    TypeDecorator,
    text,
)
from sqlalchemy.orm import DeclarativeBase, mapped_column, registry
from sqlalchemy.types import TypeEngine


class UtcDateTime(TypeDecorator[datetime]):
    """Stores UTC and gives back aware times; a naive time is refused, because nobody knows what it means."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def bind_processor(self, dialect: Dialect) -> Callable[[datetime | None], Any]:
        """SQLite is given the text itself: every act writes two dozen times."""
        return _moment_as_text if dialect.name == "sqlite" else super().bind_processor(dialect)

    def result_processor(self, dialect: Dialect, coltype: Any) -> Callable[[Any], datetime | None]:
        """And read from the text."""
        return _moment_of_text if dialect.name == "sqlite" else super().result_processor(dialect, coltype)

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        return None if value is None else _in_utc(value)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


def _in_utc(value: datetime) -> datetime:
    if value.tzinfo is None:
        raise ValueError(f"a naive time cannot be stored: {value!r}")
    return value.astimezone(UTC)


@lru_cache(maxsize=512)  # one act writes the same few moments again and again
def _moment_as_text(value: datetime | None) -> str | None:
    return None if value is None else _in_utc(value).isoformat(" ", "microseconds")[:26]


@lru_cache(maxsize=512)
def _moment_of_text(value: str | None) -> datetime | None:
    return None if value is None else datetime.fromisoformat(value).replace(tzinfo=UTC)


class CompactJson(TypeDecorator[Any]):
    """JSON as short as it can be written: Chinese as itself, no blanks. What another program wrote in its own
    way is read all the same."""

    impl = JSON
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        # PostgreSQL takes the values themselves; to SQLite we hand the text, in a column declared as before.
        return dialect.type_descriptor(_JsonText() if dialect.name == "sqlite" else JSON())

    def process_bind_param(self, value: Any, dialect: Dialect) -> Any:
        return _written(value) if dialect.name == "sqlite" and value is not None else value

    def process_result_value(self, value: Any, dialect: Dialect) -> Any:
        return _read(value) if dialect.name == "sqlite" and value is not None else value


class _JsonText(Text):
    __visit_name__ = "JSON"


def _written(value: Any) -> str:
    try:
        return orjson.dumps(value).decode()
    except TypeError:  # whole numbers beyond 64 bits, half a surrogate pair
        return json.dumps(value)


def _read(text: str) -> Any:
    try:
        return orjson.loads(text)
    except orjson.JSONDecodeError:  # as `_written` does it where orjson cannot
        return json.loads(text)


Key = Annotated[int, mapped_column(primary_key=True)]
Code = Annotated[str, mapped_column(String(64))]
Name = Annotated[str, mapped_column(String(200))]
Words = Annotated[str, mapped_column(Text)]
Moment = Annotated[datetime, mapped_column(UtcDateTime)]
Day = Annotated[date, mapped_column()]
Sha256 = Annotated[str, mapped_column(String(64))]


def _enum_values(members: type[enum.Enum]) -> list[str]:
    return [member.value for member in members]


NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}


def index_where(condition: str, name: str, *columns: str) -> Index:
    """An index over the rows that meet a condition (`closed_at IS NULL`); all other rows cost nothing in it.

    Whoever asks must say the condition in the same words. With its column among the index's own the index is
    preferred to others over the same columns."""
    where = text(condition)
    return Index(name, *columns, sqlite_where=where, postgresql_where=where)


class Base(DeclarativeBase):
    """Every table's parent: named constraints, typed columns."""

    metadata = MetaData(naming_convention=NAMING)
    registry = registry(
        metadata=metadata,
        type_annotation_map={
            # Words, not the database's own enum types: a new member needs no change of the schema.
            enum.Enum: Enum(enum.Enum, native_enum=False, length=20, values_callable=_enum_values),
            datetime: UtcDateTime,
            dict[str, Any]: CompactJson,
            list[Any]: CompactJson,
            list[str]: CompactJson,
            bytes: LargeBinary,
        },
    )


db = SQLAlchemy(model_class=Base)
