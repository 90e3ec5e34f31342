"""My tasks (待办): what waits for a person today, most urgent first.

Each of a person's posts and units is one walk along an index (`open`, due date, task), stopped after a page;
so the list costs the same at a million open tasks."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Select, func, literal, or_, select, tuple_, union_all
from sqlalchemy.orm import Session, contains_eager, defer, joinedload

from models import ProcessDefinition, ProcessInstance, Task, TaskCandidate, TaskState, User, UtcDateTime
from workflows.office.snapshots import office_of
from workflows.people.substitution import Actor
from workflows.queries.clauses import clauses_shown
from workflows.queries.dues import due_of_task, paused_now
from workflows.queries.holding import holders_of_tasks
from workflows.queries.keys import read_key, write_key
from workflows.queries.names import process_name, task_name
from workflows.queries.shown import ClauseShown, Due, Holder
from workflows.queries.sources import from_whom
from workflows.rules.calendars import local_day
from workflows.rules.lights import Light
from workflows.standing import Standing, standing_of
from workflows.visibility import not_recused
from workflows.words import Sentence

PAGE = 30
LONGEST_AMBER = timedelta(days=120)
"""No limit is amber for longer (the setting allows ten working days): what is due later is not looked at,
however much it is."""
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
    task_name: Sentence
    element_id: str
    process_id: str
    process_name: Sentence
    due: Due
    urgency: str | None
    clauses: tuple[ClauseShown, ...]
    from_whom: Sentence | None  #: who acted before, or who began the matter
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
    processes: tuple[tuple[str, Sentence], ...] = field(default=())  #: (process id, name) to filter by
    posts: tuple[Holder, ...] = field(default=())  #: posts in which he acts today


NO_FILTERS = InboxFilters()


def my_tasks(
    session: Session,
    user: User,
    now: datetime,
    filters: InboxFilters = NO_FILTERS,
    after: str | None = None,
    size: int = PAGE,
) -> InboxPage:
    """The open tasks offered to this person's posts and units today, without those he is recused from."""
    standing = standing_of(session, user, now)
    found = _walk_all(session, standing, filters, now, after, size + 1)
    page = found[:size]
    tasks = _tasks(session, [task_id for _, task_id in page])
    lines = _lines(session, standing, tasks, now)
    next_ = write_key(*page[-1]) if len(found) > size else None
    return _page(session, standing, lines, next_, now)


def done_tasks(
    session: Session,
    user: User,
    now: datetime,
    filters: InboxFilters = NO_FILTERS,
    after: str | None = None,
    size: int = PAGE,
) -> InboxPage:
    """What this person did, newest first; the counters are those of the open tasks."""
    standing = standing_of(session, user, now)
    query = _joined().where(Task.done_by_id == user.id, Task.state == TaskState.DONE)
    for condition in _task_filters(filters):
        query = query.where(condition)
    if (key := read_key(after)) is not None:
        query = query.where(tuple_(Task.closed_at, Task.id) < _key(*key))
    found = list(
        session.scalars(query.order_by(Task.closed_at.desc(), Task.id.desc()).limit(size + 1)).unique()
    )
    page = found[:size]
    next_ = write_key(page[-1].closed_at, page[-1].id) if len(found) > size else None
    return _page(session, standing, _lines(session, standing, page, now), next_, now)


def _page(
    session: Session, standing: Standing, lines: tuple[InboxLine, ...], next_: str | None, now: datetime
) -> InboxPage:
    posts = tuple(
        Holder(actor.acting_as.code, Sentence(actor.acting_as.name, actor.acting_as.name_en))
        for actor in standing.actors
    )
    return InboxPage(lines, next_, counters(session, standing, now), _processes(session), posts)


def _processes(session: Session) -> tuple[tuple[str, Sentence], ...]:
    rows = session.scalars(
        select(ProcessDefinition)
        .where(ProcessDefinition.latest)
        .options(defer(ProcessDefinition.compiled))
        .order_by(ProcessDefinition.name)
    )
    return tuple((row.process_id, process_name(session, row)) for row in rows)


def _walk_all(
    session: Session, standing: Standing, filters: InboxFilters, now: datetime, after: str | None, size: int
) -> list[tuple[datetime, int]]:
    """One walk for each post and unit, merged: a task offered twice is one line."""
    found: set[tuple[datetime, int]] = set()
    for offered in _offers(standing, filters.post):
        query = _candidates(standing, offered, filters, now)
        if (key := read_key(after)) is not None:
            query = query.where(tuple_(TaskCandidate.due_at, TaskCandidate.task_id) > _key(*key))
        order = query.order_by(TaskCandidate.due_at, TaskCandidate.task_id)
        found.update((due_at, task_id) for due_at, task_id in session.execute(order.limit(size)))
    return sorted(found)[:size]


def _key(at: datetime, id_: int) -> ColumnElement[tuple[datetime, int]]:
    return tuple_(literal(at, UtcDateTime()), literal(id_))


