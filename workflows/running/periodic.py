"""Processes that start by the calendar (通报): once a turn, whatever happens, also for turns slept through.

A timer start event names its turn by the property `period` (day, week, month, quarter, half_year, year), by a
plain cycle (`R/P1M`) or by a cron line (`0 0 9 1 * *`: monthly). The work of a turn begins on its first
working day, that of a year also on another day (`begins`, 05-15). The turn looked back on is the one that has
just ended. With the property `for_each` a turn is started once for each holder (`periodic_parts`)."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from models import Deployment, EventKind, ProcessDefinition, ProcessInstance
from workflows import instances, journal
from workflows.acts import run_act
from workflows.deployments.definitions import definition_of
from workflows.deployments.publishing import diagram, latest_definitions
from workflows.engine.xml_source import read_xml
from workflows.office.snapshots import office_of
from workflows.rules.calendars import local_day
from workflows.rules.periods import Period, Turn, begins, turn_of, turns_begun
from workflows.running.delivery import begun_with, start_events
from workflows.running.meeting import wait_for_turn
from workflows.running.periodic_parts import NoHolders, Part, holders_named, parts_of

_BPMN = "{http://www.omg.org/spec/BPMN/20100524/MODEL}"
_CYCLE = re.compile(r"^R\d*/(P1D|P1W|P7D|P1M|P3M|P6M|P1Y|P12M)$")
_PERIODS = {
    "P1D": Period.DAY,
    "P1W": Period.WEEK,
    "P7D": Period.WEEK,
    "P1M": Period.MONTH,
    "P3M": Period.QUARTER,
    "P6M": Period.HALF_YEAR,
    "P1Y": Period.YEAR,
    "P12M": Period.YEAR,
}
_LONGEST_SLEEP = timedelta(days=400)
"""Turns further back are not caught up; a daily process must not start a thousand times after a long rest."""
_MOST_TURNS = 14

SessionFactory = Callable[[], Session]


@dataclass(frozen=True, slots=True)
class _Start:
    """A timer start event of a process's latest version, and how often it comes round."""

    process_id: str
    element_id: str
    period: Period
    on: str  #: of a year, the month and day its work begins: 05-15; empty: the first day
    for_each: str  #: FEEL giving the holders a turn is started for; empty: once for everybody
    alone: bool  #: whether the process has no other timer start event

    def key_of(self, due: _Due) -> str:
        """Under which key a turn is started once; of several starts each has its own."""
        return self.key(due.part.key if due.part is not None else due.turn.key)

    def key(self, key: str) -> str:
        return key if self.alone else f"{key}:{self.element_id}"


@dataclass(frozen=True, slots=True)
class _Due:
    """A turn, or one holder's part of it, and when its work began."""

    turn: Turn
    begins: datetime
    part: Part | None = None


def start_due(session_factory: SessionFactory, now: datetime) -> tuple[int, int]:
    """Start every periodic process whose turn has begun; how many were started, and how many start events
    could not say for whom."""
    due: list[tuple[_Start, _Due]] = []
    broken = 0
    with session_factory() as session:
        for definition in latest_definitions(session):
            for start in _starts(session, definition):
                try:
                    due += [(start, turn) for turn in _due(session, start, now)]
                except NoHolders:  # the others start all the same
                    broken += 1
    started = sum(
        run_act(session_factory, lambda session, item=item: _start_turn(session, *item, now)) for item in due
    )
    return started, broken


def _starts(session: Session, definition: ProcessDefinition) -> Iterator[_Start]:
    elements = list(start_events(session, definition, "timer"))
    for element_id in elements:
        period = period_of(session, definition, element_id)
        if period is not None:
            properties = definition_of(session, definition.id).elements[element_id].properties
            on, for_each = properties.get("begins", ""), properties.get("for_each", "")
            yield _Start(definition.process_id, element_id, period, on, for_each, alone=len(elements) == 1)


def _due(session: Session, start: _Start, now: datetime) -> list[_Due]:
    """What has begun and was not started yet, oldest first."""
    first_deployed = session.scalar(
        select(func.min(Deployment.deployed_at))
        .join(ProcessDefinition, ProcessDefinition.deployment_id == Deployment.id)
        .where(ProcessDefinition.process_id == start.process_id)
    )
    since = max(first_deployed, now - _LONGEST_SLEEP)
    found = list(_turns(session, start, since, now))
    begun = _keys_begun(session, start, [start.key_of(due) for due in found])
    return [due for due in found if start.key_of(due) not in begun]


