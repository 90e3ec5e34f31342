"""The duty list, clause by clause, with what runs for each."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from models import Clause, ClauseSetting, DutyList, DutyRole, User


@dataclass(frozen=True, slots=True)
class RunningFor:
    """A matter whose steps name the clause."""

    instance_id: int
    title: str
    number: str | None
    light: str
    matter_state: str


@dataclass(frozen=True, slots=True)
class ClauseLine:
    clause: Clause
    setting: ClauseSetting | None
    live: int  #: live matters with a step for this clause, visible to the reader
    red: int
    done: int
    running: tuple[RunningFor, ...]  #: the most urgent few
    processes: tuple[tuple[str, str], ...]  #: (process id, name) of deployed processes whose elements name it


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
    """The newest (or the asked) version of a unit's list with what runs for each clause; None: none imported."""
    raise NotImplementedError