def _offers(standing: Standing, post: str | None) -> Iterator[ColumnElement[bool]]:
    """One condition for each post and each unit of the person, so that each is a walk along its own index."""
    actors = [actor for actor in standing.actors if post is None or actor.acting_as.code == post]
    for post_id in sorted({actor.acting_as.id for actor in actors}):
        yield TaskCandidate.post_id == post_id
    for unit_id in sorted({actor.acting_as.unit_id for actor in actors} & standing.unit_ids):
        yield TaskCandidate.unit_id == unit_id


def _candidates(
    standing: Standing, offered: ColumnElement[bool], filters: InboxFilters, now: datetime
) -> Select[tuple[datetime, int]]:
    query = select(TaskCandidate.due_at, TaskCandidate.task_id).where(
        offered, TaskCandidate.open, not_recused(standing)
    )
    of_task, of_light = _task_filters(filters), _light(filters.light, now)
    if of_task or len(of_light) > 1:  # all but what is red is told by the task's own columns
        query = query.join(Task, Task.id == TaskCandidate.task_id)
    if of_task:
        query = query.join(ProcessInstance, ProcessInstance.id == Task.instance_id)
    return query.where(*of_task, *of_light)


def _task_filters(filters: InboxFilters) -> list[ColumnElement[bool]]:
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


def _light(light: str | None, now: datetime) -> list[ColumnElement[bool]]:
    due, amber = TaskCandidate.due_at, Task.amber_at
    match light:
        case Light.RED:
            return [due < now]
        case Light.AMBER:
            return [due >= now, due < now + LONGEST_AMBER, amber <= now]
        case Light.GREEN:
            return [due >= now, or_(amber.is_(None), amber > now)]
    return []


def counters(session: Session, standing: Standing, now: datetime) -> InboxCounters:
    """Open tasks by light; each count stops at `COUNT_CAP`."""
    whole, amber, red = (_count(session, standing, light, now) for light in (None, Light.AMBER, Light.RED))
    if whole.capped:
        green = _count(session, standing, Light.GREEN, now)
    else:
        green = Counter(whole.number - amber.number - red.number)
    return InboxCounters(whole, green, amber, red)


def _count(session: Session, standing: Standing, light: str | None, now: datetime) -> Counter:
    filters = InboxFilters(light=light)
    walks = [
        select(_candidates(standing, offered, filters, now).limit(COUNT_CAP + 1).subquery().c.task_id)
        for offered in _offers(standing, None)
    ]
    if not walks:
        return Counter(0)
    together = union_all(*walks).subquery()
    number = session.scalar(select(func.count(together.c.task_id.distinct()))) or 0
    return Counter(min(number, COUNT_CAP), number > COUNT_CAP)


def _joined() -> Select[tuple[Task]]:
    return (
        select(Task)
        .join(ProcessInstance, ProcessInstance.id == Task.instance_id)
        .options(
            contains_eager(Task.instance)
            .joinedload(ProcessInstance.definition)
            .defer(ProcessDefinition.compiled),
            joinedload(Task.deadline),
        )
    )


def _tasks(session: Session, ids: list[int]) -> list[Task]:
    rows = {task.id: task for task in session.scalars(_joined().where(Task.id.in_(ids))).unique()}
    return [rows[id_] for id_ in ids if id_ in rows]


def _lines(session: Session, standing: Standing, tasks: list[Task], now: datetime) -> tuple[InboxLine, ...]:
    office = office_of(session)
    holders = holders_of_tasks(session, [task.id for task in tasks], local_day(now))
    clauses = clauses_shown(session, [code for task in tasks for code in task.clauses])
    paused = paused_now(session, [task.deadline_id for task in tasks if task.deadline_id], now)
    senders = from_whom(session, tasks)
    definitions = {task.instance.definition_id: task.instance.definition for task in tasks}
    names = {id_: process_name(session, definition) for id_, definition in definitions.items()}
    return tuple(
        InboxLine(
            task_id=task.id,
            instance_id=task.instance_id,
            title=task.instance.title,
            number=task.instance.number,
            task_name=task_name(task),
            element_id=task.element_id,
            process_id=task.instance.definition.process_id,
            process_name=names[task.instance.definition_id],
            due=due_of_task(task, office, now, paused),
            urgency=task.instance.urgency,
            clauses=tuple(clauses[code] for code in task.clauses),
            from_whom=senders.get(task.id),
            holders=holders.get(task.id, ()),
            **_acting(standing, holders.get(task.id, ())),
            opened_at=task.opened_at,
            done_at=task.closed_at,
            outcome=task.outcome,
            demo=task.instance.demo,
        )
        for task in tasks
    )


def _acting(standing: Standing, holders: tuple[Holder, ...]) -> dict[str, Sentence | None]:
    """In which post, and in whose name, the person would act on a task of these holders."""
    codes = {holder.code for holder in holders}

    def fits(actor: Actor) -> bool:
        return actor.acting_as.code in codes or actor.acting_as.unit.code in codes

    actor = next((actor for actor in standing.actors if fits(actor)), None)
    if actor is None:
        return {"acting_as": None, "on_behalf_of": None}
    behalf = actor.on_behalf_of
    return {
        "acting_as": Sentence(actor.post.name, actor.post.name_en),
        "on_behalf_of": Sentence(behalf.name, behalf.name_en) if behalf is not None else None,
    }
