"""Running matters moved to another version of their process: the run, and each instance's line in it."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from .db import Key, Moment, Words, db
from .deployments import ProcessDefinition
from .instances import ProcessInstance
from .people import Post, User


class MoveState(StrEnum):
    WAITING = "waiting"  #: its turn has not come
    MOVED = "moved"
    REFUSED = "refused"  #: something stood in the way; nothing was changed
    UNDONE = "undone"  #: back exactly as it was
    UNDO_ASKED = "undo_asked"  #: to go back as soon as its turn comes
    TOUCHED = "touched"  #: worked on since the move: it stays where it is


class InstanceMoveRun(db.Model):
    """One decision to move instances of a process to a version, with the mapping a person gave."""

    __tablename__ = "instance_move_run"

    id: Mapped[Key]
    target_id: Mapped[int] = mapped_column(ForeignKey("process_definition.id"), index=True)
    mapping: Mapped[dict[str, Any]]  #: element ids of older versions to ids of the target
    reason: Mapped[Words]
    by_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    as_post_id: Mapped[int] = mapped_column(ForeignKey("post.id"))
    begun_at: Mapped[Moment]
    ended_at: Mapped[datetime | None]

    target: Mapped[ProcessDefinition] = relationship()
    by: Mapped[User] = relationship()
    as_post: Mapped[Post] = relationship()
    lines: Mapped[list[InstanceMove]] = relationship(back_populates="run", order_by="InstanceMove.id")


class InstanceMove(db.Model):
    """One instance's part in a run. `before` holds all that an undo must bring back."""

    __tablename__ = "instance_move"
    __table_args__ = (
        UniqueConstraint("run_id", "instance_id", name="uq_instance_move_once"),
        Index("ix_instance_move_run_state", "run_id", "state"),
    )

    id: Mapped[Key]
    run_id: Mapped[int] = mapped_column(ForeignKey("instance_move_run.id"))
    instance_id: Mapped[int] = mapped_column(ForeignKey("process_instance.id"), index=True)
    state: Mapped[MoveState] = mapped_column(default=MoveState.WAITING)
    reason: Mapped[Words] = mapped_column(default="")  #: why it was refused
    source_id: Mapped[int | None] = mapped_column(ForeignKey("process_definition.id"))
    revision_after: Mapped[int | None] = mapped_column()  #: the instance's revision right after the move
    state_before: Mapped[bytes | None] = mapped_column(deferred=True)
    before: Mapped[dict[str, Any]] = mapped_column(default=dict, deferred=True)
    undo_by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    undo_as_post_id: Mapped[int | None] = mapped_column(ForeignKey("post.id"))

    run: Mapped[InstanceMoveRun] = relationship(back_populates="lines")
    instance: Mapped[ProcessInstance] = relationship()
    source: Mapped[ProcessDefinition | None] = relationship()
    undo_by: Mapped[User | None] = relationship()
    undo_as_post: Mapped[Post | None] = relationship()