def _turns(session: Session, start: _Start, since: datetime, now: datetime) -> Iterator[_Due]:
    calendar = office_of(session).calendar
    if not start.for_each:
        turns = list(turns_begun(start.period, since, now, calendar, start.on))[-_MOST_TURNS:]
        yield from (_Due(turn, begins(turn, calendar, start.on)) for turn in turns)
        return
    # A person may come to a post in a turn that began before: its turn is looked at again.
    before = begins(turn_of(start.period, local_day(since)), calendar, start.on) - timedelta(seconds=1)
    turns = list(turns_begun(start.period, min(before, since), now, calendar, start.on))[-_MOST_TURNS:]
    holders = holders_named(session, start.for_each, now)
    for turn in turns:
        for part in parts_of(session, turn, begins(turn, calendar, start.on), holders):
            if since < part.begins <= now:
                yield _Due(turn, part.begins, part)


def _keys_begun(session: Session, start: _Start, keys: list[str]) -> set[str]:
    query = (
        select(ProcessInstance.start_key)
        .join(ProcessDefinition, ProcessDefinition.id == ProcessInstance.definition_id)
        .where(ProcessDefinition.process_id == start.process_id, ProcessInstance.start_key.in_(keys))
    )
    return {key for key in session.scalars(query) if key is not None} if keys else set()


def period_of(session: Session, definition: ProcessDefinition, element_id: str) -> Period | None:
    """How often a timer start event comes round; None where it says neither a period nor a plain cycle."""
    named = definition_of(session, definition.id).elements[element_id].properties.get("period")
    if named in set(Period):
        return Period(named)
    for event in read_xml(diagram(session, definition)).iter(f"{_BPMN}startEvent"):
        if event.get("id") == element_id:
            cycle = event.findtext(f"{_BPMN}timerEventDefinition/{_BPMN}timeCycle") or ""
            return period_of_cycle(cycle.strip())
    return None


def period_of_cycle(cycle: str) -> Period | None:
    """The period of `R/P1M`, or of a cron line with seconds: what it leaves open is what it repeats over."""
    plain = _CYCLE.match(cycle)
    if plain:
        return _PERIODS[plain.group(1)]
    fields = cycle.split()
    if len(fields) != 6 or any(mark in field for field in fields[3:] for mark in "/,-"):
        return None
    day, month, weekday = (field not in ("*", "?") for field in fields[3:])
    if weekday:
        return None if day or month else Period.WEEK
    if month:
        return Period.YEAR if day else None
    return Period.MONTH if day else Period.DAY


def _start_turn(session: Session, start: _Start, due: _Due, now: datetime) -> bool:
    """Start one turn once: the key is unique, so that a second worker finds the first one's."""
    key, turn = start.key_of(due), due.turn
    wait_for_turn(session, f"start of {start.process_id}", key)  # or both would see none and both record it
    if begun_with(session, start.process_id, key) is not None:
        return False
    reported = turn_of(start.period, turn.first - timedelta(days=1))
    variables = {
        "period": turn.key,
        "turn_from": turn.first,
        "turn_to": turn.after - timedelta(days=1),
        "reported": reported.key,
        "period_from": reported.first,
        "period_to": reported.after - timedelta(days=1),
        **(_of_part(session, start, due.part) if due.part is not None else {}),
    }
    instance = instances.start(
        session,
        start.process_id,
        variables,
        None,
        now,
        start_key=key,
        start_element=start.element_id,
    )
    journal.record(
        session,
        instance,
        EventKind.FIRED,
        now,
        element_id=start.element_id,
        due_at=due.begins,
        data={"timer": True, "skipped": 0},
    )
    return True


def _of_part(session: Session, start: _Start, part: Part) -> dict[str, Any]:
    """What a holder's process knows of its part, and of the matter it takes over from."""
    before = begun_with(session, start.process_id, start.key(part.before)) if part.before else None
    return {
        "holder": part.holder,
        "part_from": part.first,
        "part_to": part.last,
        "takes_over": str(before.id) if before is not None else None,
    }
