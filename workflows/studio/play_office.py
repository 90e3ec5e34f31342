"""The office as a play sees it: today's people, calendar and rules; limits by the rule book's own amounts.

A play opens no deadline rows. A limit runs from the first moment an expression asks for it, and what a
decision table would settle for the case keeps the rule's own amount; a rule without one has no date.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from workflows.decisions import Decisions, read_decisions
from workflows.office.entries import DeadlineEntry, OfficeSnapshot
from workflows.office.snapshots import ladder_of, office_of
from workflows.rules.limits import LimitUnit, plain_end
from workflows.words import DomainError

Counted = dict[tuple[str, str | None], DeadlineEntry]


@dataclass(frozen=True)
class PlayedOffice(OfficeSnapshot):
    """A snapshot in which every limit of the rule book runs; `counted` is shared by one play's moments."""

    counted: Counted = field(default_factory=dict)

    def running_deadline(self, rule: str, party: str | None = None) -> DeadlineEntry | None:
        """The limit under this rule, counted from when it was first asked for."""
        known = self.office.rules.get(rule)
        if known is None or known.amount is None:
            return None
        key = (rule, party)
        if key not in self.counted:
            end = plain_end(self.moment, LimitUnit(known.unit), known.amount, self.calendar)
            self.counted[key] = DeadlineEntry(
                rule, party or "", 1, "running", self.moment, end, end, timedelta(), self.moment
            )
        return self.counted[key]


def office_for_play(session: Session, files: Mapping[str, bytes]) -> Callable[[datetime], OfficeSnapshot]:
    """What a play of a folder may ask of the office; made anew for each play, so that it can be replayed."""
    office, ladder = office_of(session), ladder_of(_tables(files))
    counted: Counted = {}

    def at(moment: datetime) -> OfficeSnapshot:
        return PlayedOffice(office, moment, ladder=ladder, counted=counted)

    return at


def _tables(files: Mapping[str, bytes]) -> list[Decisions]:
    """The folder's tables that can be read; the linter says what is wrong with the others."""
    read = []
    for path, content in sorted(files.items()):
        if path.endswith(".dmn"):
            try:
                read.append(read_decisions(content))
            except DomainError:
                continue
    return read
