"""A date field's raw value read back, so that it can be said as people write it."""

from __future__ import annotations

from datetime import date, datetime

from ..clock import OFFICE_ZONE


def typed_moment(subtype: str, value: str) -> date | datetime | None:
    """The day or moment behind what a date control sent; None for a time of day and for what is no date."""
    try:
        if subtype == "date":
            return date.fromisoformat(value)
        if subtype == "datetime":
            return datetime.fromisoformat(value).replace(tzinfo=OFFICE_ZONE)
    except ValueError:
        return None
    return None
