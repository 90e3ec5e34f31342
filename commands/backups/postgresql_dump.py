"""PostgreSQL: its own tools make the copy and bring it back; where they are missing, that is said."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

from sqlalchemy import create_engine, inspect, text
from sqlalchemy.engine import URL, make_url

from commands.bootstrap import children
from commands.bootstrap.failure import Refused


def dump(url: str, target: Path) -> None:
    """One moment of the database in pg_dump's own format. Raises Refused."""
    _run(["pg_dump", "--format=custom", "--no-owner", "--no-privileges", f"--file={target}"], make_url(url))


def load(url: str, source: Path) -> None:
    """Bring a dump back into an empty database, all of it or nothing. Raises Refused."""
    command = ["pg_restore", "--no-owner", "--no-privileges", "--single-transaction", "--exit-on-error"]
    _run([*command, f"--dbname={make_url(url).database}", str(source)], make_url(url))


def check(source: Path) -> None:
    """Raises Refused unless pg_restore can read the dump's table of contents."""
    _run(["pg_restore", "--list", str(source)], None)


def is_empty(url: str) -> bool:
    """Whether the database has no tables yet."""
    engine = create_engine(url)
    try:
        return not inspect(engine).get_table_names()
    finally:
        engine.dispose()


def schema_of(url: str) -> list[str]:
    return _one_column(url, "alembic_version", "SELECT version_num FROM alembic_version ORDER BY 1")


def digests_of_attachments(url: str) -> list[str]:
    return _one_column(url, "attachment", "SELECT DISTINCT digest FROM attachment ORDER BY 1")


def _one_column(url: str, table: str, question: str) -> list[str]:
    engine = create_engine(url)
    try:
        if not inspect(engine).has_table(table):
            return []
        with engine.connect() as connection:
            return list(connection.execute(text(question)).scalars())
    finally:
        engine.dispose()


def _run(command: list[str], server: URL | None) -> None:
    program = command[0]
    if shutil.which(program) is None:
        raise Refused(
            f"备份 PostgreSQL 需要它自带的 {program}，这台机器上没有。",
            f"Backing PostgreSQL up takes its own {program}, which this machine lacks.",
            advice=[("请安装 postgresql-client。", "Install postgresql-client.")],
        )
    try:
        children.run(command, environment={**os.environ, **_connection(server)})
    except children.ChildFailed as failure:
        raise Refused(
            f"{program} 未成功。", f"{program} did not succeed.", output=failure.output
        ) from failure


def _connection(server: URL | None) -> dict[str, str]:
    """The server's address as PostgreSQL's tools read it; the password never stands on a command line."""
    if server is None:
        return {}
    told = {
        "PGHOST": server.host or server.query.get("host"),
        "PGPORT": server.port and str(server.port),
        "PGUSER": server.username,
        "PGPASSWORD": server.password,
        "PGDATABASE": server.database,
    }
    return {key: str(value) for key, value in told.items() if value}
