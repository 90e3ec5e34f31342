"""Random processes, random acts: engine and interpreter agree after every one of them."""

from __future__ import annotations

import os

import pytest

from tests.engine.oracle.duel import Duel
from workflows.engine.stepping import run

RUNS = int(os.environ.get("BPM_ORACLE_RUNS", "300"))
"""`BPM_ORACLE_RUNS=10000` for the long run."""


@pytest.mark.parametrize("block", range(10))
def test_engine_and_oracle_agree_on_random_processes(block: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(run, "MAX_STEPS", 2000)  # some random processes trigger themselves for ever
    for seed in range(block, RUNS, 10):
        Duel(seed).play()
