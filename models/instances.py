"""Process instances (matters), their parties and links."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from .db import Code, Key, Moment, Name, db, index_where
from .deployments import ProcessDefinition
from .people import Unit, User


class InstanceState(StrEnum):
    RUNNING = "running"
    COMPLETED = "completed"
    TERMINATED = "terminated"
    FAILED = "failed"  #: an error nobody caught
    CANCELLED = "cancelled"


class MatterState(StrEnum):
    """How the office sees the matter; its own column, because a closed matter still waits for objections."""

    OPENING = "opening"  #: 拟办中: not yet dispatched
    HANDLING = "handling"  #: 办理中
    REVIEWING = "reviewing"  #: 审核中: the result is handed in
    CLOSED = "closed"  #: 已办结
    ARCHIVED = "archived"  #: 已归档
    NOT_OPENED = "not_opened"  #: 不立项
    MERGED = "merged"  #: 并案
    OFFLINE = "offline"  #: 涉密, handled offline
    CANCELLED = "cancelled"  #: 已撤销


class Confidentiality(StrEnum):
    PUBLIC = "public"
    INTERNAL = "internal"  #: parties, supervision office and the leaders concerned only
    CLASSIFIED = "classified"  #: a stub number only; no text, no file


class ProcessInstance(db.Model):
    """One running or finished process. `engine_state` is the engine's blob; every act raises `revision`."""

    __tablename__ = "process_instance"
    __table_args__ = (
        index_where("next_due_at IS NOT NULL", "ix_process_instance_due", "state", "next_due_at"),
        Index("ix_process_instance_matter_state", "matter_state", "id"),
        index_where("parent_id IS NOT NULL", "ix_process_instance_parent_id", "parent_id"),
        Index("ix_process_instance_started_at", "started_at"),
        Index("ix_process_instance_closed_at", "closed_at"),
        UniqueConstraint("definition_id", "start_key", name="uq_process_instance_started_once"),
    )

    id: Mapped[Key]
    definition_id: Mapped[int] = mapped_column(ForeignKey("process_definition.id"), index=True)
    number: Mapped[str | None] = mapped_column(String(64), unique=True)  #: 双政督〔2026〕12号
    title: Mapped[Name]
    state: Mapped[InstanceState] = mapped_column(default=InstanceState.RUNNING)
    matter_state: Mapped[MatterState] = mapped_column(default=MatterState.OPENING)
    confidentiality: Mapped[Confidentiality] = mapped_column(default=Confidentiality.PUBLIC)
    urgency: Mapped[str | None] = mapped_column(String(20))  #: urgent_special 特急, urgent 急, normal 平
    category: Mapped[str | None] = mapped_column(String(20))
    engine_state: Mapped[bytes] = mapped_column(deferred=True)
    revision: Mapped[int] = mapped_column(default=1)
    next_due_at: Mapped[datetime | None]
    variables: Mapped[dict[str, Any]] = mapped_column(default=dict, deferred=True)
    #: the instance scope's variables as JSON, for pages and search; the engine's own are in `engine_state`
    start_key: Mapped[str | None] = mapped_column(
        String(200)
    )  #: a message start with the same key starts once
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("process_instance.id"))
    parent_key: Mapped[str | None] = mapped_column(
        String(64)
    )  #: the engine key of the call activity that waits
    started_at: Mapped[Moment]
    started_by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    ended_at: Mapped[datetime | None]
    closed_at: Mapped[datetime | None]  #: 办结
    score: Mapped[int | None]
    demo: Mapped[bool] = mapped_column(default=False)  #: 演示

    definition: Mapped[ProcessDefinition] = relationship()
    started_by: Mapped[User | None] = relationship()
    parent: Mapped[ProcessInstance | None] = relationship(remote_side="ProcessInstance.id")
    parties: Mapped[list[InstanceParty]] = relationship(back_populates="instance")


class PartyRelation(StrEnum):
    LEAD = "lead"  #: 牵头
    CO_ORGANISER = "co_organiser"  #: 协办
    LEADER = "leader"  #: the leader whose instruction or portfolio it is
    FORMER_LEAD = "former_lead"  #: returned it


class InstanceParty(db.Model):
    """A unit or a post that is a party to a matter, and therefore may see it."""

    __tablename__ = "instance_party"
    __table_args__ = (
        UniqueConstraint("instance_id", "relation", "code", name="uq_instance_party_once"),
        Index("ix_instance_party_code", "code"),
    )

    id: Mapped[Key]
    instance_id: Mapped[int] = mapped_column(ForeignKey("process_instance.id"))
    relation: Mapped[PartyRelation]
    code: Mapped[Code]  #: a unit's or a post's code
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("unit.id"))

    instance: Mapped[ProcessInstance] = relationship(back_populates="parties")
    unit: Mapped[Unit | None] = relationship()


class LinkKind(StrEnum):
    SAME_DOCUMENT = "same_document"  #: opened from one document with several matters
    MERGED_INTO = "merged_into"  #: 并案
    FOLLOWS = "follows"  #: started by another matter


class InstanceLink(db.Model):
    __tablename__ = "instance_link"
    __table_args__ = (UniqueConstraint("source_id", "target_id", "kind", name="uq_instance_link_once"),)

    id: Mapped[Key]
    source_id: Mapped[int] = mapped_column(ForeignKey("process_instance.id"), index=True)
    target_id: Mapped[int] = mapped_column(ForeignKey("process_instance.id"), index=True)
    kind: Mapped[LinkKind]


class NumberSequence(db.Model):
    """The last number given in a series and year: 双政督〔2026〕n号 without gaps or doubles."""

    __tablename__ = "number_sequence"

    series: Mapped[str] = mapped_column(String(64), primary_key=True)
    year: Mapped[int] = mapped_column(primary_key=True)
    last: Mapped[int] = mapped_column(default=0)
