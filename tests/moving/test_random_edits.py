"""Nothing is ever lost or left without a live task: random edits of random processes, moved in a database.

The long run is `run.py bench moving --deep`."""

from __future__ import annotations

import os

import pytest
from sqlalchemy.orm import Session, sessionmaker

from tests.demonstration import OFFICE_NOW
from tests.moving.random_moves import Trial

SEEDS = int(os.environ.get("MOVING_SEEDS", "20"))
FIRST = int(os.environ.get("MOVING_FIRST_SEED", "40"))


def tried(office: Session, seeds: range) -> Trial:
    trial = Trial(sessionmaker(office.get_bind(), expire_on_commit=False), OFFICE_NOW)
    for seed in seeds:
        trial.try_one(seed)
    return trial


def test_moved_instances_lose_nothing_and_go_back_exactly(office: Session) -> None:
    tally = tried(office, range(FIRST, FIRST + SEEDS)).tally
    assert tally.undone > SEEDS / 4 and tally.refused > SEEDS / 40, tally


@pytest.mark.both_databases
def test_moves_and_undoes_are_the_same_on_both_databases(office: Session) -> None:
    tally = tried(office, range(5, 11)).tally
    assert tally.undone >= 2, tally
