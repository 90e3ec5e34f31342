"""My tasks (待办): what waits for a person today, most urgent first; and what he has done (已办)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import bindparam, literal, select, tuple_
from sqlalchemy.orm import Session, contains_eager, defer, joinedload

from models import Deadline, Task, TaskState, User, UtcDateTime
from workflows.deployments.names import task_name
from workflows.offered import Offers, is_offered, offers_of_tasks
from workflows.office.snapshots import office_of
from workflows.queries.clauses import clauses_shown
from workflows.queries.dues import due_of_task, standstills_of
from workflows.queries.keys import read_key, write_key
from workflows.queries.processes import latest_processes
from workflows.queries.shown import ClauseShown, Due, Holder
from workflows.queries.sources import from_whom
from workflows.queries.waiting import (
    COUNT_CAP,
    NO_FILTERS,
    Counter,
    InboxCounters,
    InboxFilters,
    conditions_on_tasks,
    counters,
    first_waiting,
)
from workflows.standing import Standing, standing_of
from workflows.words import Sentence

__all__ = [
    "COUNT_CAP",
    "Counter",
    "InboxCounters",
    "InboxFilters",
    "InboxLine",
    "InboxPage",
    "counters",
    "done_tasks",
    "my_tasks",
]

PAGE = 30


@dataclass(frozen=True, slots=True)
class InboxLine:
    """One task on one line."""

    task_id: int
    instance_id: int
    title: str
    number: str | None
    task_name: Sentence
    element_id: str
    due: Due
    urgency: str | None
    clauses: tuple[ClauseShown, ...]
    from_whom: Sentence | None  #: who acted before, or who began the matter
    on_behalf_of: Sentence | None  #: the absent post he stands in for
    done_at: datetime | None = None
    demo: bool = False


@dataclass(frozen=True, slots=True)
class InboxPage:
    lines: tuple[InboxLine, ...]
    next: str | None  #: opaque key of the next page (`after=`); None: this is the last
    counters: InboxCounters
    processes: tuple[tuple[str, Sentence], ...] = field(default=())  #: (process id, name) to filter by
    posts: tuple[Holder, ...] = field(default=())  #: posts in which he acts today


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
    found = first_waiting(session, standing, filters, now, after, size + 1)
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
    query = _LINES.where(Task.done_by_id == user.id, Task.state == TaskState.DONE)
    query = query.where(*conditions_on_tasks(filters))
    if (key := read_key(after)) is not None:
        at, id_ = key
        query = query.where(
            tuple_(Task.closed_at, Task.id) < tuple_(literal(at, UtcDateTime()), literal(id_))
        )
    query = query.order_by(Task.closed_at.desc(), Task.id.desc()).limit(size + 1)
    found = session.scalars(query).all()
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
    processes = tuple((process.process_id, process.name) for process in latest_processes(session))
    return InboxPage(lines, next_, counters(session, standing, now), processes, posts)


_LINES = (
    select(Task)
    .join(Task.instance)
    .options(
        defer(Task.answers),
        defer(Task.variables),
        contains_eager(Task.instance),
        joinedload(Task.deadline).joinedload(Deadline.set_by_post),
    )
)
_OF_TASKS = _LINES.where(Task.id.in_(bindparam("ids", expanding=True)))


def _tasks(session: Session, ids: Sequence[int]) -> list[Task]:
    if not ids:
        return []
    rows = {task.id: task for task in session.scalars(_OF_TASKS, {"ids": ids})}
    return [rows[id_] for id_ in ids if id_ in rows]


def _lines(
    session: Session, standing: Standing, tasks: Sequence[Task], now: datetime
) -> tuple[InboxLine, ...]:
    if not tasks:
        return ()
    office, ids = office_of(session), [task.id for task in tasks]
    offers = offers_of_tasks(session, ids)
    clauses = clauses_shown(session, [code for task in tasks for code in task.clauses])
    stops = standstills_of(session, [task.deadline_id for task in tasks if task.deadline_id], now)
    senders = from_whom(session, ids)
    return tuple(
        InboxLine(
            task_id=task.id,
            instance_id=task.instance_id,
            title=task.instance.title,
            number=task.instance.number,
            task_name=task_name(task),
            element_id=task.element_id,
            due=due_of_task(task, office, now, stops),
            urgency=task.instance.urgency,
            clauses=tuple(clauses[code] for code in task.clauses),
            from_whom=senders.get(task.id),
            on_behalf_of=_on_behalf_of(standing, offers[task.id]),
            done_at=task.closed_at,
            demo=task.instance.demo,
        )
        for task in tasks
    )


def _on_behalf_of(standing: Standing, offers: Offers) -> Sentence | None:
    """In whose name the person would act on a task offered like this."""
    actor = next((actor for actor in standing.actors if is_offered(actor, offers)), None)
    behalf = actor.on_behalf_of if actor is not None else None
    return Sentence(behalf.name, behalf.name_en) if behalf is not None else None
