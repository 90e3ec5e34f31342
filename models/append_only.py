"""Acts on record are append-only: the database itself refuses to change or delete them."""

from __future__ import annotations

from sqlalchemy import DDL, Table, event

_SQLITE = """
CREATE TRIGGER {table}_no_{verb} BEFORE {verb} ON {table}
BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END
"""

_POSTGRESQL_FUNCTION = """
CREATE OR REPLACE FUNCTION refuse_change_of_record() RETURNS trigger AS $$
BEGIN RAISE EXCEPTION '% is append-only', TG_TABLE_NAME; END
$$ LANGUAGE plpgsql
"""

_POSTGRESQL = """
CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE ON {table}
FOR EACH ROW EXECUTE FUNCTION refuse_change_of_record()
"""


def guards(table: str, dialect: str) -> list[str]:
    """The statements that make one table append-only on `sqlite` or `postgresql`; none for others."""
    if dialect == "sqlite":
        return [_SQLITE.format(table=table, verb=verb) for verb in ("update", "delete")]
    if dialect == "postgresql":
        return [_POSTGRESQL_FUNCTION, _POSTGRESQL.format(table=table)]
    return []


def append_only(table: Table) -> None:
    """Give a table its guards whenever it is created from the metadata (the migration says them itself)."""
    for dialect in ("sqlite", "postgresql"):
        for statement in guards(table.name, dialect):
            escaped = statement.replace("%", "%%")
            event.listen(table, "after_create", DDL(escaped).execute_if(dialect=dialect))
