"""An office with supervision matters in work on the first version, and a second one published since."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests import standing
from tests.scenarios.moving.versions import Office, with_check_step


@pytest.fixture(scope="session")
def two_versions(opened_office: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The opened office with matters at several places, then another version; made once."""
    file = standing.put(tmp_path_factory.mktemp("two-versions") / "office.db", opened_office)
    engine = standing.engine_on(file)
    office = Office(engine)
    office.begin().signed_in(co=["zjj"])
    office.begin().signed_in()
    office.begin().registered()
    office.begin().dispatched()
    office.later(minutes=5)  # their notices are sent
    office.publish(with_check_step)
    engine.dispose()  # the last connection folds the write-ahead log into the file
    return file


@pytest.fixture
def at_work(two_versions: Path, place: Path) -> Iterator[Office]:
    """A copy of the test's own. Its matters: `with_co`, `signed_in`, `registered`, `dispatched`."""
    engine = standing.engine_on(standing.put(place, two_versions))
    yield Office(engine)
    engine.dispose()
