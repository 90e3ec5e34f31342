"""What the record says of a half-year: taken from matters, limits and acts, never typed.

A process that has no matters yet says nothing: no data is not zero. Every finding names the matters it rests
on, so that each point can be looked up and counted again."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session, contains_eager, undefer

from models import (
    Deadline,
    DeadlineState,
    MatterState,
    ProcessDefinition,
    ProcessInstance,
    Task,
    TaskDuty,
    TaskState,
)
from workflows.jobs.drill_record import HELD, IN_TIME, DrillAct, drill_record
from workflows.jobs.hearing_record import Hearing, hearings_of
from workflows.office.entries import OfficeSnapshot
from workflows.rules.calendars import end_of_day, last_day_before, local_day
from workflows.running.stored import given_back

SUPERVISION, ITEM, CAMPAIGN = "supervision", "duty_item", "special_campaign"
ACCIDENT = "accident_report"
RESULT_LIMITS = {SUPERVISION: "SV-09", ITEM: "WL-11", CAMPAIGN: "SC-07F"}
"""Of each process the limit that says whether its result came in time."""
PLANNING = "SC-07"  #: where a hazard's rectification is planned
REPORT_STEP, REPORT_LIMIT = "QH-09S", "QH-09"
_NOT_COUNTED = (MatterState.NOT_OPENED, MatterState.MERGED, MatterState.OFFLINE, MatterState.CANCELLED)


@dataclass(frozen=True, slots=True)
class HalfYear:
    """The period looked at: both days included, seen at a moment."""

    key: str  #: 2026-H2
    first: date
    last: date
    now: datetime

    def has(self, day: date) -> bool:
        return self.first <= day <= self.last


@dataclass(frozen=True, slots=True)
class Kept:
    """A result owed in the half-year: by whom, in which matter, in time or not."""

    matter: int
    title: str
    party: str
    late: bool
    variables: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Finding:
    """What the record says against one clause: how often, and in which matters."""

    measure: str
    times: int
    matters: tuple[tuple[int, str], ...]  #: id and title


@dataclass
class Record:
    """The record of one half-year, read once for all leaders."""

    session: Session
    office: OfficeSnapshot
    half_year: HalfYear
    hearings: list[Hearing] = field(init=False)
    kept: dict[str, list[Kept]] = field(init=False)
    acts: dict[tuple[str, str], int] = field(init=False)  #: clause and holder → acts on record
    drill_acts: list[DrillAct] = field(init=False)

    def __post_init__(self) -> None:
        period = self.half_year
        self.hearings = list(hearings_of(self.session, period.first, period.last))
        self.kept = {
            process: list(_results_owed(self.session, process, rule, period))
            for process, rule in RESULT_LIMITS.items()
        }
        self.kept[CAMPAIGN] += _never_planned(self.session, period)
        self.acts = _acts_on_record(self.session, period.key)
        self.drill_acts = [
            act for act in drill_record(self.session).acts if act.element_id in (HELD, IN_TIME)
        ]

    def portfolio(self, post: str) -> set[str]:
        """The units a leader oversaw at the end of the half-year."""
        return {
            entry.unit
            for entry in self.office.office.portfolios
            if entry.leader == post and entry.holds_on(self.half_year.last)
        }

    def findings(self, post: str) -> Iterator[Finding]:
        """What speaks against a leader, measure by measure."""
        yield from self._hearings(post)
        yield from self._reports(post)
        for measure, process in (("supervision_late", SUPERVISION), ("hazard_late", CAMPAIGN)):
            yield from _as_finding(measure, self._late(process, post))

    def items(self, post: str) -> list[Kept]:
        """The annual list's items of a leader that were due in the half-year."""
        return [row for row in self.kept[ITEM] if (row.variables.get("item") or {}).get("leader") == post]

    def owed(self, process: str, post: str) -> list[Kept]:
        """Results a leader or his portfolio owed in a process."""
        parties = {post, *self.portfolio(post)}
        return [row for row in self.kept[process] if row.party in parties]

    def _late(self, process: str, post: str) -> list[Kept]:
        return [row for row in self.owed(process, post) if row.late]

    def _hearings(self, post: str) -> Iterator[Finding]:
        """A quarter without a counted hearing, and one whose hearing came after its end."""
        quarters: dict[str, list[Hearing]] = defaultdict(list)
        for hearing in self.hearings:
            if hearing.holder == post and not hearing.handed_over:
                quarters[hearing.quarter].append(hearing)
        missing = [found for found in quarters.values() if not any(one.counts for one in found)]
        late = [
            found
            for found in quarters.values()
            if any(one.counts for one in found) and all(one.late for one in found if one.counts)
        ]
        for measure, cases in (("hearing_missing", missing), ("hearing_late", late)):
            matters = tuple((one.id, one.title) for found in cases for one in found)
            if cases:
                yield Finding(measure, len(cases), matters)

    def _reports(self, post: str) -> Iterator[Finding]:
        """A quarter's report upwards that is overdue, or was signed too late."""
        rows = self.session.execute(
            select(ProcessInstance.id, ProcessInstance.title, Deadline)
            .join(Deadline, Deadline.instance_id == ProcessInstance.id)
            .where(Deadline.rule_code == REPORT_LIMIT, Deadline.party == post)
            .order_by(ProcessInstance.id)
        ).all()
        late = [
            (id_, title)
            for id_, title, limit in rows
            if self.half_year.has(local_day(limit.anchor_at)) and _is_late(limit, self.half_year.now)
        ]
        if late:
            yield Finding("report_missing", len(late), tuple(late))

    def category(self, category: str) -> list[Kept]:
        """The supervision matters of one category that were closed in the half-year."""
        return [
            row
            for row in self.kept[SUPERVISION]
            if row.variables.get("category") == category and row.variables.get("closed_at") is not None
        ]

    def drills(self, units: set[str] | None = None) -> int | None:
        """Drills held in the half-year, by these departments or by all; None where no drill is on record."""
        if not self.drill_acts:
            return None
        held = (act for act in self.drill_acts if act.drilled_on and self.half_year.has(act.drilled_on))
        return sum(units is None or act.unit in units for act in held)

    def counted(self, process: str) -> list[tuple[ProcessInstance, dict[str, Any]]]:
        """Matters of a process begun in the half-year that were not struck off."""
        return [
            (instance, variables)
            for instance, variables in _matters(self.session, process)
            if self.half_year.has(local_day(instance.started_at))
            and instance.matter_state not in _NOT_COUNTED
        ]


