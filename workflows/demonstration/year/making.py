"""The demonstration office with its twelve months, made from nothing in an empty database."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

from sqlalchemy.orm import Session

from workflows.acts import run_act
from workflows.demonstration.matters import make_demo_matters
from workflows.demonstration.year.plan import read_plan
from workflows.demonstration.year.simulation import Simulation
from workflows.first_start import prepare_office

BEFORE = timedelta(days=375)
"""The twelve months, and the days an accident of last year needs before them."""

SessionFactory = Callable[[], Session]


def make_year(
    sessions: SessionFactory,
    directory: Path,
    anchor: datetime,
    tell: Callable[[float], None] = lambda share: None,
    before: timedelta = BEFORE,
) -> Simulation:
    """Prepare an empty office as of the first day, run the time until `anchor` (aware), then make the
    scripted supervision items. `tell` hears what share of the time has passed; `directory` holds attachments.

    What people could not do is in the simulation's `failures`.
    """
    begins = anchor - before
    run_act(sessions, lambda session: prepare_office(session, demo=True, now=begins))
    simulation = Simulation(sessions, read_plan(), directory, begins, anchor)
    simulation.run(tell)
    make_demo_matters(sessions, directory, anchor)
    return simulation
