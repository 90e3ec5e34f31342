"""The office as an expression or a timer sees it: immutable, one moment, no table behind it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from workflows.rules.calendars import SHANGHAI, WorkingCalendar, local_day
from workflows.words import DomainError, Sentence

LIVE = ("running", "under_review")


class UnknownToTheOffice(DomainError):
    """An expression names a rule, rung, post or unit the office does not have."""


def unknown(zh: str, en: str, name: object) -> UnknownToTheOffice:
    return UnknownToTheOffice(Sentence(f"没有{zh}“{name}”", f"there is no {en} {name}"))


@dataclass(frozen=True, slots=True)
class UnitEntry:
    """A unit, with its posts by what they are for; codes only."""

    code: str
    parent: str | None
    head: str | None
    liaison: str | None
    section: str | None
    kind: str = ""
    name: str = ""
    name_en: str = ""


@dataclass(frozen=True, slots=True)
class PostEntry:
    """A post with the codes of its unit, the post above and its B role."""

    code: str
    unit: str
    superior: str | None
    substitute: str | None
    kind: str = ""
    name: str = ""
    name_en: str = ""
    duty_role: str | None = None  #: M, E, S, V or G: its part of the duty list


@dataclass(frozen=True, slots=True)
class PortfolioEntry:
    """A leader's post oversees a unit from a day to a day, both included."""

    leader: str
    unit: str
    from_date: date
    to_date: date | None

    def holds_on(self, day: date) -> bool:
        return self.from_date <= day and (self.to_date is None or day <= self.to_date)


@dataclass(frozen=True, slots=True)
class DeadlineEntry:
    """One deadline of the instance as it stands now; times are aware UTC."""

    rule: str
    party: str
    round: int
    state: str
    anchor_at: datetime
    original_due_at: datetime
    due_at: datetime
    review: timedelta  #: time after the end during which the result lay with the reviewers
    opened_at: datetime

    @property
    def live(self) -> bool:
        """Whether it still binds somebody."""
        return self.state in LIVE


@dataclass(frozen=True, slots=True)
class Rung:
    """Where a rung stands, counted from a deadline's current end; exactly one of the two is set."""

    working_days: int | None
    hours: int | None


LadderTable = Callable[[str, str | None], Rung | None]
"""Rung and urgency → where the rung stands, or None where this urgency's ladder has no such rung."""


@dataclass(frozen=True)
class Office:
    """What changes seldom: shared by all snapshots as long as the office's stamp is the same."""

    revision: int
    units: Mapping[str, UnitEntry]
    posts: Mapping[str, PostEntry]
    portfolios: tuple[PortfolioEntry, ...]
    calendar: WorkingCalendar
    settings: Mapping[str, Any]
    rules: Mapping[str, Any]  #: code → workflows.office.rule_book.Rule


@dataclass(frozen=True)
class OfficeSnapshot:
    """The office at one moment, seen from one instance (or from none)."""

    office: Office
    moment: datetime  #: aware UTC
    deadlines: tuple[DeadlineEntry, ...] = ()
    urgency: str | None = None
    ladder: LadderTable | None = None

    @property
    def now(self) -> datetime:
        """The moment in Shanghai time, as FEEL's now() and today() see it."""
        return self.moment.astimezone(SHANGHAI)

    @property
    def today(self) -> date:
        return local_day(self.moment)

    @property
    def calendar(self) -> WorkingCalendar:
        return self.office.calendar

    def running_deadline(self, rule: str, party: str | None = None) -> DeadlineEntry | None:
        """The newest deadline under this rule that still binds, of this party where one is named."""
        found = [
            entry
            for entry in self.deadlines
            if entry.live and entry.rule == rule and (party is None or entry.party == party)
        ]
        return max(found, key=lambda entry: (entry.round, entry.opened_at), default=None)

    def unit(self, code: str) -> UnitEntry:
        """The unit with this code. Raises UnknownToTheOffice."""
        if code not in self.office.units:
            raise unknown("单位", "unit", code)
        return self.office.units[code]

    def post(self, code: str) -> PostEntry:
        """The post with this code. Raises UnknownToTheOffice."""
        if code not in self.office.posts:
            raise unknown("岗位", "post", code)
        return self.office.posts[code]

    def leader_of(self, code: str) -> str | None:
        """The post that oversees a unit today; for a post, its unit's leader or the post above."""
        if code in self.office.posts:
            post = self.post(code)
            leader = self.leader_of(post.unit)
            return post.superior if leader in (None, code) else leader
        unit = self.unit(code)
        for portfolio in self.office.portfolios:
            if portfolio.unit == code and portfolio.holds_on(self.today):
                return portfolio.leader
        return self.leader_of(unit.parent) if unit.parent else None

    def rung(self, rung: str, urgency: str | None = None) -> Rung | None:
        """Where a rung of the escalation ladder stands for this urgency (the instance's own by default)."""
        return self.ladder(rung, urgency or self.urgency) if self.ladder else None
