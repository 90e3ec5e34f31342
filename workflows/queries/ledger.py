"""The ledger of duties done (履职台账): clause × holder × half-year, each cell down to the acts behind it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from sqlalchemy import Select, and_, case, func, or_, select
from sqlalchemy.orm import Session, contains_eager

from models import Clause, DutyList, Post, Task, TaskDuty, TaskState, Unit, UnitKind, User
from workflows.evidence.holders import NOTICE_PART, part_of
from workflows.queries.clauses import newest_list
from workflows.rules.calendars import local_day
from workflows.rules.periods import Period, turn_of
from workflows.standing import standing_of
from workflows.visibility import visible_matters

_ACTS_SHOWN = 200  #: acts listed behind one cell; the rest are counted


class CellState(StrEnum):
    """What can be said of one clause and holder in one half-year."""

    DONE = "done"  #: acts on record, none late
    LATE = "late"  #: an act was late, or one is overdue now
    OPEN = "open"  #: something is under way, nothing on record yet
    NONE = "none"  #: no evidence


@dataclass(frozen=True, slots=True)
class Cell:
    """How many acts stand behind a cell."""

    done: int = 0
    done_late: int = 0
    open: int = 0
    overdue: int = 0

    @property
    def state(self) -> CellState:
        if self.done_late or self.overdue:
            return CellState.LATE
        if self.done:
            return CellState.DONE
        return CellState.OPEN if self.open else CellState.NONE


NOTHING = Cell()


@dataclass(frozen=True, slots=True)
class Holder:
    """Whose duties a column shows: a leader's post, or a county."""

    code: str
    name: str
    name_en: str


@dataclass(frozen=True, slots=True)
class Part:
    """One part of the list: its clauses down, its holders across."""

    letter: str
    heading: str
    clauses: tuple[Clause, ...]
    holders: tuple[Holder, ...]


@dataclass(frozen=True, slots=True)
class Ledger:
    half_year: str
    half_years: tuple[str, ...]  #: those with anything in them and the present one, newest first
    parts: tuple[Part, ...]
    cells: dict[tuple[str, str], Cell] = field(default_factory=dict)

    def cell(self, clause: str, holder: str) -> Cell:
        return self.cells.get((clause, holder), NOTHING)


@dataclass(frozen=True, slots=True)
class CellActs:
    """One cell with the acts behind it, open ones first."""

    clause: Clause
    holder: Holder
    half_year: str
    cell: Cell
    tasks: tuple[Task, ...]
    hidden: int  #: acts in matters the reader may not see, and those beyond the page


def ledger(session: Session, half_year: str | None, now: datetime) -> Ledger | None:
    """The city's ledger of a half-year (the present one by default); None where no list is imported.

    Counts say nothing of what a matter is about; acts are shown through the permission rule.
    """
    duty_list = newest_list(session)
    if duty_list is None:
        return None
    present = half_year_of(now)
    chosen = half_year or present
    return Ledger(
        chosen, _half_years(session, present), _parts(session, duty_list), _cells(session, chosen, now)
    )


def cell_acts(
    session: Session, user: User, clause_code: str, holder_code: str, half_year: str, now: datetime
) -> CellActs | None:
    """One cell with its acts, as far as the reader may see them; None for a cell the list lacks."""
    duty_list = newest_list(session)
    parts = _parts(session, duty_list) if duty_list is not None else ()
    part = next((part for part in parts if part.letter == part_of(clause_code)), None)
    clause = next((row for row in part.clauses if row.code == clause_code), None) if part else None
    holder = next((row for row in part.holders if row.code == holder_code), None) if part else None
    if clause is None or holder is None:
        return None
    cell = _cells(session, half_year, now, clause_code, holder_code).get((clause_code, holder_code), NOTHING)
    wanted = and_(
        TaskDuty.half_year == half_year,
        TaskDuty.clause_code == clause_code,
        TaskDuty.holder == holder_code,
        _counted(),
    )
    tasks = session.scalars(
        select(Task)
        .join(TaskDuty, TaskDuty.task_id == Task.id)
        .join(Task.instance)
        .where(wanted, visible_matters(standing_of(session, user, now)))
        .options(contains_eager(Task.instance))
        .order_by(Task.state.desc(), Task.closed_at, Task.due_at, Task.id)
        .limit(_ACTS_SHOWN)
    ).all()
    hidden = cell.done + cell.open - len(tasks)
    return CellActs(clause, holder, half_year, cell, tuple(tasks), hidden)


def half_year_of(now: datetime) -> str:
    """The half-year a moment lies in, Shanghai time: 2026-H2."""
    return turn_of(Period.HALF_YEAR, local_day(now)).key


def _counted() -> object:
    """Acts by a person, and tasks still open; what the process withdrew counts for nothing."""
    return or_(Task.state == TaskState.OPEN, and_(Task.state == TaskState.DONE, Task.done_by_id.is_not(None)))


def _cells(
    session: Session, half_year: str, now: datetime, clause: str | None = None, holder: str | None = None
) -> dict[tuple[str, str], Cell]:
    done = Task.state == TaskState.DONE
    late = and_(Task.due_at.is_not(None), case((done, Task.closed_at), else_=now) > Task.due_at)
    query: Select = (
        select(
            TaskDuty.clause_code,
            TaskDuty.holder,
            func.sum(case((done, 1), else_=0)),
            func.sum(case((and_(done, late), 1), else_=0)),
            func.sum(case((done, 0), else_=1)),
            func.sum(case((and_(~done, late), 1), else_=0)),
        )
        .join(Task, Task.id == TaskDuty.task_id)
        .where(TaskDuty.half_year == half_year, _counted())
        .group_by(TaskDuty.clause_code, TaskDuty.holder)
    )
    if clause is not None:
        query = query.where(TaskDuty.clause_code == clause, TaskDuty.holder == holder)
    return {(code, of): Cell(*numbers) for code, of, *numbers in session.execute(query)}


def _half_years(session: Session, present: str) -> tuple[str, ...]:
    known = set(session.scalars(select(TaskDuty.half_year).distinct()))
    return tuple(sorted(known | {present}, reverse=True))


def _parts(session: Session, duty_list: DutyList) -> tuple[Part, ...]:
    clauses: dict[str, list[Clause]] = defaultdict(list)
    for clause in duty_list.clauses:
        clauses[part_of(clause.code)].append(clause)
    holders = _holders_by_part(session)
    headings = {role.letter: role.holder for role in duty_list.roles}
    return tuple(
        Part(letter, headings.get(letter, ""), tuple(rows), tuple(holders[letter]))
        for letter, rows in clauses.items()
    )


def _holders_by_part(session: Session) -> dict[str, list[Holder]]:
    found: dict[str, list[Holder]] = defaultdict(list)
    posts: Iterable[Post] = session.scalars(
        select(Post).where(Post.duty_role.is_not(None)).order_by(Post.position, Post.id)
    )
    for post in posts:
        found[post.duty_role or ""].append(Holder(post.code, post.name, post.name_en))
    counties: Iterable[Unit] = session.scalars(
        select(Unit).where(Unit.kind == UnitKind.COUNTY).order_by(Unit.position, Unit.id)
    )
    found[NOTICE_PART] = [Holder(unit.code, unit.name, unit.name_en) for unit in counties]
    return found
