"""The periods office work comes round in: days, weeks, months, quarters, half-years, years, Shanghai time."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from workflows.rules.calendars import WorkingCalendar, local_day
from workflows.words import Sentence


class Period(StrEnum):
    """How often something comes round."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    QUARTER = "quarter"
    HALF_YEAR = "half_year"
    YEAR = "year"


_MONTHS = {Period.MONTH: 1, Period.QUARTER: 3, Period.HALF_YEAR: 6, Period.YEAR: 12}


@dataclass(frozen=True, slots=True)
class Turn:
    """One turn: its name, its first day, and the first day after it."""

    key: str  #: 2026-11, 2026-W48, 2026-Q4, 2026-H2, 2026
    first: date
    after: date


def turn_of(period: Period, day: date) -> Turn:
    """The turn a day lies in."""
    if period is Period.DAY:
        return Turn(day.isoformat(), day, day + timedelta(days=1))
    if period is Period.WEEK:
        monday = day - timedelta(days=day.weekday())
        year, week, _ = day.isocalendar()
        return Turn(f"{year}-W{week:02}", monday, monday + timedelta(days=7))
    months = _MONTHS[period]
    index = (day.month - 1) // months
    first = date(day.year, index * months + 1, 1)
    return Turn(_key(period, day.year, index), first, _months_on(first, months))


def _key(period: Period, year: int, index: int) -> str:
    marks = {
        Period.MONTH: f"-{index + 1:02}",
        Period.QUARTER: f"-Q{index + 1}",
        Period.HALF_YEAR: f"-H{index + 1}",
    }
    return f"{year}{marks.get(period, '')}"


_ORDINALS = ("first", "second", "third", "fourth")
_HALVES = ("上", "下")


def name_of_turn(key: str) -> Sentence:
    """A quarter's or half-year's key in words: 2026-Q4, 2026-H2; any other key stands for itself."""
    year, _dash, mark = key.partition("-")
    kind, index = mark[:1], mark[1:]
    if kind == "Q":
        return Sentence(f"{year}年第{index}季度", f"{_ORDINALS[int(index) - 1]} quarter of {year}")
    if kind == "H":
        half = int(index) - 1
        return Sentence(f"{year}年{_HALVES[half]}半年", f"{_ORDINALS[half]} half of {year}")
    return Sentence(key, key)


def _months_on(first: date, months: int) -> date:
    whole = first.year * 12 + first.month - 1 + months
    return date(whole // 12, whole % 12 + 1, 1)


def begins(turn: Turn, calendar: WorkingCalendar, on: str = "") -> datetime:
    """When the work of a turn begins: the office's opening on the turn's first working day (aware UTC).

    `on` names another day of a year, month and day: the work of `05-15` begins on the working day from then.
    """
    return calendar.opening(calendar.next_working_day(_day_of(turn, on) if on else turn.first))


def _day_of(turn: Turn, on: str) -> date:
    """The day of a year's turn; what a year lacks (02-29) is the day before."""
    month, day = (int(part) for part in on.split("-"))
    while True:
        try:
            return date(turn.first.year, month, day)
        except ValueError:
            day -= 1


def turns_begun(
    period: Period, since: datetime, now: datetime, calendar: WorkingCalendar, on: str = ""
) -> Iterator[Turn]:
    """The turns whose work began after `since` and not after `now`, oldest first."""
    turn = turn_of(period, local_day(since))
    while (at := begins(turn, calendar, on)) <= now:
        if at > since:
            yield turn
        turn = turn_of(period, turn.after)
