"""Times and sizes as people in the office write them: 2026年11月23日 16:30, never ISO."""

from __future__ import annotations

from datetime import UTC, date, datetime

from flask import Flask
from flask_babel import gettext as _

from workflows.rules.periods import name_of_turn

from .clock import OFFICE_ZONE, today
from .i18n import ENGLISH, language, say

MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def moment(value: datetime | None) -> str:
    """2026年11月23日 16:30 · 23 Nov 2026 16:30, in the office's time zone."""
    if value is None:
        return ""
    local = value.astimezone(OFFICE_ZONE)
    return f"{day(local.date())} {local:%H:%M}"


def day(value: date | datetime | None) -> str:
    """2026年11月23日 · 23 Nov 2026."""
    if value is None:
        return ""
    of = _local_date(value)
    if language() == ENGLISH:
        return f"{of.day} {MONTHS[of.month - 1]} {of.year}"
    return f"{of.year}年{of.month}月{of.day}日"


def short_moment(value: datetime | None) -> str:
    """As ``moment``, without the year where it is the present one: 11月23日 16:30 · 23 Nov 16:30."""
    if value is None:
        return ""
    local = value.astimezone(OFFICE_ZONE)
    return f"{short_day(local.date())} {local:%H:%M}"


def short_day(value: date | datetime | None) -> str:
    """As ``day``, without the year where it is the present one: 11月23日 · 23 Nov."""
    if value is None:
        return ""
    of = _local_date(value)
    if of.year != today().year:
        return day(of)
    if language() == ENGLISH:
        return f"{of.day} {MONTHS[of.month - 1]}"
    return f"{of.month}月{of.day}日"


def clock_time(value: datetime | None) -> str:
    """16:30, in the office's time zone."""
    return "" if value is None else f"{value.astimezone(OFFICE_ZONE):%H:%M}"


def half_year(key: str) -> str:
    """2026年下半年 · second half of 2026, of the key 2026-H2."""
    return say(name_of_turn(key))


def machine_time(value: date | datetime | None) -> str:
    """For the ``datetime`` attribute of <time> only; people never see it."""
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="seconds")
    return value.isoformat() if value else ""


def file_size(size: int) -> str:
    """An attachment's size: 812 KB, 2.4 MB."""
    if size < 1000:
        return _("%(size)s 字节", size=size)
    if size < 1_000_000:
        return f"{size / 1000:.0f} KB"
    return f"{size / 1_000_000:.1f} MB"


def init_app(app: Flask) -> None:
    app.jinja_env.filters.update(
        moment=moment,
        day=day,
        short_moment=short_moment,
        short_day=short_day,
        clock_time=clock_time,
        machine_time=machine_time,
        file_size=file_size,
        half_year=half_year,
    )


def _local_date(value: date | datetime) -> date:
    return value.astimezone(OFFICE_ZONE).date() if isinstance(value, datetime) else value
