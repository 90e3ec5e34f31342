"""Deadlines as rows: rule, basis, anchor, pauses, extensions. No date without a reason."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from .append_only import append_only
from .db import Code, Key, Moment, Name, Words, db, index_where
from .people import Post, User


class TimeUnit(StrEnum):
    HOUR = "hour"  #: 24×7
    OFFICE_HOUR = "office_hour"  #: counted within office hours on working days
    CALENDAR_DAY = "calendar_day"
    WORKING_DAY = "working_day"
    MONTH = "month"
    DATE = "date"  #: a date somebody with the power to do so has set


class DeadlineRule(db.Model):
    """One rule of the office's rule book. What depends on the case comes from the decision table it names."""

    __tablename__ = "deadline_rule"

    code: Mapped[str] = mapped_column(String(64), primary_key=True)
    name: Mapped[Name]
    name_en: Mapped[Name]
    unit: Mapped[TimeUnit]
    amount: Mapped[int | None]  #: None: the decision table gives it
    decision: Mapped[str | None] = mapped_column(
        String(100)
    )  #: decision id in the same deployment or the office's tables
    anchor: Mapped[str] = mapped_column(String(64))  #: `opened` (the task), or a variable's name
    basis: Mapped[Words]  #: article or labelled setting, in words
    basis_en: Mapped[Words]
    mark: Mapped[str] = mapped_column(String(8))  #: 法 文 证 忆 议
    max_extensions: Mapped[int] = mapped_column(default=0)
    max_extension_amount: Mapped[int | None]
    settings: Mapped[dict[str, Any]] = mapped_column(default=dict)


class DeadlineState(StrEnum):
    RUNNING = "running"
    UNDER_REVIEW = "under_review"  #: the result is handed in; the clock shows, the ladder rests
    DONE = "done"
    WITHDRAWN = "withdrawn"


class Deadline(db.Model):
    """One party's limit in one matter. `due_at` moves only by a pause or an extension on record."""

    __tablename__ = "deadline"
    __table_args__ = (
        Index("ix_deadline_instance_id", "instance_id"),
        index_where("done_at IS NULL", "ix_deadline_live", "instance_id", "done_at"),
        CheckConstraint("due_at >= anchor_at OR unit = 'date'", name="due_after_anchor"),
    )

    id: Mapped[Key]
    instance_id: Mapped[int] = mapped_column(ForeignKey("process_instance.id"))
    rule_code: Mapped[Code]
    party: Mapped[Code] = mapped_column(default="")  #: unit or post it binds; empty: whoever does the task
    scope: Mapped[str] = mapped_column(String(200), default="")  #: scope path of the engine, in words
    round: Mapped[int] = mapped_column(default=1)
    anchor_name: Mapped[Name]
    anchor_at: Mapped[Moment]
    unit: Mapped[TimeUnit]
    amount: Mapped[int | None]
    basis: Mapped[Words]
    basis_en: Mapped[Words]
    mark: Mapped[str] = mapped_column(String(8))
    provisional: Mapped[bool] = mapped_column(
        default=False
    )  #: counted over a year whose calendar is not announced
    set_by_post_id: Mapped[int | None] = mapped_column(
        ForeignKey("post.id")
    )  #: who set the date, where a person did
    original_due_at: Mapped[Moment]
    due_at: Mapped[Moment]
    amber_at: Mapped[datetime | None]
    state: Mapped[DeadlineState] = mapped_column(default=DeadlineState.RUNNING)
    review_since: Mapped[datetime | None]
    review_seconds: Mapped[int] = mapped_column(
        default=0
    )  #: time under review, which a ladder does not count
    done_at: Mapped[datetime | None]
    opened_at: Mapped[Moment]

    set_by_post: Mapped[Post | None] = relationship()
    pauses: Mapped[list[DeadlinePause]] = relationship(
        back_populates="deadline", order_by="DeadlinePause.from_at"
    )
    extensions: Mapped[list[DeadlineExtension]] = relationship(
        back_populates="deadline", order_by="DeadlineExtension.decided_at"
    )


class DeadlinePause(db.Model):
    """A time that does not count (技术鉴定); overlapping pauses count once."""

    __tablename__ = "deadline_pause"

    id: Mapped[Key]
    deadline_id: Mapped[int] = mapped_column(ForeignKey("deadline.id"), index=True)
    from_at: Mapped[Moment]
    to_at: Mapped[datetime | None]
    reason: Mapped[Words]
    basis: Mapped[Words]

    deadline: Mapped[Deadline] = relationship(back_populates="pauses")


class ExtensionKind(StrEnum):
    GRANTED = "granted"
    REFUSED = "refused"
    RULING = "ruling"  #: a new date set by a leader after the old one had passed


class DeadlineExtension(db.Model):
    """A decision on moving a date, granted or refused; append-only."""

    __tablename__ = "deadline_extension"

    id: Mapped[Key]
    deadline_id: Mapped[int] = mapped_column(ForeignKey("deadline.id"), index=True)
    kind: Mapped[ExtensionKind]
    reason: Mapped[Words]
    asked_by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    decided_as_post_id: Mapped[int | None] = mapped_column(ForeignKey("post.id"))
    decided_at: Mapped[Moment]
    old_due_at: Mapped[Moment]
    new_due_at: Mapped[Moment]

    deadline: Mapped[Deadline] = relationship(back_populates="extensions")
    asked_by: Mapped[User | None] = relationship(foreign_keys=[asked_by_id])
    decided_by: Mapped[User | None] = relationship(foreign_keys=[decided_by_id])
    decided_as: Mapped[Post | None] = relationship()


class LadderRung(db.Model):
    """A rung of the escalation ladder that fired, once for each due date of one party's deadline."""

    __tablename__ = "ladder_rung"
    __table_args__ = (
        UniqueConstraint("deadline_id", "rung", "due_at", name="uq_ladder_rung_once_per_due_date"),
    )

    id: Mapped[Key]
    deadline_id: Mapped[int] = mapped_column(ForeignKey("deadline.id"))
    rung: Mapped[Code]  #: ES-03
    due_at: Mapped[Moment]  #: the due date it belongs to
    fired_at: Mapped[Moment]
    withdrawn_at: Mapped[datetime | None]

    deadline: Mapped[Deadline] = relationship()


append_only(DeadlineExtension.__table__)
