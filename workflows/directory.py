"""The office's directory as forms offer it: `units()` and `leaders()` in FEEL, codes with names in both
languages.

Importing this module registers the functions. They answer from an office snapshot that carries a directory
(`with_directory`); processes do not need one, because a diagram works with codes.
"""

from __future__ import annotations

from dataclasses import dataclass, fields

from sqlalchemy import select
from sqlalchemy.orm import Session

from models import Post, PostKind, Unit, UnitKind
from workflows.feel import host_function
from workflows.office_snapshot import OfficeSnapshot
from workflows.words import DomainError, Sentence

WORKING_UNITS = (UnitKind.OFFICE, UnitKind.DEPARTMENT, UnitKind.COUNTY)
"""Units that may be given a matter; party and outside bodies only take part."""


class NoDirectory(DomainError):
    """An expression asks for the directory where none was handed in."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A code with its name."""

    code: str
    name: str
    name_en: str

    def as_choice(self) -> dict[str, str]:
        """As a form's choice is written: value, label, label_en."""
        return {"value": self.code, "label": self.name, "label_en": self.name_en}


@dataclass(frozen=True)
class OfficeWithDirectory(OfficeSnapshot):
    """The office at one moment with the names a form offers."""

    units: tuple[Entry, ...] = ()
    leaders: tuple[Entry, ...] = ()


def with_directory(session: Session, office: OfficeSnapshot) -> OfficeWithDirectory:
    """The same office with its units and leaders by name, in the office's order."""
    units = select(Unit.code, Unit.name, Unit.name_en).where(Unit.kind.in_(WORKING_UNITS))
    leaders = select(Post.code, Post.name, Post.name_en).where(Post.kind == PostKind.LEADER)
    return OfficeWithDirectory(
        **{part.name: getattr(office, part.name) for part in fields(office)},
        units=tuple(Entry(*row) for row in session.execute(units.order_by(Unit.position, Unit.id))),
        leaders=tuple(Entry(*row) for row in session.execute(leaders.order_by(Post.position, Post.id))),
    )


@host_function("units")
def units(office: OfficeSnapshot) -> list[dict[str, str]]:
    """The units that may be given work: [{value: "yjj", label: "市应急管理局", label_en: …}, …]."""
    return [entry.as_choice() for entry in _directory(office).units]


@host_function("leaders")
def leaders(office: OfficeSnapshot) -> list[dict[str, str]]:
    """The leaders' posts: [{value: "mayor", label: "市长", label_en: "Mayor"}, …]."""
    return [entry.as_choice() for entry in _directory(office).leaders]


def _directory(office: OfficeSnapshot) -> OfficeWithDirectory:
    if not isinstance(office, OfficeWithDirectory):
        raise NoDirectory(Sentence("这里没有机构名录", "there is no directory here"))
    return office
