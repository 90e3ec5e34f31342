"""The first half of 2027 on a moved clock, with nobody at work but two workers: all that the calendar asks
for begins once, every reminder and rung comes in its order, whatever happens to the workers meanwhile."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from models import Deadline, Incident, LadderRung, Notice, Post, ProcessDefinition, ProcessInstance
from tests import standing
from tests.scenarios.assessment.assessments_at_work import COUNTIES
from tests.scenarios.hearings.test_periods import changes_hands
from tests.scenarios.matters_at_work import SHANGHAI, Office, shanghai
from tests.scenarios.supervision.matters_at_work import Office as SupervisionOffice
from tests.scenarios.workers import Workers

BEGINS, ENDS = date(2027, 1, 1), date(2027, 7, 2)
SUCCESSION = date(2027, 2, 18)
DOWN = date(2027, 4, 1)  #: the second quarter's first day, on which no worker is there
RESTART = date(2027, 4, 2)

HOLDERS = ("evm", "vm_agri", "vm_city", "vm_ind", "vm_law", "vm_social")


#: on which working days a rung comes, due on 19 January; the Spring Festival lies before the last
RUNGS = {
    "ES-01": date(2027, 1, 15),
    "ES-02": date(2027, 1, 19),
    "ES-03": date(2027, 1, 22),
    "ES-04": date(2027, 1, 26),
    "ES-05": date(2027, 2, 2),
    "ES-06": date(2027, 2, 11),
}
DRAFT_LATE = {"dch": date(2027, 1, 22), "sg": date(2027, 1, 27)}
REMINDED = [date(2027, 3, day) for day in (17, 18, 19, 22, 29, 30, 31)]
"""Of the fifteen days that remind, those on which somebody looks: what was slept through comes once."""


def days_walked() -> list[date]:
    """One day a week, the days on which something is to come, and the day before each of them."""
    coming = [*RUNGS.values(), *DRAFT_LATE.values(), *REMINDED, SUCCESSION, RESTART, date(2027, 7, 1), ENDS]
    weekly = [BEGINS + timedelta(days=number) for number in range(3, (ENDS - BEGINS).days, 7)]
    before = [day - timedelta(days=1) for day in (*RUNGS.values(), *DRAFT_LATE.values())]
    return sorted({*weekly, *coming, *before, REMINDED[0] - timedelta(days=1), date(2027, 1, 5)} - {DOWN})


@pytest.fixture(scope="module")
def half_year(opened_office: Path, tmp_path_factory: pytest.TempPathFactory) -> SupervisionOffice:
    """The office at the end of the half-year."""
    file = standing.put(tmp_path_factory.mktemp("half-year") / "office.db", opened_office)
    office = SupervisionOffice(standing.engine_on(file))
    office.at(2026, 12, 31, 18, 0)
    workers = Workers(file)
    for day in days_walked():
        office.now = shanghai(day.year, day.month, day.day, 18, 0)
        if day == SUCCESSION:
            changes_hands(office, "vm_city", "dsg", day)
        if day == RESTART:
            assert workers.look_from_a_new_program(office.now) == 0
        assert workers.look(office.now) == 0
        if day == date(2027, 1, 5):
            office.begin().signed_in()
    return office


def begun(office: Office, process: str) -> list[str]:
    """What the calendar began of a process within the half-year, in the order of the alphabet."""
    query = (
        select(ProcessInstance.start_key)
        .join(ProcessDefinition, ProcessDefinition.id == ProcessInstance.definition_id)
        .where(
            ProcessDefinition.process_id == process,
            ProcessInstance.start_key.is_not(None),
            ProcessInstance.started_at >= shanghai(2027, 1, 1),
        )
    )
    with office.sessions() as session:
        return sorted(session.scalars(query))


MONTHS = [f"2027-{month:02}" for month in range(1, 8)]


@pytest.mark.parametrize(
    ("process", "expected"),
    [
        ("supervision_circular", MONTHS),
        ("emergency_drill", [*(f"{month}:monthly" for month in MONTHS), "2027:yearly"]),
        ("half_year_assessment", ["2027-H1", "2027-H2"]),
        ("assessment_report", [f"2027-H{half}:{county}" for half in (1, 2) for county in COUNTIES]),
        ("annual_worklist", []),  # each December
        (
            "special_campaign",
            [f"2027:season-{name}" for name in ("flood", "safety-month", "sessions", "spring")],
        ),
        (
            "quarterly_hearing",
            [
                *(f"2027-Q{quarter}:{post}:quarter-begins" for quarter in (1, 2, 3) for post in HOLDERS),
                f"2027-Q1:vm_city:{SUCCESSION}:quarter-begins",
                *(f"2027-Q{quarter}:scm:quarter-ended" for quarter in (1, 2, 3)),
            ],
        ),
    ],
)
def test_every_periodic_duty_began_once(half_year: Office, process: str, expected: list[str]) -> None:
    assert begun(half_year, process) == sorted(expected)


def test_no_matter_stands_still_with_a_fault(half_year: Office) -> None:
    with half_year.sessions() as session:
        assert session.scalars(select(Incident)).all() == []


def told(office: Office, kind: str, post: str) -> list[tuple[str, date]]:
    """Under which key the matter began that a post was told of, and on what day, oldest first."""
    query = (
        select(ProcessInstance.start_key, Notice.made_at)
        .join(ProcessInstance, ProcessInstance.id == Notice.instance_id)
        .join(Post, Post.id == Notice.post_id)
        .where(Notice.kind == kind, Post.code == post)
        .order_by(Notice.made_at, Notice.id)
    )
    with office.sessions() as session:
        return [(key, at.astimezone(SHANGHAI).date()) for key, at in session.execute(query)]


@pytest.mark.parametrize("post", HOLDERS)
def test_each_leader_is_reminded_at_each_look_and_then_told_that_it_is_late(
    half_year: Office, post: str
) -> None:
    held = f"2027-Q1:{post}:{SUCCESSION}" if post == "vm_city" else f"2027-Q1:{post}"
    reminded = [line for line in told(half_year, "hearing-near", post) if line[0].startswith("2027-Q1")]
    assert reminded == [(f"{held}:quarter-begins", day) for day in REMINDED]
    late = [line for line in told(half_year, "hearing-overdue", post) if line[0].startswith("2027-Q1")]
    assert late == [(f"{held}:quarter-begins", RESTART)], "nobody was there on the day itself"


def test_a_draft_that_is_late_is_told_one_step_up_at_a_time(half_year: Office) -> None:
    """Begun on 31 December, fifteen working days; three more, and the secretary-general knows too."""
    for post, day in DRAFT_LATE.items():
        assert told(half_year, "worklist-draft-late", post) == [("2026", day)]


def test_every_rung_of_a_ladder_comes_in_its_order_and_once(half_year: Office) -> None:
    """Dispatched on 5 January, ten working days: due on the 19th; the rungs count working days from there."""
    query = select(LadderRung.rung, Deadline.id, LadderRung.fired_at).join(
        Deadline, Deadline.id == LadderRung.deadline_id
    )
    with half_year.sessions() as session:
        rungs = session.execute(query.order_by(LadderRung.fired_at, LadderRung.id)).all()
    assert len({deadline for _rung, deadline, _at in rungs}) == 1
    assert [(rung, at.astimezone(SHANGHAI).date()) for rung, _deadline, at in rungs] == list(RUNGS.items())
