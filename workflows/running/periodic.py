"""Processes that start by the calendar (通报): once a turn, whatever happens, also for turns slept through.

A timer start event names its turn by the property `period` (day, week, month, quarter, half_year, year), by a
plain cycle (`R/P1M`) or by a cron line (`0 0 9 1 * *`: monthly). The work of a turn begins on its first
working day, that of a year also on another day (`begins`, 05-15). The turn looked back on is the one that has
just ended."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from models import Deployment, EventKind, ProcessDefinition
from workflows import instances, journal
from workflows.acts import run_act
from workflows.deployments.definitions import definition_of
from workflows.deployments.publishing import diagram, latest_definitions
from workflows.engine.xml_source import read_xml
from workflows.office.snapshots import office_of
from workflows.rules.periods import Period, Turn, begins, turn_of, turns_begun
from workflows.running.delivery import begun_with, start_events

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
    alone: bool  #: whether the process has no other timer start event

    def key_of(self, turn: Turn) -> str:
        """Under which key a turn is started once; of several starts each has its own."""
        return turn.key if self.alone else f"{turn.key}:{self.element_id}"


def start_due(session_factory: SessionFactory, now: datetime) -> int:
    """Start every periodic process whose turn has begun; how many were started."""
    with session_factory() as session:
        due = [
            (start, turn)
            for definition in latest_definitions(session)
            for start in _starts(session, definition)
            for turn in _turns_due(session, start, now)
        ]
    return sum(
        run_act(session_factory, lambda session, item=item: _start_turn(session, *item, now)) for item in due
    )


def _starts(session: Session, definition: ProcessDefinition) -> Iterator[_Start]:
    elements = list(start_events(session, definition, "timer"))
    for element_id in elements:
        period = period_of(session, definition, element_id)
        if period is not None:
            properties = definition_of(session, definition.id).elements[element_id].properties
            on = properties.get("begins", "")
            yield _Start(definition.process_id, element_id, period, on, alone=len(elements) == 1)


def _turns_due(session: Session, start: _Start, now: datetime) -> list[Turn]:
    first_deployed = session.scalar(
        select(func.min(Deployment.deployed_at))
        .join(ProcessDefinition, ProcessDefinition.deployment_id == Deployment.id)
        .where(ProcessDefinition.process_id == start.process_id)
    )
    since = max(first_deployed, now - _LONGEST_SLEEP)
    calendar = office_of(session).calendar
    turns = list(turns_begun(start.period, since, now, calendar, start.on))[-_MOST_TURNS:]
    return [turn for turn in turns if begun_with(session, start.process_id, start.key_of(turn)) is None]


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


def _start_turn(session: Session, start: _Start, turn: Turn, now: datetime) -> bool:
    """Start one turn once: the key is unique, so that a second worker finds the first one's."""
    key = start.key_of(turn)
    if begun_with(session, start.process_id, key) is not None:
        return False
    reported = turn_of(start.period, turn.first - timedelta(days=1))
    variables = {
        "period": turn.key,
        "period_from": reported.first,
        "period_to": reported.after - timedelta(days=1),
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
        due_at=begins(turn, office_of(session).calendar, start.on),
        data={"timer": True, "skipped": 0},
    )
    return True
