"""The engine beside an independent token game over ten thousand random processes (`run.py bench --deep`).

`python -m benchmarks.deep_oracle [RUNS]` plays them with random acts, saved and reloaded at every step, and
exits with 1 if the two disagree anywhere: open work with its scopes, armed events, due times, variables, end.
"""

from __future__ import annotations

import json
import os
import sys
from concurrent.futures import ProcessPoolExecutor

from tests.engine.oracle.duel import Duel
from workflows.engine.stepping import run as stepping

RUNS = 10_000
_AT_ONCE = 250
_MOVES = 2_000
"""In one act: some random processes trigger themselves for ever, and both sides have to say so."""


def play(seeds: tuple[int, ...]) -> list[str]:
    """Every disagreement over these seeds, with the story that leads to it."""
    stepping.MAX_STEPS = _MOVES
    found = []
    for seed in seeds:
        try:
            Duel(seed).play()
        except Exception as fault:  # a traceback of either side is a disagreement too
            found.append(f"seed {seed}: {type(fault).__name__}: {fault}")
    return found


def main(runs: int) -> int:
    """Play so many random processes on all cores; 1 where anything disagreed."""
    disagreements: list[str] = []
    done = 0
    with ProcessPoolExecutor(os.cpu_count()) as pool:
        blocks = [tuple(range(first, min(first + _AT_ONCE, runs))) for first in range(0, runs, _AT_ONCE)]
        for found in pool.map(play, blocks):
            done = min(runs, done + _AT_ONCE)
            disagreements += found
            print(f"  {done} / {runs}, {len(disagreements)} ✗", file=sys.stderr, flush=True)
    said = {"name": "random processes", "value": runs, "disagreements": len(disagreements), "limit": 0}
    print(json.dumps({**said, "within": not disagreements}))
    for disagreement in disagreements[:10]:
        print(disagreement, file=sys.stderr)
    return 1 if disagreements else 0


if __name__ == "__main__":
    raise SystemExit(main(int(sys.argv[1]) if len(sys.argv) > 1 else RUNS))
