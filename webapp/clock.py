"""The one place where a request reads the time; use cases get it as an argument."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

from flask import current_app

OFFICE_ZONE = ZoneInfo("Asia/Shanghai")


def now() -> datetime:
    """The present moment, aware UTC."""
    return current_app.config["CLOCK"]()


def today() -> date:
    """The present day in the office's time zone."""
    return now().astimezone(OFFICE_ZONE).date()
