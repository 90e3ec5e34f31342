"""User tasks, to whom they are offered, and drafts of their answers."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from .db import Code, Key, Moment, Name, Words, db, index_where
from .deadlines import Deadline
from .instances import ProcessInstance
from .people import Post, Unit, User


class TaskState(StrEnum):
    OPEN = "open"
    DONE = "done"
    CANCELLED = "cancelled"  #: withdrawn by the process


class Task(db.Model):
    """One user task of one instance; `key` is the engine's name for it within the instance."""

    __tablename__ = "task"
    __table_args__ = (
        UniqueConstraint("instance_id", "key", name="uq_task_key"),
        index_where("closed_at IS NULL", "ix_task_open", "instance_id", "closed_at"),
        index_where("closed_at IS NULL", "ix_task_open_deadline", "deadline_id"),
        Index("ix_task_done_by", "done_by_id", "closed_at", "id"),
    )

    id: Mapped[Key]
    instance_id: Mapped[int] = mapped_column(ForeignKey("process_instance.id"))
    key: Mapped[Code]
    element_id: Mapped[Code]
    name: Mapped[Name]
    scope: Mapped[str] = mapped_column(String(300), default="")
    form_id: Mapped[str | None] = mapped_column(String(100))
    properties: Mapped[dict[str, Any]] = mapped_column(default=dict)
    clauses: Mapped[list[str]] = mapped_column(default=list)
    variables: Mapped[dict[str, Any]] = mapped_column(
        default=dict
    )  #: what the task sees beyond the instance's scope
    priority: Mapped[int] = mapped_column(default=50)
    state: Mapped[TaskState] = mapped_column(default=TaskState.OPEN)
    opened_at: Mapped[Moment]
    due_at: Mapped[datetime | None]  #: copy of the deadline's, for sorting
    amber_at: Mapped[datetime | None]
    deadline_id: Mapped[int | None] = mapped_column(ForeignKey("deadline.id"))
    assignee_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    closed_at: Mapped[datetime | None]
    done_by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    acted_as_id: Mapped[int | None] = mapped_column(ForeignKey("post.id"))
    on_behalf_of_id: Mapped[int | None] = mapped_column(ForeignKey("post.id"))
    outcome: Mapped[str | None] = mapped_column(String(64))
    answers: Mapped[dict[str, Any]] = mapped_column(default=dict)
    recusal_note: Mapped[str | None] = mapped_column(
        String(500)
    )  #: why the task went past its first candidates

    instance: Mapped[ProcessInstance] = relationship()
    deadline: Mapped[Deadline | None] = relationship()
    candidates: Mapped[list[TaskCandidate]] = relationship(
        back_populates="task", cascade="all, delete-orphan"
    )
    assignee: Mapped[User | None] = relationship(foreign_keys=[assignee_id])
    done_by: Mapped[User | None] = relationship(foreign_keys=[done_by_id])
    acted_as: Mapped[Post | None] = relationship(foreign_keys=[acted_as_id])
    on_behalf_of: Mapped[Post | None] = relationship(foreign_keys=[on_behalf_of_id])


class CandidateVia(StrEnum):
    NAMED = "named"  #: the diagram names it
    SUBSTITUTE = "substitute"  #: the B role, because the named ones may not act
    SUPERIOR = "superior"  #: the post above, because neither they nor the B role may act
    REASSIGNED = "reassigned"  #: the secretariat gave it, with a reason


def _of_open_tasks(name: str, whose: str) -> Index:
    where = {"sqlite_where": text("open = 1"), "postgresql_where": text("open")}
    return Index(name, whose, "due_at", "task_id", **where)


class TaskCandidate(db.Model):
    """A post or a unit to which an open task is offered. Closed tasks keep theirs, for the record.

    `open` repeats the task's state, and `due_at`/`task_id` its order, so that the inbox is one index walk
    at a million open tasks. What is closed is in neither index.
    """

    __tablename__ = "task_candidate"
    __table_args__ = (
        UniqueConstraint("task_id", "post_id", "unit_id", name="uq_task_candidate_once"),
        _of_open_tasks("ix_task_candidate_post_open", "post_id"),
        _of_open_tasks("ix_task_candidate_unit_open", "unit_id"),
    )

    id: Mapped[Key]
    task_id: Mapped[int] = mapped_column(ForeignKey("task.id"))
    post_id: Mapped[int | None] = mapped_column(ForeignKey("post.id"))
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("unit.id"))
    via: Mapped[CandidateVia] = mapped_column(default=CandidateVia.NAMED)
    open: Mapped[bool] = mapped_column(default=True)
    due_at: Mapped[datetime | None]

    task: Mapped[Task] = relationship(back_populates="candidates")
    post: Mapped[Post | None] = relationship()
    unit: Mapped[Unit | None] = relationship()


class TaskExclusion(db.Model):
    """A person who may not do a task (回避): he drafted what it reviews, or it is his own matter."""

    __tablename__ = "task_exclusion"
    __table_args__ = (UniqueConstraint("task_id", "user_id", name="uq_task_exclusion_once"),)

    id: Mapped[Key]
    task_id: Mapped[int] = mapped_column(ForeignKey("task.id"))
    user_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"), index=True)
    reason: Mapped[Words]


class TaskDraft(db.Model):
    """A person's answers as typed, before the task is done."""

    __tablename__ = "task_draft"
    __table_args__ = (UniqueConstraint("task_id", "user_id", name="uq_task_draft_once"),)

    id: Mapped[Key]
    task_id: Mapped[int] = mapped_column(ForeignKey("task.id"))
    user_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    answers: Mapped[dict[str, Any]]  #: raw, as the browser sent them
    saved_at: Mapped[Moment]