def _as_finding(measure: str, late: list[Kept]) -> Iterator[Finding]:
    if late:
        yield Finding(measure, len(late), tuple((row.matter, row.title) for row in late))


def qualities(closed: list[Kept]) -> list[Decimal]:
    """The quality grades 1…5 of closed matters; one nobody graded counts as the best."""
    return [Decimal(row.variables.get("quality") or 5) for row in closed]


def _matters(session: Session, process: str) -> Iterator[tuple[ProcessInstance, dict[str, Any]]]:
    query = (
        select(ProcessInstance)
        .join(ProcessDefinition, ProcessDefinition.id == ProcessInstance.definition_id)
        .where(ProcessDefinition.process_id == process)
        .options(undefer(ProcessInstance.variables))
        .order_by(ProcessInstance.id)
    )
    for instance in session.scalars(query):
        yield instance, given_back(instance.variables)


def _results_owed(session: Session, process: str, rule: str, period: HalfYear) -> Iterator[Kept]:
    """The results due within the half-year, of matters that were not given up."""
    query = (
        select(Deadline, ProcessInstance)
        .join(ProcessInstance, ProcessInstance.id == Deadline.instance_id)
        .join(ProcessDefinition, ProcessDefinition.id == ProcessInstance.definition_id)
        .where(
            ProcessDefinition.process_id == process,
            Deadline.rule_code == rule,
            Deadline.state != DeadlineState.WITHDRAWN,
            Deadline.due_at <= end_of_day(period.last),
        )
        .options(undefer(ProcessInstance.variables))
        .order_by(Deadline.id)
    )
    for limit, instance in session.execute(query):
        if period.has(last_day_before(limit.due_at)) and instance.matter_state not in _NOT_COUNTED:
            variables = given_back(instance.variables)
            yield Kept(instance.id, instance.title, limit.party, _is_late(limit, period.now), variables)


def _never_planned(session: Session, period: HalfYear) -> Iterator[Kept]:
    """Hazards whose day has passed while nobody has even planned to mend them: only the plan gives a hazard
    a limit of its own."""
    query = (
        select(Task, ProcessInstance)
        .join(ProcessInstance, ProcessInstance.id == Task.instance_id)
        .where(Task.element_id == PLANNING, Task.state == TaskState.OPEN)
        .options(undefer(ProcessInstance.variables))
        .order_by(Task.id)
    )
    for task, instance in session.execute(query):
        hazard = given_back(task.variables)["hazard"]
        passed = end_of_day(hazard["rectify_by"]) <= period.now
        if passed and period.has(hazard["rectify_by"]) and instance.matter_state not in _NOT_COUNTED:
            yield Kept(instance.id, instance.title, hazard["owner"], True, given_back(instance.variables))


def _is_late(limit: Deadline, now: datetime) -> bool:
    """Done after its end, or not done though it has passed; under review counts from the handing in."""
    done = limit.done_at or limit.review_since
    return (done or now) > limit.due_at


def _acts_on_record(session: Session, half_year: str) -> dict[tuple[str, str], int]:
    rows = session.execute(
        select(TaskDuty.clause_code, TaskDuty.holder, func.count(Task.id))
        .join(Task, Task.id == TaskDuty.task_id)
        .where(TaskDuty.half_year == half_year, Task.state == TaskState.DONE, Task.done_by_id.is_not(None))
        .group_by(TaskDuty.clause_code, TaskDuty.holder)
    )
    return {(clause, holder): acts for clause, holder, acts in rows}


def tasks_of(session: Session, instance: ProcessInstance, element: str) -> list[Task]:
    """A step's tasks in a matter, with their limits, oldest first."""
    query = (
        select(Task)
        .outerjoin(Deadline, Deadline.id == Task.deadline_id)
        .where(Task.instance_id == instance.id, Task.element_id == element)
        .options(contains_eager(Task.deadline))
        .order_by(Task.id)
    )
    return list(session.scalars(query))
