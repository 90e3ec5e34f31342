"""Which clause of the duty list a task counts for, and whose duty that is."""

from __future__ import annotations

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from .db import Code, Key, db
from .tasks import Task


class TaskDuty(db.Model):
    """A task counts for a clause of a holder: expected while it is open, evidence once a person has done it.

    An index over tasks for the ledger. The record itself is the line of the journal, which says the same of
    every act and is never changed.
    """

    __tablename__ = "task_duty"
    __table_args__ = (
        UniqueConstraint("task_id", "clause_code", "holder", name="uq_task_duty_once"),
        Index("ix_task_duty_cell", "half_year", "clause_code", "holder"),
    )

    id: Mapped[Key]
    task_id: Mapped[int] = mapped_column(ForeignKey("task.id"))
    clause_code: Mapped[Code]
    holder: Mapped[Code]  #: the code of a leader's post, or of a county for the notice's own duty
    half_year: Mapped[str] = mapped_column(String(8))  #: 2026-H2

    task: Mapped[Task] = relationship()
