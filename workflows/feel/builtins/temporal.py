"""``now``, ``today`` and where a day stands in its week, month and year (DMN tables 77 and 78)."""

from __future__ import annotations

from calendar import monthrange
from datetime import UTC, date, datetime
from decimal import Decimal

from workflows.feel.builtins.registry import builtin
from workflows.feel.errors import Null
from workflows.feel.evaluation import Run
from workflows.feel.values import Value, type_name

_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)


@builtin("now()")
def now(run: Run) -> datetime:
    """The host's ``now`` (an aware datetime), so that an answer can be found again; without one the
    machine's, in UTC.
    """
    moment = getattr(run.host, "now", None)
    return moment if isinstance(moment, datetime) else datetime.now(UTC)


@builtin("today()")
def today(run: Run) -> date:
    """The day of ``now()`` where the host lives (its ``today``), otherwise in the zone of ``now()``."""
    day = getattr(run.host, "today", None)
    return day if type(day) is date else now(run).date()


@builtin("day of year(date: any)")
def day_of_year(run: Run, day: Value) -> Decimal:
    return Decimal(_date(day).timetuple().tm_yday)


@builtin("day of week(date: any)")
def day_of_week(run: Run, day: Value) -> str:
    return _DAYS[_date(day).weekday()]


@builtin("month of year(date: any)")
def month_of_year(run: Run, day: Value) -> str:
    return _MONTHS[_date(day).month - 1]


@builtin("week of year(date: any)")
def week_of_year(run: Run, day: Value) -> Decimal:
    """The week's number by ISO 8601: weeks begin on Monday, the first holds the year's first Thursday."""
    return Decimal(_date(day).isocalendar().week)


@builtin("last day of month(date: any)")
def last_day_of_month(run: Run, day: Value) -> date:
    value = _date(day)
    return date(value.year, value.month, monthrange(value.year, value.month)[1])


def _date(value: Value) -> date:
    if type(value) is list and len(value) == 1:
        value = value[0]
    if isinstance(value, date):
        return value
    raise Null(f"{type_name(value)}不是日期", f"a {type_name(value)} is no date")
