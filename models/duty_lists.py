"""The responsibility list as issued, word for word, and the office's settings about its clauses."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from .db import Code, Key, Moment, Name, Sha256, Words, db
from .people import Unit


class DutyList(db.Model):
    """One version of a unit's list; importing the same document again finds it by its digest."""

    __tablename__ = "duty_list"
    __table_args__ = (
        UniqueConstraint("unit_id", "digest", name="uq_duty_list_same_document"),
        UniqueConstraint("unit_id", "version", name="uq_duty_list_version"),
    )

    id: Mapped[Key]
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))
    version: Mapped[int]
    title: Mapped[Name]
    document_no: Mapped[Name]
    issuing_body: Mapped[Name]
    issued_on: Mapped[date | None]
    preamble: Mapped[Words]
    notice_text: Mapped[Words]
    source_text: Mapped[Words]
    digest: Mapped[Sha256]
    imported_at: Mapped[Moment]
    imported_by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))

    unit: Mapped[Unit] = relationship()
    roles: Mapped[list[DutyRole]] = relationship(
        back_populates="duty_list", order_by="DutyRole.position", cascade="all, delete-orphan"
    )
    clauses: Mapped[list[Clause]] = relationship(
        back_populates="duty_list", order_by="Clause.position", cascade="all, delete-orphan"
    )


class DutyRole(db.Model):
    """A part of the list: 一、市长职责, with its opening words (chapeau) where it has any."""

    __tablename__ = "duty_role"

    id: Mapped[Key]
    duty_list_id: Mapped[int] = mapped_column(ForeignKey("duty_list.id"), index=True)
    position: Mapped[int]
    number: Mapped[str] = mapped_column(String(8))  #: 一, 二 …
    heading: Mapped[Name]  #: 市长职责
    holder: Mapped[Name]  #: 市长
    letter: Mapped[str] = mapped_column(String(8))  #: M, E, S, V, G
    chapeau: Mapped[Words]

    duty_list: Mapped[DutyList] = relationship(back_populates="roles")
    clauses: Mapped[list[Clause]] = relationship(back_populates="role", order_by="Clause.position")


class Clause(db.Model):
    """One numbered duty, verbatim; the notice's own duty has no role and no number."""

    __tablename__ = "clause"
    __table_args__ = (UniqueConstraint("duty_list_id", "code", name="uq_clause_code_in_list"),)

    id: Mapped[Key]
    duty_list_id: Mapped[int] = mapped_column(ForeignKey("duty_list.id"))
    role_id: Mapped[int | None] = mapped_column(ForeignKey("duty_role.id"), index=True)
    position: Mapped[int]
    code: Mapped[Code]  #: M-01
    number: Mapped[str] = mapped_column(String(16))  #: （一）
    text: Mapped[Words]

    duty_list: Mapped[DutyList] = relationship(back_populates="clauses")
    role: Mapped[DutyRole | None] = relationship(back_populates="clauses")


class ClauseSetting(db.Model):
    """What the office has settled about a clause: kind, cadence, who does and checks it, evidence, bindings.

    Kept apart from the verbatim text; none of it is the document's own word unless its mark says so.
    """

    __tablename__ = "clause_setting"
    __table_args__ = (UniqueConstraint("unit_id", "clause_code", name="uq_clause_setting_clause"),)

    id: Mapped[Key]
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))
    clause_code: Mapped[Code]
    kind: Mapped[Name]
    numbers_in_text: Mapped[Words]
    cadence: Mapped[Words]
    executor: Mapped[Words]
    checker: Mapped[Words]
    evidence: Mapped[Words]
    primary_binding: Mapped[Words]
    other_bindings: Mapped[Words]
    corrected_text: Mapped[str | None] = mapped_column(
        Text
    )  #: shown beside a known slip of the pen (公共区城)


class OfficeSetting(db.Model):
    """A setting of the office with the label of its source: 〔议〕 proposal, 〔忆〕 memory, 〔法〕 law …"""

    __tablename__ = "office_setting"
    __table_args__ = (CheckConstraint("length(key) > 0", name="key_named"),)

    key: Mapped[str] = mapped_column(String(100), primary_key=True)
    value: Mapped[dict[str, Any]]  #: {"value": …}
    words: Mapped[Words]
    basis: Mapped[Words]
    mark: Mapped[str] = mapped_column(String(8))
