"""The duty list, clause by clause, with what runs for each."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from models import (
    Clause,
    ClauseSetting,
    DutyList,
    DutyRole,
    ProcessDefinition,
    ProcessInstance,
    Unit,
    User,
)
from workflows.deployments.definitions import definition_of
from workflows.deployments.names import process_name
from workflows.deployments.publishing import latest_definitions
from workflows.queries.matter_lights import LIVE_MATTER, light_column, main_due_at, with_main_deadline
from workflows.rules.lights import Light
from workflows.standing import standing_of
from workflows.visibility import visible_matters
from workflows.words import Sentence

_SHOWN = 5  #: matters named beside a clause; the rest are counted
_LOOKED_AT = 2_000  #: live matters looked through; an office has far fewer


@dataclass(frozen=True, slots=True)
class RunningFor:
    """A matter whose process names the clause."""

    instance_id: int
    title: str
    number: str | None
    light: str
    matter_state: str


@dataclass(frozen=True, slots=True)
class ClauseLine:
    clause: Clause
    setting: ClauseSetting | None
    live: int  #: live matters of processes that name this clause, visible to the reader
    red: int
    running: tuple[RunningFor, ...]  #: the most urgent few
    processes: tuple[
        tuple[str, Sentence], ...
    ]  #: (process id, name) of deployed processes whose steps name it


@dataclass(frozen=True, slots=True)
class RoleLines:
    role: DutyRole | None  #: None: the notice's own duty
    lines: tuple[ClauseLine, ...]


@dataclass(frozen=True, slots=True)
class DutyListPage:
    duty_list: DutyList
    versions: tuple[DutyList, ...]
    roles: tuple[RoleLines, ...]


def duty_list_page(
    session: Session, user: User, unit_code: str, now: datetime, version: int | None = None
) -> DutyListPage | None:
    """The newest (or the asked) version of a unit's list with what runs for each clause; None: none
    imported."""
    versions = tuple(
        session.scalars(
            select(DutyList)
            .join(Unit, Unit.id == DutyList.unit_id)
            .where(Unit.code == unit_code)
            .options(selectinload(DutyList.roles), selectinload(DutyList.clauses))
            .order_by(DutyList.version.desc())
        )
    )
    chosen = next((row for row in versions if version in (None, row.version)), None)
    if chosen is None:
        return None
    settings = {
        row.clause_code: row
        for row in session.scalars(select(ClauseSetting).where(ClauseSetting.unit_id == chosen.unit_id))
    }
    processes = _processes_by_clause(session)
    running = _running_by_process(session, user, now)
    lines = {clause.id: _line(clause, settings, processes, running) for clause in chosen.clauses}
    roles = [
        RoleLines(role, tuple(lines[clause.id] for clause in chosen.clauses if clause.role_id == role.id))
        for role in chosen.roles
    ]
    own = tuple(lines[clause.id] for clause in chosen.clauses if clause.role_id is None)
    return DutyListPage(chosen, versions, (*roles, *([RoleLines(None, own)] if own else [])))


def _line(
    clause: Clause,
    settings: dict[str, ClauseSetting],
    processes: dict[str, list[tuple[str, Sentence]]],
    running: dict[str, list[RunningFor]],
) -> ClauseLine:
    named = processes.get(clause.code, [])
    matters = [matter for process_id, _ in named for matter in running.get(process_id, ())]
    return ClauseLine(
        clause=clause,
        setting=settings.get(clause.code),
        live=len(matters),
        red=sum(matter.light == Light.RED for matter in matters),
        running=tuple(matters[:_SHOWN]),
        processes=tuple(named),
    )


def _processes_by_clause(session: Session) -> dict[str, list[tuple[str, Sentence]]]:
    """Which deployed processes have a step that names a clause."""
    found: dict[str, list[tuple[str, Sentence]]] = defaultdict(list)
    for row in latest_definitions(session):
        elements = definition_of(session, row.id).elements.values()
        codes = {code for element in elements for code in element.properties.get("clauses", "").split()}
        for code in sorted(codes):
            found[code].append((row.process_id, process_name(session, row)))
    return found


def _running_by_process(session: Session, user: User, now: datetime) -> dict[str, list[RunningFor]]:
    """Live matters the reader may see, by process, most urgent first."""
    query = with_main_deadline(
        select(ProcessInstance, ProcessDefinition.process_id, light_column(now)).join(
            ProcessDefinition, ProcessDefinition.id == ProcessInstance.definition_id
        )
    ).where(ProcessInstance.matter_state.in_(LIVE_MATTER), visible_matters(standing_of(session, user, now)))
    running: dict[str, list[RunningFor]] = defaultdict(list)
    ordered = query.order_by(main_due_at(), ProcessInstance.id).limit(_LOOKED_AT)
    for instance, process_id, light in session.execute(ordered):
        running[process_id].append(
            RunningFor(instance.id, instance.title, instance.number, light, instance.matter_state.value)
        )
    return running
