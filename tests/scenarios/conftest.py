"""The demonstration office with the shipped processes, ready for a clerk's first act."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests import standing
from tests.scenarios.matters_at_work import Office


@pytest.fixture(scope="session")
def opened_office(office_with_processes: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demonstration office, its processes deployed and its standing authorisation given, made once."""
    file = standing.put(tmp_path_factory.mktemp("opened") / "office.db", office_with_processes)
    engine = standing.engine_on(file)
    Office(engine).authorise()
    engine.dispose()  # the last connection folds the write-ahead log into the file
    return file


@pytest.fixture
def office_file(opened_office: Path, place: Path) -> Path:
    """A copy of the opened office, of the test's own."""
    return standing.put(place, opened_office)
