"""Working days and office hours of a Chinese government office, year by year.

A working day is Monday to Friday, less the holidays the State Council announces, plus the weekend days
worked in exchange (调休). A year that is not announced yet is counted with weekends and the statutory days
that fall on fixed dates, and says so: it is provisional, never an error.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from itertools import accumulate
from types import MappingProxyType
from zoneinfo import ZoneInfo

SHANGHAI = ZoneInfo("Asia/Shanghai")
ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class YearOfDays:
    """The days of one year that are not what their weekday says."""

    year: int
    official: bool  #: announced by the State Council; otherwise provisional
    off: frozenset[date]
    makeup: frozenset[date]
    source: str = ""


@dataclass(frozen=True, slots=True)
class OfficeHours:
    """When an office is open on a working day, Shanghai time (a setting of the office)."""

    opens: time = time(8, 30)
    closes: time = time(17, 0)

    @property
    def length(self) -> timedelta:
        """Office time in one working day."""
        return datetime.combine(date.min, self.closes) - datetime.combine(date.min, self.opens)


@dataclass(frozen=True, slots=True)
class Customs:
    """What the office has settled about its limits where no law speaks 〔议〕 (domain page §3.1)."""

    amber_part: int = 5  #: amber begins in the last fifth of a limit
    amber_working_days: int = 3  #: … but not earlier than this many working days before its end
    ask_working_days_before: int = 3  #: an extension of a long limit is asked at least so long before its end
    short_limit_working_days: int = 5  #: up to here a limit is short: asked any time before its end


def qingming(year: int) -> date:
    """Qingming of a year from 2000 to 2099, by the usual solar-term approximation."""
    short = year % 100
    return date(year, 4, int(short * 0.2422 + 4.81) - short // 4)


def unannounced_year(year: int) -> YearOfDays:
    """A provisional year: the statutory days on fixed dates (2024 办法: 元旦 1, 清明 1, 劳动节 2, 国庆 3)."""
    fixed = {date(year, 1, 1), date(year, 5, 1), date(year, 5, 2)}
    fixed |= {date(year, 10, day) for day in (1, 2, 3)}
    if 2000 <= year <= 2099:
        fixed.add(qingming(year))
    return YearOfDays(year, False, frozenset(fixed), frozenset(), "weekends and fixed statutory days only")


@dataclass(frozen=True)
class WorkingCalendar:
    """An immutable calendar: announced years by number, the office's hours and its customs."""

    years: Mapping[int, YearOfDays] = field(default_factory=dict)
    hours: OfficeHours = OfficeHours()
    customs: Customs = Customs()

    def __post_init__(self) -> None:
        object.__setattr__(self, "years", MappingProxyType(dict(self.years)))
        object.__setattr__(self, "_fallback", {})
        object.__setattr__(self, "_counted", {})

    @classmethod
    def of(
        cls, years: Iterable[YearOfDays], hours: OfficeHours | None = None, customs: Customs | None = None
    ) -> WorkingCalendar:
        """A calendar of these years."""
        return cls({year.year: year for year in years}, hours or OfficeHours(), customs or Customs())

    def _year(self, year: int) -> YearOfDays:
        known = self.years.get(year)
        if known is not None:
            return known
        remembered: dict[int, YearOfDays] = self._fallback  # type: ignore[attr-defined]
        if year not in remembered:
            remembered[year] = unannounced_year(year)
        return remembered[year]

    def is_working_day(self, day: date) -> bool:
        """Whether the office works on this day; every year answers."""
        year = self._year(day.year)
        if day in year.makeup:
            return True
        return day.weekday() < 5 and day not in year.off

    def provisional(self, year: int) -> bool:
        """Whether this year's days are not announced yet."""
        return not self._year(year).official

    def provisional_between(self, first: date, last: date) -> bool:
        """Whether any year touched by these days is provisional."""
        low, high = sorted((first.year, last.year))
        return any(self.provisional(year) for year in range(low, high + 1))

    def next_working_day(self, day: date) -> date:
        """The day itself if it is a working day, otherwise the first one after it."""
        while not self.is_working_day(day):
            day += ONE_DAY
        return day

    def add_working_days(self, day: date, amount: int) -> date:
        """The day `amount` working days after `day`, which itself is not counted; 0 gives `day` back.

        A negative amount goes back to the latest working day from which that many working days remain
        until `day`, so that going back undoes going forward.
        """
        if amount < 0:
            return self._working_days_before(day, -amount)
        while amount:
            day += ONE_DAY
            amount -= self.is_working_day(day)
        return day

    def _working_days_before(self, day: date, amount: int) -> date:
        while amount:
            amount -= self.is_working_day(day)
            day -= ONE_DAY
        while not self.is_working_day(day):
            day -= ONE_DAY
        return day

    def working_days_between(self, first: date, last: date) -> int:
        """Working days after `first` up to and including `last`; negative when `last` is earlier."""
        if last < first:
            return -self.working_days_between(last, first)
        whole_years = sum(self._counts(year)[-1] for year in range(first.year, last.year))
        return whole_years + self._so_far(last) - self._so_far(first)

    def _so_far(self, day: date) -> int:
        """Working days of its year up to a day, included."""
        return self._counts(day.year)[day.timetuple().tm_yday]

    def _counts(self, year: int) -> list[int]:
        """By day of the year the working days so far; counted once, for lists ask it for every line."""
        counted: dict[int, list[int]] = self._counted  # type: ignore[attr-defined]
        if year not in counted:
            first = date(year, 1, 1)
            days = (date(year, 12, 31) - first).days + 1
            works = (self.is_working_day(first + timedelta(days=step)) for step in range(days))
            counted[year] = [0, *accumulate(int(work) for work in works)]
        return counted[year]

    def opening(self, day: date) -> datetime:
        """The office's opening on a day, as aware UTC."""
        return datetime.combine(day, self.hours.opens, SHANGHAI).astimezone(UTC)

    def close_of_business(self, day: date) -> datetime:
        """The office's close of business on a day (17:00 unless set otherwise), as aware UTC."""
        return datetime.combine(day, self.hours.closes, SHANGHAI).astimezone(UTC)


def local_day(moment: datetime) -> date:
    """The day a moment falls on in Shanghai."""
    return moment.astimezone(SHANGHAI).date()


def end_of_day(day: date) -> datetime:
    """24:00 of a day in Shanghai, as aware UTC."""
    return datetime.combine(day + ONE_DAY, time(), SHANGHAI).astimezone(UTC)


def last_day_before(moment: datetime) -> date:
    """The day a limit ending at `moment` belongs to: midnight is 24:00 of the day before."""
    return local_day(moment - timedelta(microseconds=1))
