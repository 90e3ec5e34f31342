"""What waits for a person, the most urgent first, and how much of it there is.

Each of a person's posts and units is one walk along an index (`open`, due date, task), stopped after a page
or where the counters stop; so the questions cost the same at a million open tasks. Their statements are made
once for as many posts and units as somebody has, for making them costs more than asking them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Integer,
    Select,
    bindparam,
    case,
    func,
    or_,
    select,
    tuple_,
    union,
)
from sqlalchemy.orm import Session

from models import ProcessDefinition, ProcessInstance, Task, TaskCandidate, UtcDateTime
from models.prepared import Prepared
from workflows.queries.keys import read_key
from workflows.rules.lights import Light
from workflows.standing import Standing
from workflows.visibility import not_recused

LONGEST_AMBER = timedelta(days=120)
"""No limit is amber for longer (the setting allows ten working days): what is due later is not looked at,
however much it is."""
COUNT_CAP = 999  #: counters stop here and say so
_STATEMENTS = 128


@dataclass(frozen=True, slots=True)
class InboxFilters:
    """Chips of the address: each None or empty means everything."""

    process: str | None = None  #: process id
    light: str | None = None  #: green, amber, red
    post: str | None = None  #: the post in which he acts (code)
    text: str = ""  #: in title, number or task name


NO_FILTERS = InboxFilters()


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
class Offered:
    """To which posts and units tasks are offered that a person finds in his list."""

    posts: tuple[int, ...]
    units: tuple[int, ...]

    @classmethod
    def to(cls, standing: Standing, post: str | None = None) -> Offered:
        """To all he stands for today, or to one post (code) and its unit."""
        chosen = [
            actor.acting_as for actor in standing.actors if post is None or actor.acting_as.code == post
        ]
        units = {acting_as.unit_id for acting_as in chosen} & standing.unit_ids
        return cls(tuple(sorted({acting_as.id for acting_as in chosen})), tuple(sorted(units)))

    @property
    def size(self) -> tuple[int, int]:
        return len(self.posts), len(self.units)

    def values(self, standing: Standing, now: datetime) -> dict[str, Any]:
        """What the statements below are asked with."""
        posts = {f"post_{number}": id_ for number, id_ in enumerate(self.posts)}
        units = {f"unit_{number}": id_ for number, id_ in enumerate(self.units)}
        until = now + LONGEST_AMBER
        return {**posts, **units, "person": standing.user.id, "now": now, "amber_until": until}


def first_waiting(
    session: Session, standing: Standing, filters: InboxFilters, now: datetime, after: str | None, size: int
) -> list[tuple[datetime, int]]:
    """Due date and task of what waits for him, the most urgent first, behind the key `after`; a task offered
    to him twice is one line."""
    offered, key = Offered.to(standing, filters.post), read_key(after)
    if not any(offered.size):
        return []
    values = offered.values(standing, now)
    if key is not None:
        values |= {"after_due": key[0], "after_task": key[1]}
    asked = _first(offered.size, replace(filters, post=None), key is not None, size)
    return [(due_at, task_id) for due_at, task_id in asked.rows(session, **values)]


def counters(session: Session, standing: Standing, now: datetime) -> InboxCounters:
    """Open tasks by light; each count stops at `COUNT_CAP`."""
    offered = Offered.to(standing)
    if not any(offered.size):
        return InboxCounters(Counter(0), Counter(0), Counter(0), Counter(0))
    values = offered.values(standing, now)
    whole, amber, red = map(
        _counter, _counts(offered.size, None, Light.AMBER, Light.RED).row(session, **values)
    )
    if whole.capped:
        green = _counter(_counts(offered.size, Light.GREEN).value(session, **values))
    else:
        green = Counter(whole.number - amber.number - red.number)
    return InboxCounters(whole, green, amber, red)


def _counter(number: int) -> Counter:
    return Counter(min(number, COUNT_CAP), number > COUNT_CAP)


@lru_cache(maxsize=_STATEMENTS)
def _first(size: tuple[int, int], filters: InboxFilters, goes_on: bool, lines: int) -> Prepared:
    walks = [walk_in_order(offered, filters, goes_on).limit(lines) for offered in _offers(size)]
    if len(walks) == 1:
        return Prepared(walks[0])
    together = union(*(select(walk.subquery()) for walk in walks)).subquery().c
    return Prepared(
        select(together.due_at, together.task_id).order_by(together.due_at, together.task_id).limit(lines)
    )


@lru_cache(maxsize=_STATEMENTS)
def _counts(size: tuple[int, int], *lights: str | None) -> Prepared:
    return Prepared(select(*(_counted(size, light) for light in lights)))


def _counted(size: tuple[int, int], light: str | None) -> ColumnElement[int]:
    """How many, one more than `COUNT_CAP` at most. Where one post alone has as many, the others are not
    counted, and what is offered twice is not looked for."""
    walks = [
        _walk(TaskCandidate.task_id, offered=offered, filters=InboxFilters(light=light)).limit(COUNT_CAP + 1)
        for offered in _offers(size)
    ]
    each = [select(func.count()).select_from(walk.subquery()).scalar_subquery() for walk in walks]
    if len(walks) == 1:
        return each[0]
    together = union(*(select(walk.subquery()) for walk in walks)).limit(COUNT_CAP + 1).subquery()
    whole = select(func.count()).select_from(together).scalar_subquery()
    return case(*((one > COUNT_CAP, COUNT_CAP + 1) for one in each), else_=whole)


def _offers(size: tuple[int, int]) -> list[ColumnElement[bool]]:
    """One condition for each post and each unit of the person, so that each is a walk along its own index."""
    posts, units = size
    return [
        *(TaskCandidate.post_id == bindparam(f"post_{number}", type_=Integer) for number in range(posts)),
        *(TaskCandidate.unit_id == bindparam(f"unit_{number}", type_=Integer) for number in range(units)),
    ]


def walk_in_order(
    offered: ColumnElement[bool], filters: InboxFilters, goes_on: bool
) -> Select[tuple[datetime, int]]:
    """What is offered to one post or unit, in the order of its index; behind a key where it `goes_on`."""
    place = (TaskCandidate.due_at, TaskCandidate.task_id)
    query = _walk(*place, offered=offered, filters=filters)
    if goes_on:
        key = (_moment("after_due"), bindparam("after_task", type_=Integer))
        query = query.where(tuple_(*place) > tuple_(*key))
    return query.order_by(*place)


def _walk(*columns: Any, offered: ColumnElement[bool], filters: InboxFilters) -> Select[Any]:
    query = select(*columns).where(
        offered, TaskCandidate.open, not_recused(bindparam("person", type_=Integer))
    )
    of_task, of_light = conditions_on_tasks(filters), _LIGHTS.get(filters.light or "", list)()
    if of_task or len(of_light) > 1:  # all but what is red is told by the task's own columns
        query = query.join(Task, Task.id == TaskCandidate.task_id)
    if of_task:
        query = query.join(ProcessInstance, ProcessInstance.id == Task.instance_id)
    return query.where(*of_task, *of_light)


def conditions_on_tasks(filters: InboxFilters) -> list[ColumnElement[bool]]:
    """What the filters ask of a task and its matter."""
    conditions: list[ColumnElement[bool]] = []
    if filters.process:
        of_process = select(ProcessDefinition.id).where(ProcessDefinition.process_id == filters.process)
        conditions.append(ProcessInstance.definition_id.in_(of_process))
    if words := filters.text.strip():
        conditions.append(
            or_(
                ProcessInstance.title.icontains(words, autoescape=True),
                ProcessInstance.number.icontains(words, autoescape=True),
                Task.name.icontains(words, autoescape=True),
            )
        )
    return conditions


def _red() -> list[ColumnElement[bool]]:
    return [TaskCandidate.due_at < _moment("now")]


def _amber() -> list[ColumnElement[bool]]:
    due = TaskCandidate.due_at
    return [due >= _moment("now"), due < _moment("amber_until"), Task.amber_at <= _moment("now")]


def _green() -> list[ColumnElement[bool]]:
    is_amber_later = or_(Task.amber_at.is_(None), Task.amber_at > _moment("now"))
    return [TaskCandidate.due_at >= _moment("now"), is_amber_later]


_LIGHTS: Mapping[str, Callable[[], list[ColumnElement[bool]]]] = {
    Light.RED: _red,
    Light.AMBER: _amber,
    Light.GREEN: _green,
}


def _moment(name: str) -> BindParameter[datetime]:
    return bindparam(name, type_=UtcDateTime())
