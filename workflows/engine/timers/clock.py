"""The injected clock: FEEL asks the host for the moment, never the machine."""

from __future__ import annotations

from datetime import date, datetime

from workflows.engine.timers.moments import OFFICE_ZONE


class HostAt:
    """The office's snapshot as seen at a moment: `now` is that moment, all else is the snapshot's own."""

    __slots__ = ("_host", "now")

    def __init__(self, host: object | None, now: datetime) -> None:
        self._host = host
        self.now = now

    @property
    def today(self) -> date:
        """The day of that moment at the office."""
        return self.now.astimezone(OFFICE_ZONE).date()

    def __getattr__(self, name: str) -> object:
        return getattr(self._host, name)
