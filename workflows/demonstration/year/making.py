"""The demonstration office with its twelve months: made from nothing and, after a break, gone on with."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

from sqlalchemy.orm import Session

from workflows.acts import run_act
from workflows.demonstration.matters import make_demo_matters
from workflows.demonstration.progress import WHOLE, Making, begin_making, end_making, keep_progress, making_of
from workflows.demonstration.second_version import publish_second_version
from workflows.demonstration.year.plan import read_plan
from workflows.demonstration.year.simulation import Simulation
from workflows.first_start import prepare_office
from workflows.rules.calendars import SHANGHAI, local_day
from workflows.words import Sentence

_BEFORE = timedelta(days=375)  #: the twelve months, and the days an accident of last year needs before them
_A_QUARTER_REPORTED = timedelta(days=100)
_YEAR_TAKES = 85  #: parts of WHOLE; the rest are the scripted matters of the last weeks

SessionFactory = Callable[[], Session]


def first_moment(anchor: datetime) -> datetime:
    """When the twelve months before `anchor` (aware) begin.

    A year's work list is drafted in the December before; one whose first quarter is reported must be among
    them, or many clauses would have no act behind them.
    """
    day = local_day(anchor) - _BEFORE
    list_of = local_day(anchor - _A_QUARTER_REPORTED).year
    day = min(day, date(list_of - 1, 11, 25))
    return datetime.combine(day, time(8), SHANGHAI).astimezone(UTC)


def prepare_demonstration(session: Session, anchor: datetime, begins: datetime) -> None:
    """Prepare an empty office as of `begins`, in which the months until `anchor` are to be made."""
    prepare_office(session, demo=True, now=begins)
    begin_making(session, anchor, begins)


def make_demonstration(
    sessions: SessionFactory, directory: Path, tell: Callable[[int], None] = lambda done: None
) -> list[Sentence]:
    """Make what is missing of a demonstration that is prepared: the months on a moved clock, the scripted
    matters, a second version of their process. Does nothing where it is all there.

    `tell` hears how much of WHOLE is done; `directory` holds attachments. What people could not do is given
    back.
    """
    with sessions() as session:
        making = making_of(session)
    if making is None or not making.is_under_way:
        return []
    simulation = Simulation(sessions, read_plan(), directory, making.clock, making.anchor)
    simulation.run(_Told(sessions, making, tell))
    make_demo_matters(sessions, directory, making.anchor)
    run_act(sessions, lambda session: publish_second_version(session, making.anchor))
    run_act(sessions, end_making)
    tell(WHOLE)
    return simulation.failures


class _Told:
    """Hears the moved clock, and keeps how far it has come whenever that is a part more."""

    def __init__(self, sessions: SessionFactory, making: Making, tell: Callable[[int], None]) -> None:
        self.sessions = sessions
        self.begins = first_moment(making.anchor)
        self.anchor = making.anchor
        self.done = making.done
        self.tell = tell

    def __call__(self, clock: datetime) -> None:
        done = int(_YEAR_TAKES * (clock - self.begins) / (self.anchor - self.begins))
        if done > self.done:
            self.done = done
            run_act(self.sessions, lambda session: keep_progress(session, clock, done))
            self.tell(done)
