"""Attachments: a row each; the bytes lie in the data directory under their digest."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from .db import Key, Moment, Name, Sha256, db
from .instances import ProcessInstance
from .people import User


class Attachment(db.Model):
    __tablename__ = "attachment"
    __table_args__ = (
        Index("ix_attachment_instance_id", "instance_id"),
        Index("ix_attachment_digest", "digest"),
    )

    id: Mapped[Key]
    instance_id: Mapped[int] = mapped_column(ForeignKey("process_instance.id"))
    task_id: Mapped[int | None] = mapped_column(ForeignKey("task.id"))
    field: Mapped[str] = mapped_column(String(100), default="")  #: the form field it answers
    name: Mapped[Name]
    size: Mapped[int]
    media_type: Mapped[str] = mapped_column(String(100))  #: by content, not by name
    digest: Mapped[Sha256]
    uploaded_by_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    uploaded_at: Mapped[Moment]
    withdrawn_at: Mapped[datetime | None]

    instance: Mapped[ProcessInstance] = relationship()
    uploaded_by: Mapped[User] = relationship()
