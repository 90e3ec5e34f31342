"""The board (看板): every matter with its light, where it is, who holds it, since when.

The cost follows the number of live matters a person may see, not of all there ever were; closed ones are
walked by their own index, newest first."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, func, literal, or_, select, tuple_
from sqlalchemy.orm import Session, joinedload

from models import (
    Deadline,
    Incident,
    InstanceParty,
    LadderRung,
    MatterState,
    PartyRelation,
    ProcessDefinition,
    ProcessInstance,
    Task,
    User,
    UtcDateTime,
)
from workflows.deployments.names import task_name
from workflows.office.snapshots import office_of
from workflows.queries.dues import due_of_deadline, due_of_task, standstills_of
from workflows.queries.figures import (
    Lights,
    LightsOf,
    NeedsMe,
    Week,
    by_leader,
    by_unit,
    lights,
    needs_me,
    weeks,
)
from workflows.queries.holding import holders_by_code, holders_of_tasks
from workflows.queries.keys import read_key, write_key
from workflows.queries.matter_lights import LIVE_MATTER, Main, light_column, main_due_at, with_main_deadline
from workflows.queries.resting import Rest, resting
from workflows.queries.shown import Due, Holder
from workflows.rules.calendars import local_day
from workflows.rules.lights import Light
from workflows.standing import standing_of
from workflows.visibility import visible_matters
from workflows.words import Sentence

__all__ = [
    "BoardFilters",
    "BoardLine",
    "BoardPage",
    "Lights",
    "LightsOf",
    "NeedsMe",
    "Week",
    "Where",
    "board",
    "by_leader",
    "by_unit",
    "lights",
    "needs_me",
    "weeks",
]

PAGE = 50
LIVE = "live"


@dataclass(frozen=True, slots=True)
class BoardFilters:
    """Chips of the address."""

    state: str | None = LIVE  #: "live", a MatterState's value, or None for all
    light: str | None = None  #: green, amber, red, blue (closed), grey (paused)
    unit: str | None = None  #: code of a party
    leader: str | None = None  #: code of the leader's post
    process: str | None = None
    category: str | None = None  #: "1" … "4", the clauses of the list's part five
    urgency: str | None = None  #: special, urgent, normal, difficult
    incident: bool = False  #: only matters with something to mend
    text: str = ""


@dataclass(frozen=True, slots=True)
class Where:
    """One place where a matter waits."""

    task_id: int
    element_id: str
    name: Sentence
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
    rest: Rest | None  #: what a live matter waits for where nobody has a task
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


NO_FILTERS = BoardFilters()


def board(
    session: Session,
    user: User,
    now: datetime,
    filters: BoardFilters = NO_FILTERS,
    after: str | None = None,
    size: int = PAGE,
) -> BoardPage:
    """The matters this person may see, keyset-paged: live ones most overdue first, all others newest
    first."""
    by_due = filters.state == LIVE
    query = with_main_deadline(select(ProcessInstance, Main.id, main_due_at()))
    query = query.where(visible_matters(standing_of(session, user, now)), *_conditions(filters, now))
    key = read_key(after)
    if by_due:
        if key is not None:
            query = query.where(tuple_(main_due_at(), ProcessInstance.id) > _key(*key))
        query = query.order_by(main_due_at(), ProcessInstance.id)
    else:
        if key is not None:
            query = query.where(ProcessInstance.id < key[1])
        query = query.order_by(ProcessInstance.id.desc())
    found = session.execute(query.limit(size + 1)).all()
    page = found[:size]
    lines = _lines(session, [(row[0], row[1]) for row in page], now)
    next_ = write_key(page[-1][2], page[-1][0].id) if len(found) > size else None
    return BoardPage(lines, next_)


def _key(at: datetime, id_: int) -> ColumnElement[tuple[datetime, int]]:
    return tuple_(literal(at, UtcDateTime()), literal(id_))


def _conditions(filters: BoardFilters, now: datetime) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = []
    if filters.state == LIVE:
        conditions.append(ProcessInstance.matter_state.in_(LIVE_MATTER))
    elif filters.state in set(MatterState):
        conditions.append(ProcessInstance.matter_state == MatterState(filters.state))
    if filters.light in set(Light):
        conditions.append(light_column(now) == filters.light)
    if filters.unit:
        conditions.append(_party(filters.unit, PartyRelation.LEAD, PartyRelation.CO_ORGANISER))
    if filters.leader:
        conditions.append(_party(filters.leader, PartyRelation.LEADER))
    if filters.process:
        versions = select(ProcessDefinition.id).where(ProcessDefinition.process_id == filters.process)
        conditions.append(ProcessInstance.definition_id.in_(versions))
    if filters.category:
        conditions.append(ProcessInstance.category == filters.category)
    if filters.urgency:
        conditions.append(ProcessInstance.urgency == filters.urgency)
    if filters.incident:
        open_incident = (Incident.instance_id == ProcessInstance.id) & Incident.resolved_at.is_(None)
        conditions.append(select(Incident.id).where(open_incident).exists())
    if words := filters.text.strip():
        conditions.append(
            or_(
                ProcessInstance.title.icontains(words, autoescape=True),
                ProcessInstance.number.icontains(words, autoescape=True),
            )
        )
    return conditions


def _party(code: str, *relations: PartyRelation) -> ColumnElement[bool]:
    is_party = (
        (InstanceParty.instance_id == ProcessInstance.id)
        & (InstanceParty.code == code)
        & InstanceParty.relation.in_(relations)
    )
    return select(InstanceParty.id).where(is_party).exists()


def _lines(
    session: Session, found: list[tuple[ProcessInstance, int | None]], now: datetime
) -> tuple[BoardLine, ...]:
    ids = [instance.id for instance, _ in found]
    main = _main_deadlines(session, [id_ for _, id_ in found if id_ is not None])
    stops = standstills_of(session, main, now)
    office, waits = office_of(session), _waits(session, ids, now)
    rests = resting(session, [instance for instance, _ in found if not waits[instance.id]])
    parties = _parties(session, ids, now)
    rungs, incidents = _rungs(session, list(main)), _incidents(session, ids)
    processes = _process_ids(session, {instance.definition_id for instance, _ in found})
    lines = []
    for instance, main_id in found:
        deadline = main.get(main_id) if main_id is not None else None
        if instance.matter_state not in LIVE_MATTER:
            due = Due(Light.BLUE.value, None, None)
        elif deadline is None:
            due = Due(Light.GREEN.value, None, None)
        else:
            due = due_of_deadline(deadline, office, now, stops)
        of = parties[instance.id]
        lines.append(
            BoardLine(
                instance_id=instance.id,
                number=instance.number,
                title=instance.title,
                process_id=processes[instance.definition_id],
                matter_state=instance.matter_state.value,
                urgency=instance.urgency,
                category=instance.category,
                confidentiality=instance.confidentiality.value,
                due=due,
                waits=tuple(waits[instance.id]),
                rest=rests.get(instance.id),
                lead=next(iter(of[PartyRelation.LEAD]), None),
                co=tuple(of[PartyRelation.CO_ORGANISER]),
                leader=next(iter(of[PartyRelation.LEADER]), None),
                rung=rungs.get(main_id) if main_id is not None else None,
                incidents=incidents.get(instance.id, 0),
                started_at=instance.started_at,
                demo=instance.demo,
            )
        )
    return tuple(lines)


def _main_deadlines(session: Session, ids: list[int]) -> dict[int, Deadline]:
    rows = session.scalars(
        select(Deadline).where(Deadline.id.in_(ids)).options(joinedload(Deadline.set_by_post))
    )
    return {row.id: row for row in rows}


def _waits(session: Session, ids: list[int], now: datetime) -> dict[int, list[Where]]:
    """Where each matter waits, the most urgent place first."""
    tasks = session.scalars(
        select(Task)
        .where(Task.instance_id.in_(ids), Task.closed_at.is_(None))
        .options(joinedload(Task.deadline).joinedload(Deadline.set_by_post))
        .order_by(Task.due_at, Task.id)
    ).all()
    office = office_of(session)
    holders = holders_of_tasks(session, [task.id for task in tasks], local_day(now))
    stops = standstills_of(session, [task.deadline_id for task in tasks if task.deadline_id], now)
    waits: dict[int, list[Where]] = defaultdict(list)
    for task in tasks:
        waits[task.instance_id].append(
            Where(
                task.id,
                task.element_id,
                task_name(task),
                holders.get(task.id, ()),
                task.opened_at,
                due_of_task(task, office, now, stops),
                task.recusal_note,
            )
        )
    return waits


def _parties(session: Session, ids: list[int], now: datetime) -> dict[int, dict[PartyRelation, list[Holder]]]:
    rows = session.scalars(
        select(InstanceParty).where(InstanceParty.instance_id.in_(ids)).order_by(InstanceParty.id)
    ).all()
    holders = holders_by_code(session, [row.code for row in rows], local_day(now))
    parties: dict[int, dict[PartyRelation, list[Holder]]] = defaultdict(lambda: defaultdict(list))
    for row in rows:
        if row.code in holders:
            parties[row.instance_id][row.relation].append(holders[row.code])
    return parties


def _rungs(session: Session, deadline_ids: list[int]) -> dict[int, str]:
    rows = session.execute(
        select(LadderRung.deadline_id, func.max(LadderRung.rung))
        .where(LadderRung.deadline_id.in_(deadline_ids), LadderRung.withdrawn_at.is_(None))
        .group_by(LadderRung.deadline_id)
    )
    return {deadline_id: rung for deadline_id, rung in rows}


def _incidents(session: Session, ids: list[int]) -> dict[int, int]:
    rows = session.execute(
        select(Incident.instance_id, func.count())
        .where(Incident.instance_id.in_(ids), Incident.resolved_at.is_(None))
        .group_by(Incident.instance_id)
    )
    return {instance_id: count for instance_id, count in rows}


def _process_ids(session: Session, definition_ids: set[int]) -> dict[int, str]:
    rows = session.execute(
        select(ProcessDefinition.id, ProcessDefinition.process_id).where(
            ProcessDefinition.id.in_(definition_ids)
        )
    )
    return {id_: process_id for id_, process_id in rows}
