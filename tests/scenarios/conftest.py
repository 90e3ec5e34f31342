"""The demonstration office with the shipped processes, ready for a clerk's first act."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from sqlalchemy import Engine, create_engine

from tests.scenarios.matters_at_work import Office


@pytest.fixture(scope="session")
def opened_office(furnished_office: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demonstration office with its processes deployed, in an SQLite file made once."""
    file = tmp_path_factory.mktemp("opened") / "office.db"
    shutil.copy(furnished_office, file)
    engine = engine_on(file)
    Office(engine).open_office()
    engine.dispose()  # the last connection folds the write-ahead log into the file
    return file


@pytest.fixture
def office_file(opened_office: Path, tmp_path: Path) -> Path:
    """A copy of the opened office, of the test's own."""
    file = tmp_path / "office.db"
    shutil.copy(opened_office, file)
    return file


def engine_on(file: Path) -> Engine:
    return create_engine(f"sqlite:///{file.as_posix()}")
