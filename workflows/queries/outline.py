"""The steps of a matter as an outline and as colours of its diagram: done, active, overdue, coming."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session, joinedload

from models import EventKind, HistoryEvent, InstanceState, ProcessInstance, Task, TaskState
from workflows import engine
from workflows.deployments.definitions import definition_of
from workflows.deployments.names import named
from workflows.office.snapshots import office_of
from workflows.queries.clauses import clauses_shown
from workflows.queries.dues import due_of_task, standstills_of
from workflows.queries.holding import holders_of_tasks
from workflows.queries.shown import ClauseShown, Due, Holder
from workflows.rules.calendars import local_day
from workflows.rules.lights import Light
from workflows.running.stored import given_back
from workflows.words import Sentence


class StepState(StrEnum):
    DONE = "done"
    ACTIVE = "active"
    OVERDUE = "overdue"  #: active and past its due date
    COMING = "coming"


@dataclass(frozen=True, slots=True)
class ElementState:
    """What the diagram paints on an element."""

    element_id: str
    state: StepState
    live: int  #: how many of it are active now
    done: int  #: how many times it was done
    holders: tuple[Holder, ...] = ()


@dataclass(frozen=True, slots=True)
class Turn:
    """One time a user task was open: who, when, with what outcome."""

    task_id: int
    scope: str
    state: str  #: open, done, cancelled
    holders: tuple[Holder, ...]
    done_by: str | None
    acted_as: Sentence | None
    on_behalf_of: Sentence | None
    opened_at: datetime
    closed_at: datetime | None
    outcome: str | None
    due: Due
    recusal_note: str | None
    form_id: str | None
    answers: dict[str, Any]


@dataclass(frozen=True, slots=True)
class OutlineStep:
    """A step of the outline; `depth` is the nesting of subprocesses, `clauses` what it fulfils."""

    element_id: str
    name: Sentence
    type: str  #: userTask, serviceTask, subProcess …
    lane: str
    depth: int
    state: StepState
    turns: tuple[Turn, ...]
    clauses: tuple[ClauseShown, ...]


_STEPS = {
    "userTask",
    "serviceTask",
    "businessRuleTask",
    "scriptTask",
    "sendTask",
    "receiveTask",
    "manualTask",
    "task",
    "callActivity",
    "subProcess",
    "adHocSubProcess",
    "transaction",
}


@dataclass(frozen=True, slots=True)
class Outline:
    steps: tuple[OutlineStep, ...]
    elements: tuple[ElementState, ...]


def outline_of(session: Session, instance: ProcessInstance, now: datetime) -> Outline:
    """Every step and every element of the matter's diagram with where it stands."""
    definition = definition_of(session, instance.definition_id)
    turns = turns_of(session, instance, now)
    live = _live(session, instance, definition)
    done = _done(session, instance)
    overdue = {
        element_id
        for element_id, found in turns.items()
        if any(turn.state == TaskState.OPEN and turn.due.light == Light.RED for turn in found)
    }
    elements = {
        element_id: _state(element_id, live[element_id], done[element_id], element_id in overdue, turns)
        for element_id in definition.elements
        if live[element_id] or done[element_id] or definition.elements[element_id].source is None
    }
    clauses = clauses_shown(
        session, [code for element in definition.elements.values() for code in _codes(element)]
    )
    steps = tuple(
        OutlineStep(
            element_id=element.id,
            name=named(element.name or element.id, element.properties),
            type=element.type,
            lane=element.lane or "",
            depth=len(element.scope),
            state=elements[element.id].state,
            turns=tuple(turns.get(element.id, ())),
            clauses=tuple(clauses[code] for code in _codes(element)),
        )
        for element in definition.elements.values()
        if element.type in _STEPS
    )
    return Outline(steps, tuple(elements.values()))


def _codes(element: engine.definition.Element) -> list[str]:
    return element.properties.get("clauses", "").split()


def _state(
    element_id: str, live: int, done: int, overdue: bool, turns: dict[str, list[Turn]]
) -> ElementState:
    state = StepState.COMING
    if live:
        state = StepState.OVERDUE if overdue else StepState.ACTIVE
    elif done:
        state = StepState.DONE
    holding = {
        holder.code: holder
        for turn in turns.get(element_id, ())
        if turn.state == TaskState.OPEN
        for holder in turn.holders
    }
    return ElementState(element_id, state, live, done, tuple(holding.values()))


def _live(session: Session, instance: ProcessInstance, definition: engine.Definition) -> Counter[str]:
    """How many of each element wait now, scopes that are open included."""
    if instance.state is not InstanceState.RUNNING:
        return Counter()
    state = session.scalar(select(ProcessInstance.engine_state).where(ProcessInstance.id == instance.id))
    snapshot = engine.describe(definition, state)
    return Counter(
        token.element_id
        for token in snapshot.tokens
        if token.kind != "body" and not _only_listens(definition.elements.get(token.element_id))
    )


def _only_listens(element: engine.definition.Element | None) -> bool:
    """An armed boundary event or event subprocess waits beside the work; nobody would call it active."""
    return element is not None and element.type in ("boundaryEvent", "startEvent")


def _done(session: Session, instance: ProcessInstance) -> Counter[str]:
    """How many times each element was left by its own end."""
    rows = session.execute(
        select(HistoryEvent.element_id, func.count())
        .where(
            HistoryEvent.instance_id == instance.id,
            HistoryEvent.kind == EventKind.COMPLETED,
            HistoryEvent.element_id.is_not(None),
        )
        .group_by(HistoryEvent.element_id)
    )
    return Counter({element_id: count for element_id, count in rows})


def turns_of(session: Session, instance: ProcessInstance, now: datetime) -> dict[str, list[Turn]]:
    """Every time a user task of the matter was open, by element, oldest first."""
    tasks = (
        session.scalars(
            select(Task)
            .where(Task.instance_id == instance.id)
            .options(
                joinedload(Task.deadline),
                joinedload(Task.done_by),
                joinedload(Task.acted_as),
                joinedload(Task.on_behalf_of),
            )
            .order_by(Task.id)
        )
        .unique()
        .all()
    )
    office = office_of(session)
    holders = holders_of_tasks(session, [task.id for task in tasks], local_day(now))
    stops = standstills_of(session, _deadline_ids(tasks), now)
    turns: dict[str, list[Turn]] = defaultdict(list)
    for task in tasks:
        turns[task.element_id].append(
            Turn(
                task_id=task.id,
                scope=task.scope,
                state=task.state.value,
                holders=holders.get(task.id, ()),
                done_by=task.done_by.display_name if task.done_by else None,
                acted_as=Sentence(task.acted_as.name, task.acted_as.name_en) if task.acted_as else None,
                on_behalf_of=Sentence(task.on_behalf_of.name, task.on_behalf_of.name_en)
                if task.on_behalf_of
                else None,
                opened_at=task.opened_at,
                closed_at=task.closed_at,
                outcome=task.outcome,
                due=due_of_task(task, office, now, stops),
                recusal_note=task.recusal_note,
                form_id=task.form_id,
                answers=given_back(task.answers),
            )
        )
    return dict(turns)


def _deadline_ids(tasks: Iterable[Task]) -> list[int]:
    return [task.deadline_id for task in tasks if task.deadline_id is not None]
