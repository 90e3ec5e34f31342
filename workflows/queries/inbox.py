"""My tasks (待办): what waits for a person today, most urgent first, the same cost at a million open tasks."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy.orm import Session

from models import User
from workflows.queries.shown import ClauseShown, Due, Holder
from workflows.words import Sentence

PAGE = 30
COUNT_CAP = 999  #: counters stop here and say so


@dataclass(frozen=True, slots=True)
class InboxFilters:
    """Chips of the address: each None or empty means everything."""

    process: str | None = None  #: process id
    light: str | None = None  #: green, amber, red
    post: str | None = None  #: the post in which he acts (code)
    text: str = ""  #: in title, number or task name


@dataclass(frozen=True, slots=True)
class InboxLine:
    """One task on one line."""

    task_id: int
    instance_id: int
    title: str
    number: str | None
    task_name: str
    element_id: str
    process_id: str
    process_name: str
    due: Due
    urgency: str | None
    clauses: tuple[ClauseShown, ...]
    from_whom: Sentence | None  #: who opened it: the step and post before
    holders: tuple[Holder, ...]
    acting_as: Sentence | None  #: the post in which this person would act
    on_behalf_of: Sentence | None  #: the absent post he stands in for
    opened_at: datetime
    done_at: datetime | None = None
    outcome: str | None = None
    demo: bool = False


@dataclass(frozen=True, slots=True)
class Counter:
    """A count that stops at `COUNT_CAP`; `capped` says there are more."""

    number: int
    capped: bool = False


@dataclass(frozen=True, slots=True)
class InboxCounters:
    open: Counter
    green: Counter
    amber: Counter
    red: Counter


@dataclass(frozen=True, slots=True)
class InboxPage:
    lines: tuple[InboxLine, ...]
    next: str | None  #: opaque key of the next page (`after=`); None: this is the last
    counters: InboxCounters
    processes: tuple[tuple[str, str], ...] = field(default=())  #: (process id, name) to filter by
    posts: tuple[Holder, ...] = field(default=())  #: posts in which he acts today


def my_tasks(
    session: Session,
    user: User,
    now: datetime,
    filters: InboxFilters = InboxFilters(),
    after: str | None = None,
    size: int = PAGE,
) -> InboxPage:
    """The open tasks offered to this person's posts and units today, without those he is recused from."""
    raise NotImplementedError


def done_tasks(
    session: Session,
    user: User,
    now: datetime,
    filters: InboxFilters = InboxFilters(),
    after: str | None = None,
    size: int = PAGE,
) -> InboxPage:
    """What this person did, newest first; the counters are those of the open tasks."""
    raise NotImplementedError
