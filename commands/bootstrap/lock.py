"""One set-up at a time: a second start waits until the first has finished making the environment."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager

from .places import ROOT

try:
    import fcntl
except ImportError:  # Windows: a second start during the first set-up is left to the person's patience
    fcntl = None


@contextmanager
def one_setup_at_a_time() -> Iterator[None]:
    """Hold the checkout's set-up lock; the system frees it when the process ends, however it ends."""
    if fcntl is None:
        yield
        return
    # run.py itself serves as the lock's file: it is always there, and a lock leaves no trace in it.
    with (ROOT / "run.py").open("rb") as held:
        try:
            fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            print("另一处正在安装，等它完成 … · Waiting for another set-up …", file=sys.stderr, flush=True)
            fcntl.flock(held, fcntl.LOCK_EX)
        yield
