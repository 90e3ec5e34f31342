"""The assessment at its stages, each made once and copied for every test that begins there."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, datetime
from pathlib import Path

import pytest

from tests import standing
from tests.scenarios.assessment.assessments_at_work import Office
from tests.scenarios.hearings import hearings_at_work
from tests.scenarios.matters_at_work import shanghai
from tests.scenarios.supervision import matters_at_work as supervision

ITEM = {
    "key": "2026-7", "no": 7, "leader": "vm_ind", "clauses": ["V-02"], "work": "健全安全生产责任制",
    "target": "部门责任清单全部更新", "measures": "逐部门核对", "lead": "gxj", "co": [],
    "due_date": date(2026, 12, 21), "evidence": "责任清单", "weight": 1, "set_by": "mayor",
}  # fmt: skip
BEGUN = shanghai(2027, 1, 4, 8, 30)
EXAMINED = shanghai(2027, 1, 4, 10, 0)
Factory = pytest.TempPathFactory


@pytest.fixture(scope="session")
def begun_file(opened_office: Path, tmp_path_factory: Factory) -> Path:
    """One leader has held his hearing; another has not, and a supervision matter and an item of his are
    overdue; a supervision matter is closed in time; then the half-year is over."""

    def make(office: Office) -> None:
        matters = supervision.Office(office.engine, office.now)
        matters.begin().finished()
        late = matters.begin().dispatched(lead="scj")
        late.sign_in("scj")
        office.started("clerk1", "duty_item", {"item": ITEM})
        hearings = hearings_at_work.Office(office.engine, office.now)
        held = hearings.begin("vm_city").arranged(meeting_at=shanghai(2026, 11, 23, 15, 0))
        held.held(held_on=date(2026, 11, 23)).drafted(decisions=[]).signed()
        hearings.begin("vm_ind")
        office.moved_to(BEGUN)

    return _staged(opened_office, tmp_path_factory, "begun", make, shanghai(2026, 11, 23, 9, 0))


@pytest.fixture(scope="session")
def planned_file(begun_file: Path, tmp_path_factory: Factory) -> Path:
    return _staged(
        begun_file, tmp_path_factory, "planned", lambda office: office.assessment().planned(), BEGUN
    )


@pytest.fixture(scope="session")
def examined_file(planned_file: Path, tmp_path_factory: Factory) -> Path:
    def make(office: Office) -> None:
        office.assessment().collected().examined()

    return _staged(planned_file, tmp_path_factory, "examined", make, EXAMINED)


def _staged(
    source: Path, factory: Factory, name: str, make: Callable[[Office], object], now: datetime
) -> Path:
    file = standing.put(factory.mktemp(name) / "office.db", source)
    engine = standing.engine_on(file)
    make(Office(engine, now))
    engine.dispose()
    return file


def _copied(source: Path, place: Path, now: datetime) -> Iterator[Office]:
    engine = standing.engine_on(standing.put(place, source))
    yield Office(engine, now)
    engine.dispose()


@pytest.fixture
def begun(begun_file: Path, place: Path) -> Iterator[Office]:
    """The assessment of the second half of 2026 has begun by itself."""
    yield from _copied(begun_file, place, BEGUN)


@pytest.fixture
def planned(planned_file: Path, place: Path) -> Iterator[Office]:
    """The plan is approved; everybody is asked to report."""
    yield from _copied(planned_file, place, BEGUN)


@pytest.fixture
def examined(examined_file: Path, place: Path) -> Iterator[Office]:
    """Everybody has reported, documents and sites are examined; the sheets are out."""
    yield from _copied(examined_file, place, EXAMINED)
