"""What happened, for ever: history of matters and of who read them. Append-only."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from .append_only import append_only
from .db import Code, Key, Moment, Name, Words, db
from .people import Post, User


class EventKind(StrEnum):
    STARTED = "started"
    ENTERED = "entered"
    COMPLETED = "completed"
    CANCELLED = "cancelled"
    FIRED = "fired"  #: an event of the diagram; timers carry when they were due
    TASK_DONE = "task_done"  #: a person's act
    REASSIGNED = "reassigned"
    DEADLINE = "deadline"  #: opened, extended, refused, ruled
    NOTICE = "notice"  #: somebody was told
    MESSAGE = "message"
    INCIDENT = "incident"
    MENDED = "mended"
    STATE = "state"  #: the matter's state changed
    ENDED = "ended"
    FILE = "file"
    MOVED = "moved"  #: to another version of its process, or back


class HistoryEvent(db.Model):
    """One line of the record. Rows are never updated or deleted."""

    __tablename__ = "history_event"
    # A row of an SQLite index ends with the row's id already.
    __table_args__ = (
        Index("ix_history_event_instance", "instance_id", "id").ddl_if(dialect="postgresql"),
        Index("ix_history_event_of_instance", "instance_id").ddl_if(dialect="sqlite"),
    )

    id: Mapped[Key]
    instance_id: Mapped[int] = mapped_column(ForeignKey("process_instance.id"))
    at: Mapped[Moment]
    kind: Mapped[EventKind]
    element_id: Mapped[str | None] = mapped_column(String(64))
    name: Mapped[Name] = mapped_column(default="")
    task_id: Mapped[int | None] = mapped_column(ForeignKey("task.id"))
    actor_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    acted_as_id: Mapped[int | None] = mapped_column(ForeignKey("post.id"))
    on_behalf_of_id: Mapped[int | None] = mapped_column(ForeignKey("post.id"))
    due_at: Mapped[datetime | None]  #: of a timer: when it should have fired
    data: Mapped[dict[str, Any]] = mapped_column(default=dict)

    actor: Mapped[User | None] = relationship()
    acted_as: Mapped[Post | None] = relationship(foreign_keys=[acted_as_id])
    on_behalf_of: Mapped[Post | None] = relationship(foreign_keys=[on_behalf_of_id])


class ReadEvent(db.Model):
    """Somebody looked at an internal matter (domain page §3.1: audit every read)."""

    __tablename__ = "read_event"

    id: Mapped[Key]
    instance_id: Mapped[int] = mapped_column(ForeignKey("process_instance.id"), index=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    at: Mapped[Moment]


class SecurityEvent(db.Model):
    """Logins, refusals and changes to accounts, for the auditor."""

    __tablename__ = "security_event"

    id: Mapped[Key]
    at: Mapped[Moment]
    kind: Mapped[Code]
    username: Mapped[Name]
    address: Mapped[str] = mapped_column(String(64), default="")
    words: Mapped[Words] = mapped_column(default="")


for _record in (HistoryEvent, ReadEvent, SecurityEvent):
    append_only(_record.__table__)
