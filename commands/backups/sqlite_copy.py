"""SQLite: a consistent copy while the office goes on working, and what such a copy says about itself."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from commands.bootstrap.failure import Refused

PAGES_A_STEP = 2000  # short steps: writers get their turn in between


def copy(source: Path, target: Path) -> None:
    """Copy a live database with SQLite's online backup: one moment of it, whatever is written meanwhile.

    Raises Refused where the source is missing or is no database.
    """
    if not source.is_file():
        raise Refused(f"没有数据库：{source}", f"There is no database: {source}")
    try:
        with (
            closing(sqlite3.connect(f"{source.as_uri()}?mode=ro", uri=True)) as live,
            closing(sqlite3.connect(target)) as kept,
        ):
            live.backup(kept, pages=PAGES_A_STEP)
            # One plain file, not a file and its write-ahead log.
            kept.execute("PRAGMA journal_mode = DELETE")
    except sqlite3.DatabaseError as error:
        raise Refused(
            f"数据库读不出来：{source}", f"Unreadable database: {source}", output=str(error)
        ) from error


def check(database: Path) -> None:
    """Raises Refused unless SQLite finds the database whole, references included."""
    try:
        with closing(sqlite3.connect(f"{database.as_uri()}?mode=ro", uri=True)) as connection:
            answers = [row[0] for row in connection.execute("PRAGMA integrity_check")]
            dangling = connection.execute("PRAGMA foreign_key_check").fetchall()
    except sqlite3.DatabaseError as error:
        answers, dangling = [str(error)], []
    if answers != ["ok"] or dangling:
        raise Refused(
            "备份里的数据库已损坏。",
            "The database in the backup is broken.",
            output="\n".join([*answers, *(str(row) for row in dangling)]),
        )


def schema_of(database: Path) -> list[str]:
    """The schema's revisions, empty where the tables were never made."""
    return _one_column(database, "alembic_version", "SELECT version_num FROM alembic_version ORDER BY 1")


def digests_of_attachments(database: Path) -> list[str]:
    """The digest of every attachment the database knows, each once."""
    return _one_column(database, "attachment", "SELECT DISTINCT digest FROM attachment ORDER BY 1")


def _one_column(database: Path, table: str, question: str) -> list[str]:
    with closing(sqlite3.connect(f"{database.as_uri()}?mode=ro", uri=True)) as connection:
        known = connection.execute("SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = ?", [table])
        return [row[0] for row in connection.execute(question)] if known.fetchone() else []
