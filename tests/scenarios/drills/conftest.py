"""The opened office, whose matters are plans of drills; each act opens its own session on the file."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests import standing
from tests.scenarios.drills.drills_at_work import Office


@pytest.fixture
def at_work(office_file: Path) -> Iterator[Office]:
    engine = standing.engine_on(office_file)
    yield Office(engine)
    engine.dispose()
