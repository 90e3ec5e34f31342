"""FEEL values and ISO 8601 texts as moments (aware UTC) and intervals.

A time without a zone is the office's own (Asia/Shanghai). Months and years are counted on the office's
calendar.
"""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from workflows.engine.step import Value
from workflows.feel.values import YearsMonthsDuration

OFFICE_ZONE = ZoneInfo("Asia/Shanghai")

_DURATION = re.compile(
    r"(?P<sign>-)?P(?:(?P<years>\d+)Y)?(?:(?P<months>\d+)M)?(?:(?P<weeks>\d+)W)?(?:(?P<days>\d+)D)?"
    r"(?:T(?:(?P<hours>\d+)H)?(?:(?P<minutes>\d+)M)?(?:(?P<seconds>\d+(?:[.,]\d+)?)S)?)?\Z",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Interval:
    """A span of time: calendar months, and days and shorter."""

    months: int = 0
    rest: timedelta = timedelta(0)

    @property
    def is_positive(self) -> bool:
        return (
            self.months >= 0 and self.rest >= timedelta(0) and (self.months > 0 or self.rest > timedelta(0))
        )

    def after(self, base: datetime, times: int = 1) -> datetime:
        """The moment so many intervals after another one, in UTC."""
        moved = base + self.rest * times
        if not self.months:
            return moved.astimezone(UTC)
        local = (base.astimezone(OFFICE_ZONE)).replace(tzinfo=None)
        return _at_office(_plus_months(local, self.months * times) + self.rest * times)


def moment(value: Value) -> datetime | None:
    """A date and time, a date (its first moment at the office) or an ISO text, as aware UTC; else None."""
    match value:
        case datetime():
            return value.astimezone(UTC) if value.utcoffset() is not None else _at_office(value)
        case date():
            return _at_office(datetime.combine(value, time()))
        case str():
            return _parsed_moment(value.strip())
    return None


def interval(value: Value) -> Interval | None:
    """A duration or an ISO text (`P7D`, `PT30M`, `P1M2DT3H`) as an interval; None for all else."""
    match value:
        case timedelta():
            return Interval(rest=value)
        case YearsMonthsDuration(months):
            return Interval(months=months)
        case str():
            return _parsed_interval(value.strip())
    return None


def _parsed_moment(text: str) -> datetime | None:
    text = re.sub(r"\[[^\]]*\]\Z", "", text)  # java.time's zone name in brackets after an offset
    if len(text) < 8 or "-" not in text:
        return None
    try:
        return moment(datetime.fromisoformat(text))
    except ValueError:
        return None


def _parsed_interval(text: str) -> Interval | None:
    found = _DURATION.match(text)
    if found is None or not any(found[name] for name in found.groupdict() if name != "sign"):
        return None
    part = {name: found[name] or "0" for name in found.groupdict()}
    sign = -1 if found["sign"] else 1
    rest = timedelta(
        weeks=int(part["weeks"]),
        days=int(part["days"]),
        hours=int(part["hours"]),
        minutes=int(part["minutes"]),
        seconds=float(part["seconds"].replace(",", ".")),
    )
    return Interval(sign * (12 * int(part["years"]) + int(part["months"])), sign * rest)


def _plus_months(local: datetime, months: int) -> datetime:
    year, month = divmod(local.year * 12 + local.month - 1 + months, 12)
    return local.replace(year=year, month=month + 1, day=min(local.day, monthrange(year, month + 1)[1]))


def _at_office(local: datetime) -> datetime:
    return local.replace(tzinfo=OFFICE_ZONE).astimezone(UTC)
