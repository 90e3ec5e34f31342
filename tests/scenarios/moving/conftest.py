"""An office with supervision matters in work on the first version, and a second one published since."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.scenarios.conftest import engine_on
from tests.scenarios.moving.versions import Office, with_check_step


@pytest.fixture(scope="session")
def two_versions(opened_office: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The opened office with matters at several places, then another version; made once."""
    file = tmp_path_factory.mktemp("two-versions") / "office.db"
    shutil.copy(opened_office, file)
    engine = engine_on(file)
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
def at_work(two_versions: Path, tmp_path: Path) -> Iterator[Office]:
    """A copy of the test's own. Its matters: `with_co`, `signed_in`, `registered`, `dispatched`."""
    file = tmp_path / "office.db"
    shutil.copy(two_versions, file)
    engine = engine_on(file)
    yield Office(engine)
    engine.dispose()
