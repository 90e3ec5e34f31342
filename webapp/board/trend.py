"""The trend of the last weeks as plain bars: only geometry; template and stylesheet draw and colour it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from workflows.queries.board import Week

HEIGHT = 64
WEEK_WIDTH = 28


@dataclass(frozen=True, slots=True)
class WeekBars:
    """One week's bars: left edge, heights in the drawing's units; late closings are part of all closings."""

    week: Week
    x: int
    opened: int
    closed: int
    late: int


@dataclass(frozen=True, slots=True)
class Trend:
    """The drawing: its size, its bars, the tallest number it shows."""

    width: int
    height: int
    top: int
    bars: tuple[WeekBars, ...]


def trend_of(weeks: Sequence[Week]) -> Trend:
    """The bars of the weeks, the tallest as high as the drawing; one above none is at least a line."""
    top = max((max(week.opened, week.closed) for week in weeks), default=0)

    def height(number: int) -> int:
        return max(2, round(number * HEIGHT / top)) if number and top else 0

    bars = tuple(
        WeekBars(
            week, index * WEEK_WIDTH + 4, height(week.opened), height(week.closed), height(week.closed_late)
        )
        for index, week in enumerate(weeks)
    )
    return Trend(width=max(1, len(weeks)) * WEEK_WIDTH, height=HEIGHT, top=top, bars=bars)
