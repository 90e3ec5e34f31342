"""Keys of pages: where the last line stood, so that the next page is a walk onwards and never an OFFSET."""

from __future__ import annotations

from datetime import UTC, datetime


def write_key(at: datetime, id_: int) -> str:
    """A page's key for the address."""
    return f"{at.astimezone(UTC):%Y%m%dT%H%M%S.%f}-{id_}"


def read_key(text: str | None) -> tuple[datetime, int] | None:
    """The key back; None for none, and for one that somebody has tampered with: the first page is shown
    then."""
    moment, _, id_ = (text or "").partition("-")
    try:
        return datetime.strptime(moment, "%Y%m%dT%H%M%S.%f").replace(tzinfo=UTC), int(id_)
    except ValueError:
        return None
