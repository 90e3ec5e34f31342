"""The opened office, whose matters are lists and their items; each act opens its own session on the file."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests import standing
from tests.scenarios.matters_at_work import shanghai
from tests.scenarios.worklist.worklists_at_work import Office, Worklist

ISSUED_AT = shanghai(2027, 1, 11, 10, 0)


@pytest.fixture
def at_work(office_file: Path) -> Iterator[Office]:
    engine = standing.engine_on(office_file)
    yield Office(engine)
    engine.dispose()


@pytest.fixture(scope="session")
def issued_file(opened_office: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An office whose list of 2027 was issued on 11 January, made once."""
    file = standing.put(tmp_path_factory.mktemp("issued") / "office.db", opened_office)
    engine = standing.engine_on(file)
    office = Office(engine)
    worklist = office.worklist().drafted().consulted().countersigned().reviewed().approved()
    office.now = ISSUED_AT
    worklist.issue()
    engine.dispose()
    return file


@pytest.fixture
def issued(issued_file: Path, place: Path) -> Iterator[Worklist]:
    """The list of 2027, issued a moment ago, in a file of the test's own."""
    engine = standing.engine_on(standing.put(place, issued_file))
    office = Office(engine, ISSUED_AT)
    [worklist] = office.matters_of("annual_worklist")
    yield Worklist(office, worklist)
    engine.dispose()
