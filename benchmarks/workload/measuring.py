"""Stopwatches and figures. A figure is a ratio of medians taken in one run, interleaved; nothing here fails a
run because it was slow."""

from __future__ import annotations

import json
import os
import statistics
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

SIZE = "BENCH_SIZE"


def size(usual: int) -> int:
    """How big a run: the environment's BENCH_SIZE, or the usual one."""
    return max(int(os.environ.get(SIZE, usual)), 1)


@dataclass
class Series:
    """Seconds of one kind of act, by the clock on the wall and by the processor."""

    wall: list[float] = field(default_factory=list)
    processor: list[float] = field(default_factory=list)

    @contextmanager
    def one(self) -> Iterator[None]:
        """Measure what is done inside."""
        wall, processor = time.perf_counter(), time.process_time()
        yield
        self.wall.append(time.perf_counter() - wall)
        self.processor.append(time.process_time() - processor)

    @property
    def median(self) -> float:
        return statistics.median(self.wall)

    @property
    def processor_median(self) -> float:
        return statistics.median(self.processor)

    @property
    def noise(self) -> float:
        """The middle half's width as a share of the median: how far to trust a ratio."""
        if len(self.wall) < 4:
            return 0.0
        low, _, high = statistics.quantiles(self.wall, n=4)
        return (high - low) / self.median

    def words(self) -> dict[str, float]:
        return {
            "wall_ms": _ms(self.median),
            "processor_ms": _ms(self.processor_median),
            "noise": round(self.noise, 2),
            "times": len(self.wall),
        }


def figure(name: str, value: float, reach: str | None, **beside: Any) -> dict[str, Any]:
    """One line: the ratio, what it ought to reach (None: shown for comparison), and what it was made of."""
    shown = {key: part.words() if isinstance(part, Series) else part for key, part in beside.items()}
    return {"name": name, "value": round(value, 3), "reach": reach, **shown}


def fsync_once(file: Path) -> Callable[[], None]:
    """The machine's own limit: 4 kB written to a file and brought safely to disk."""
    handle = os.open(file, os.O_WRONLY | os.O_CREAT, 0o600)

    def write() -> None:
        os.pwrite(handle, b"x" * 4096, 0)
        os.fsync(handle)

    return write


def print_lines(lines: Iterable[dict[str, Any]]) -> None:
    """JSON lines, each as soon as it is known."""
    for line in lines:
        print(json.dumps(line, ensure_ascii=False), flush=True)


def _ms(seconds: float) -> float:
    return round(seconds * 1000, 3)
