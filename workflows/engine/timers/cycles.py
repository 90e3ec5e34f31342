"""Repeating intervals: `R3/PT1H`, `R/2026-01-01T08:00:00+08:00/P1D`, `R5/P1D/2026-12-31T00:00:00Z`."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime

from workflows.engine.timers.moments import Interval, interval, moment

_CYCLE = re.compile(r"R(?P<turns>\d*)/(?P<first>[^/]+)(?:/(?P<second>[^/]+))?\Z", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Cycle:
    """So many turns (None: endless), an interval apart, the first at `start` or an interval after arming."""

    turns: int | None
    every: Interval
    every_text: str
    start: datetime | None = None
    end: datetime | None = None


def parse_cycle(text: str) -> Cycle | None:
    """The cycle a text describes; None where it is none, or where its interval is not positive."""
    found = _CYCLE.match(text.strip())
    if found is None:
        return None
    turns = int(found["turns"]) if found["turns"] else None
    first, second = found["first"], found["second"]
    texts = [part for part in (first, second) if part and interval(part) is not None]
    if len(texts) != 1 or not interval(texts[0]).is_positive:
        return None
    start = moment(first) if second and texts[0] == second else None
    end = moment(second) if second and texts[0] == first else None
    if second and start is None and end is None:
        return None
    return Cycle(turns, interval(texts[0]), texts[0], start, end)
