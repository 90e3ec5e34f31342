"""The board (看板): every matter with its light, where it is, who holds it, since when."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.orm import Session

from models import User
from workflows.queries.inbox import Counter
from workflows.queries.shown import Due, Holder
from workflows.words import Sentence

PAGE = 50


@dataclass(frozen=True, slots=True)
class BoardFilters:
    """Chips of the address."""

    state: str | None = "live"  #: "live", a MatterState's value, or None for all
    light: str | None = None  #: green, amber, red, blue (closed), grey (paused)
    unit: str | None = None  #: code of a party
    leader: str | None = None  #: code of the leader's post
    process: str | None = None
    incident: bool = False  #: only matters with something to mend
    text: str = ""


@dataclass(frozen=True, slots=True)
class Where:
    """One place where a matter waits."""

    task_id: int | None
    element_id: str
    name: str
    holders: tuple[Holder, ...]
    since: datetime
    due: Due
    recusal_note: str | None


@dataclass(frozen=True, slots=True)
class BoardLine:
    instance_id: int
    number: str | None
    title: str
    process_id: str
    matter_state: str
    urgency: str | None
    category: str | None
    confidentiality: str
    due: Due  #: the matter's own (the lead's) deadline with its light
    waits: tuple[Where, ...]
    lead: Holder | None
    co: tuple[Holder, ...]
    leader: Holder | None
    rung: str | None  #: the highest rung of the ladder that fired for the present due date: ES-03
    incidents: int
    started_at: datetime
    demo: bool


@dataclass(frozen=True, slots=True)
class BoardPage:
    lines: tuple[BoardLine, ...]
    next: str | None


@dataclass(frozen=True, slots=True)
class Lights:
    """Matters by light."""

    green: Counter
    amber: Counter
    red: Counter
    blue: Counter
    grey: Counter


@dataclass(frozen=True, slots=True)
class LightsOf:
    """A unit's or leader's live matters by light."""

    holder: Holder
    green: int
    amber: int
    red: int
    grey: int


@dataclass(frozen=True, slots=True)
class Week:
    """One week of the trend: opened, closed, closed late."""

    monday: date
    opened: int
    closed: int
    closed_late: int


@dataclass(frozen=True, slots=True)
class NeedsMe:
    """A matter that needs the clerk: why, in words."""

    instance_id: int
    title: str
    number: str | None
    why: Sentence


def board(
    session: Session,
    user: User,
    now: datetime,
    filters: BoardFilters = BoardFilters(),
    after: str | None = None,
    size: int = PAGE,
) -> BoardPage:
    """The matters this person may see: red first, then by due date; keyset-paged."""
    raise NotImplementedError


def lights(session: Session, user: User, now: datetime) -> Lights:
    """Counters over the matters this person may see."""
    raise NotImplementedError


def by_unit(session: Session, user: User, now: datetime) -> tuple[LightsOf, ...]:
    """Live deadlines by the unit they bind, worst first."""
    raise NotImplementedError


def by_leader(session: Session, user: User, now: datetime) -> tuple[LightsOf, ...]:
    """Live matters by the leader concerned, worst first."""
    raise NotImplementedError


def weeks(session: Session, user: User, now: datetime, count: int = 12) -> tuple[Week, ...]:
    """The trend of the last weeks, oldest first."""
    raise NotImplementedError


def needs_me(session: Session, user: User, now: datetime, size: int = 20) -> tuple[NeedsMe, ...]:
    """Matters with incidents, recusals that leave nobody, or red lights without a holder."""
    raise NotImplementedError
