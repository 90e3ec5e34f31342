"""The studio: drafts of process folders as people draw them, and change requests that ask to publish one."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from .db import Code, Key, Moment, Name, Sha256, Words, db
from .deployments import Deployment
from .people import User


class DraftState(StrEnum):
    OPEN = "open"  #: being drawn
    HANDED_IN = "handed_in"  #: a change request holds what was drawn
    DISCARDED = "discarded"  #: put away; its files stay


class StudioDraft(db.Model):
    """One person's draft of a process folder. `revision` rises with every saved file."""

    __tablename__ = "studio_draft"
    __table_args__ = (Index("ix_studio_draft_name_state", "name", "state"),)

    id: Mapped[Key]
    name: Mapped[Code]  #: the folder's name, as the deployment's
    title: Mapped[Name]
    owner_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"), index=True)
    base_id: Mapped[int | None] = mapped_column(ForeignKey("deployment.id"))  #: None: a new process
    copied_from_id: Mapped[int | None] = mapped_column(ForeignKey("studio_draft.id"))
    state: Mapped[DraftState] = mapped_column(default=DraftState.OPEN)
    revision: Mapped[int] = mapped_column(default=1)
    begun_at: Mapped[Moment]
    saved_at: Mapped[Moment]

    owner: Mapped[User] = relationship()
    base: Mapped[Deployment | None] = relationship()
    files: Mapped[list[StudioFile]] = relationship(
        back_populates="draft", order_by="StudioFile.path", cascade="all, delete-orphan"
    )


class StudioFile(db.Model):
    """One file of a draft as it was last saved, well-formed or not."""

    __tablename__ = "studio_file"
    __table_args__ = (UniqueConstraint("draft_id", "path", name="uq_studio_file_path"),)

    id: Mapped[Key]
    draft_id: Mapped[int] = mapped_column(ForeignKey("studio_draft.id"))
    path: Mapped[str] = mapped_column(String(300))  #: forms/SV-01.json
    content: Mapped[bytes]

    draft: Mapped[StudioDraft] = relationship(back_populates="files")


class ChangeState(StrEnum):
    OPEN = "open"  #: 待审
    PUBLISHED = "published"  #: 已发布
    RETURNED = "returned"  #: 退回修改
    WITHDRAWN = "withdrawn"  #: 撤回


class ChangeRequest(db.Model):
    """变更单: what a person drew and asks to publish, frozen when it was handed in; decided by another."""

    __tablename__ = "change_request"
    __table_args__ = (Index("ix_change_request_state", "state", "id"),)

    id: Mapped[Key]
    draft_id: Mapped[int] = mapped_column(ForeignKey("studio_draft.id"), index=True)
    name: Mapped[Code]
    title: Mapped[Name]
    base_id: Mapped[int | None] = mapped_column(ForeignKey("deployment.id"))
    reason: Mapped[Words]
    state: Mapped[ChangeState] = mapped_column(default=ChangeState.OPEN)
    drawn_by_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    handed_in_at: Mapped[Moment]
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    decided_at: Mapped[datetime | None]
    opinion: Mapped[Words] = mapped_column(default="")
    deployment_id: Mapped[int | None] = mapped_column(ForeignKey("deployment.id"))

    draft: Mapped[StudioDraft] = relationship()
    base: Mapped[Deployment | None] = relationship(foreign_keys=[base_id])
    deployment: Mapped[Deployment | None] = relationship(foreign_keys=[deployment_id])
    drawn_by: Mapped[User] = relationship(foreign_keys=[drawn_by_id])
    decided_by: Mapped[User | None] = relationship(foreign_keys=[decided_by_id])
    files: Mapped[list[ChangeRequestFile]] = relationship(
        back_populates="request", order_by="ChangeRequestFile.path", cascade="all, delete-orphan"
    )


class ChangeRequestFile(db.Model):
    __tablename__ = "change_request_file"
    __table_args__ = (UniqueConstraint("request_id", "path", name="uq_change_request_file_path"),)

    id: Mapped[Key]
    request_id: Mapped[int] = mapped_column(ForeignKey("change_request.id"))
    path: Mapped[str] = mapped_column(String(300))
    content: Mapped[bytes]
    digest: Mapped[Sha256]

    request: Mapped[ChangeRequest] = relationship(back_populates="files")
