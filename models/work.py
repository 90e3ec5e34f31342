"""What waits to be done without a person: jobs, messages, the outbox; and what went wrong."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from .db import Code, Key, Moment, Name, Words, db, index_where
from .instances import ProcessInstance
from .people import User


class JobState(StrEnum):
    WAITING = "waiting"
    DONE = "done"
    FAILED = "failed"  #: retries used up; an incident stands behind it
    WITHDRAWN = "withdrawn"


class Job(db.Model):
    """A service task's work that reaches outside the act's transaction and is done by a worker."""

    __tablename__ = "job"
    __table_args__ = (
        UniqueConstraint("instance_id", "key", name="uq_job_key"),
        Index("ix_job_state_run_at", "state", "run_at"),
    )

    id: Mapped[Key]
    instance_id: Mapped[int] = mapped_column(ForeignKey("process_instance.id"))
    key: Mapped[Code]
    element_id: Mapped[Code]
    type: Mapped[Code]
    headers: Mapped[dict[str, Any]] = mapped_column(default=dict)
    variables: Mapped[dict[str, Any]] = mapped_column(default=dict)
    state: Mapped[JobState] = mapped_column(default=JobState.WAITING)
    retries: Mapped[int] = mapped_column(default=3)
    run_at: Mapped[Moment]
    last_failure: Mapped[Words] = mapped_column(default="")

    instance: Mapped[ProcessInstance] = relationship()


class Incident(db.Model):
    """Something a person must mend. Nothing fails in silence."""

    __tablename__ = "incident"
    __table_args__ = (
        Index("ix_incident_open", "resolved_at", "id"),
        Index("ix_incident_instance_id", "instance_id"),
    )

    id: Mapped[Key]
    instance_id: Mapped[int] = mapped_column(ForeignKey("process_instance.id"))
    key: Mapped[str | None] = mapped_column(String(64))  #: the engine's; None where the act around it failed
    element_id: Mapped[str | None] = mapped_column(String(64))
    kind: Mapped[Code]
    message: Mapped[Words]
    message_en: Mapped[Words]
    expression: Mapped[str | None] = mapped_column(String(2000))
    values_seen: Mapped[dict[str, Any]] = mapped_column(default=dict)
    since: Mapped[Moment]
    resolved_at: Mapped[datetime | None]
    resolved_by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    resolution: Mapped[Words] = mapped_column(default="")

    instance: Mapped[ProcessInstance] = relationship()
    resolved_by: Mapped[User | None] = relationship()


class MessageSubscription(db.Model):
    """An instance waits for a message; `key` is the engine's name for the waiting element."""

    __tablename__ = "message_subscription"
    __table_args__ = (
        UniqueConstraint("instance_id", "key", name="uq_message_subscription_key"),
        Index("ix_message_subscription_name", "message", "correlation_key"),
    )

    id: Mapped[Key]
    instance_id: Mapped[int] = mapped_column(ForeignKey("process_instance.id"))
    key: Mapped[Code]
    element_id: Mapped[Code]
    message: Mapped[Name]
    correlation_key: Mapped[str | None] = mapped_column(String(200))
    interrupting: Mapped[bool] = mapped_column(default=True)
    properties: Mapped[dict[str, Any]] = mapped_column(default=dict)
    variables: Mapped[dict[str, Any]] = mapped_column(default=dict)

    instance: Mapped[ProcessInstance] = relationship()


class SignalSubscription(db.Model):
    """An instance waits for a signal of this name somewhere."""

    __tablename__ = "signal_subscription"

    instance_id: Mapped[int] = mapped_column(ForeignKey("process_instance.id"), primary_key=True)
    name: Mapped[str] = mapped_column(String(200), primary_key=True, index=True)


class Message(db.Model):
    """A message thrown or sent in: delivered exactly once, kept until somebody waits or it expires."""

    __tablename__ = "message"
    __table_args__ = (
        UniqueConstraint("message_id", name="uq_message_id"),
        Index("ix_message_waiting", "delivered_at", "name", "correlation_key"),
    )

    id: Mapped[Key]
    message_id: Mapped[str] = mapped_column(String(200))  #: the sender's id, or `instance:key:n`
    name: Mapped[Name]
    correlation_key: Mapped[str | None] = mapped_column(String(200))
    variables: Mapped[dict[str, Any]] = mapped_column(default=dict)
    sent_at: Mapped[Moment]
    expires_at: Mapped[datetime | None]
    delivered_at: Mapped[datetime | None]
    delivered_to_id: Mapped[int | None] = mapped_column(ForeignKey("process_instance.id"))


class OutboxEntry(db.Model):
    """Something to be told or sent after the commit, at least once, with a key that makes it once."""

    __tablename__ = "outbox_entry"
    __table_args__ = (
        UniqueConstraint("idempotency_key", name="uq_outbox_entry_once"),
        index_where("sent_at IS NULL", "ix_outbox_entry_unsent", "sent_at", "id"),
    )

    id: Mapped[Key]
    idempotency_key: Mapped[str] = mapped_column(String(200))
    kind: Mapped[Code]
    payload: Mapped[dict[str, Any]]
    created_at: Mapped[Moment]
    attempts: Mapped[int] = mapped_column(default=0)
    not_before: Mapped[datetime | None]
    sent_at: Mapped[datetime | None]
    last_failure: Mapped[Words] = mapped_column(default="")


class Notice(db.Model):
    """A line in a post's notice list: reminders, urging notes, circulars."""

    __tablename__ = "notice"
    __table_args__ = (Index("ix_notice_post", "post_id", "read_at", "id"),)

    id: Mapped[Key]
    post_id: Mapped[int] = mapped_column(ForeignKey("post.id"))
    instance_id: Mapped[int | None] = mapped_column(ForeignKey("process_instance.id"), index=True)
    kind: Mapped[Code]  #: ES-02 …
    title: Mapped[Name]
    title_en: Mapped[Name] = mapped_column(default="")
    words: Mapped[Words]
    words_en: Mapped[Words] = mapped_column(default="")
    made_at: Mapped[Moment]
    read_at: Mapped[datetime | None]
    read_by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
