"""Duty lists as rows: imported whole or not at all, version beside version, settings kept apart."""

from __future__ import annotations

import hashlib
import json
from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from models import Clause, ClauseSetting, DutyList, DutyRole, Unit, UnitKind
from workflows.people.posts import unit_by_code
from workflows.rules.duty_list_parsing import (
    DutyListUnreadable,
    ParsedClause,
    ParsedDutyList,
    ParsedRole,
    parse_duty_list,
)
from workflows.shipped import SHIPPED, shipped_json
from workflows.words import DomainError, Sentence

if TYPE_CHECKING:
    from workflows.people.substitution import Actor

__all__ = [
    "DutyListUnreadable",
    "NoSuchClause",
    "WhoseList",
    "clause",
    "clause_setting",
    "enter_shipped_list",
    "import_list",
    "list_in_force",
    "versions_of",
]


class WhoseList(DomainError):
    """The document does not say which unit's list it is, and nobody else has said so."""


class NoSuchClause(DomainError):
    """The list in force has no clause with this code."""


def import_list(
    session: Session, data: bytes, filename: str, unit: Unit | None, by: Actor | None, now: datetime
) -> DutyList:
    """Read an official document into a new version of a unit's list, unless it is there already.

    Sameness is judged by what the document says, not by its bytes: another encoding or another line length
    makes no new version. Without a unit it is the one whose name the issuing body bears; an office without
    any unit gets its government by its first list. Raises DutyListUnreadable, or WhoseList when no such
    unit is known; then nothing is stored.
    """
    parsed = parse_duty_list(data)
    unit = unit or _unit_of(session, parsed, filename)
    digest = digest_of(parsed)
    known = session.scalar(select(DutyList).where(DutyList.unit_id == unit.id, DutyList.digest == digest))
    return known or _store(session, parsed, digest, unit, by, now)


def digest_of(parsed: ParsedDutyList) -> str:
    """A digest of what a document says: numbers, headings and texts, spaces left out."""
    said = [parsed.document_no, parsed.issuing_body, str(parsed.issued_on), parsed.title, parsed.notice_text]
    said += [parsed.preamble]
    for role in parsed.roles:
        said += [role.number, role.heading, role.chapeau]
    said += [word for clause in parsed.clauses for word in (clause.code, clause.text)]
    packed = json.dumps(["".join(word.split()) for word in said], ensure_ascii=False)
    return hashlib.sha256(packed.encode()).hexdigest()


def _unit_of(session: Session, parsed: ParsedDutyList, filename: str) -> Unit:
    body = parsed.issuing_body
    known = [unit for unit in session.scalars(select(Unit)) if _is_named(unit, body)]
    if known:
        return max(known, key=lambda unit: len(unit.name))
    if session.scalar(select(Unit.id).limit(1)) is None:
        return _first_unit(session, body)
    raise WhoseList(
        Sentence(
            f"“{filename}”由{body}印发，本系统没有这个单位，请指明所属单位。",
            f"{filename} was issued by {body}, which is no unit here: say whose list it is.",
        ),
        field="unit",
    )


def _is_named(unit: Unit, body: str) -> bool:
    """集贤县人民政府 also issues as its 办公室, or as 双鸭山市集贤县人民政府; a unit may be called 集贤县."""
    government = body.removesuffix("办公室").removesuffix("办公厅")
    return any(name.endswith(unit.name) for name in (body, government, government.removesuffix("人民政府")))


def _first_unit(session: Session, name: str) -> Unit:
    """In an office without any unit the first list is its own government's."""
    government = Unit(code="city", name=name, name_en=name, kind=UnitKind.CITY)
    session.add(government)
    session.flush()
    return government


def _store(
    session: Session, parsed: ParsedDutyList, digest: str, unit: Unit, by: Actor | None, now: datetime
) -> DutyList:
    newest = session.scalar(select(func.max(DutyList.version)).where(DutyList.unit_id == unit.id))
    duty_list = DutyList(
        unit=unit,
        version=(newest or 0) + 1,
        title=parsed.title,
        document_no=parsed.document_no,
        issuing_body=parsed.issuing_body,
        issued_on=parsed.issued_on,
        preamble=parsed.preamble,
        notice_text=parsed.notice_text,
        source_text=parsed.source_text,
        digest=digest,
        imported_at=now,
        imported_by_id=by.user.id if by else None,
    )
    for position, role in enumerate(parsed.roles, 1):
        _add_role(duty_list, role, position)
    for duty in parsed.notice_duties:
        _add_clause(duty_list, None, duty)
    session.add(duty_list)
    session.flush()
    return duty_list


def _add_role(duty_list: DutyList, role: ParsedRole, position: int) -> None:
    row = DutyRole(
        position=position,
        number=role.number,
        heading=role.heading,
        holder=role.holder,
        letter=role.letter,
        chapeau=role.chapeau,
    )
    duty_list.roles.append(row)
    for parsed in role.clauses:
        _add_clause(duty_list, row, parsed)


def _add_clause(duty_list: DutyList, role: DutyRole | None, parsed: ParsedClause) -> None:
    position = len(duty_list.clauses) + 1
    duty_list.clauses.append(
        Clause(role=role, position=position, code=parsed.code, number=parsed.number, text=parsed.text)
    )


def versions_of(session: Session, unit: Unit) -> list[DutyList]:
    """All versions of a unit's list, the one in force first: by date of issue, then of import."""
    lists = session.scalars(
        select(DutyList).where(DutyList.unit_id == unit.id).order_by(DutyList.version)
    ).all()
    return sorted(
        lists, key=lambda row: (row.issued_on is not None, row.issued_on, row.version), reverse=True
    )


def list_in_force(session: Session, unit: Unit | None = None) -> DutyList | None:
    """The list in force of a unit (by default the city's), or None where none has been imported."""
    versions = versions_of(session, unit or unit_by_code(session, "city"))
    return versions[0] if versions else None


def clause(session: Session, code: str, unit: Unit | None = None) -> Clause:
    """A clause of the list in force by its code (M-01, N-01). Raises NoSuchClause."""
    duty_list = list_in_force(session, unit)
    found = None
    if duty_list is not None:
        query = select(Clause).where(Clause.duty_list_id == duty_list.id, Clause.code == code)
        found = session.scalar(query)
    if found is None:
        raise NoSuchClause(
            Sentence(f"现行清单中没有条款{code}。", f"The list in force has no clause {code}.")
        )
    return found


def clause_setting(session: Session, code: str, unit: Unit | None = None) -> ClauseSetting | None:
    """What the office has settled about a clause (kind, cadence, who does and checks it), or None."""
    owner = unit or unit_by_code(session, "city")
    query = select(ClauseSetting).where(ClauseSetting.unit_id == owner.id, ClauseSetting.clause_code == code)
    return session.scalar(query)


def enter_shipped_list(session: Session, unit: Unit, now: datetime) -> DutyList:
    """The list shipped with the product, and the settings of its clauses that the office has none of yet."""
    path = SHIPPED / "duty_lists" / "duty_list_2022_3.txt"
    duty_list = import_list(session, path.read_bytes(), path.name, unit, None, now)
    known = set(session.scalars(select(ClauseSetting.clause_code).where(ClauseSetting.unit_id == unit.id)))
    for raw in shipped_json("duty_lists", "clause_settings.json"):
        columns = {key: value for key, value in raw.items() if key != "clause"}
        if raw["clause"] not in known:
            session.add(ClauseSetting(unit_id=unit.id, clause_code=raw["clause"], **columns))
    session.flush()
    return duty_list
