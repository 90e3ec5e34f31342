"""Deployments: immutable sets of files published together, and the processes in them."""

from __future__ import annotations

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from .db import Code, Key, Moment, Name, Sha256, Words, db


class Deployment(db.Model):
    """One published version of a process folder; never changed afterwards."""

    __tablename__ = "deployment"
    __table_args__ = (UniqueConstraint("name", "version", name="uq_deployment_version"),)

    id: Mapped[Key]
    name: Mapped[Code]  #: the folder's name: supervision
    version: Mapped[int]
    digest: Mapped[Sha256]
    note: Mapped[Words]
    deployed_at: Mapped[Moment]
    deployed_by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))

    files: Mapped[list[DeploymentFile]] = relationship(
        back_populates="deployment", order_by="DeploymentFile.path"
    )
    definitions: Mapped[list[ProcessDefinition]] = relationship(back_populates="deployment")


class DeploymentFile(db.Model):
    __tablename__ = "deployment_file"
    __table_args__ = (UniqueConstraint("deployment_id", "path", name="uq_deployment_file_path"),)

    id: Mapped[Key]
    deployment_id: Mapped[int] = mapped_column(ForeignKey("deployment.id"))
    path: Mapped[str] = mapped_column(String(300))  #: forms/SV-01.json
    content: Mapped[bytes]
    digest: Mapped[Sha256]

    deployment: Mapped[Deployment] = relationship(back_populates="files")


class ProcessDefinition(db.Model):
    """One process of a deployment with its version; `compiled` is what the engine made of it, once."""

    __tablename__ = "process_definition"
    __table_args__ = (
        UniqueConstraint("process_id", "version", name="uq_process_definition_version"),
        Index("ix_process_definition_deployment_id", "deployment_id"),
    )

    id: Mapped[Key]
    deployment_id: Mapped[int] = mapped_column(ForeignKey("deployment.id"))
    process_id: Mapped[Code]
    version: Mapped[int]
    name: Mapped[Name]
    path: Mapped[str] = mapped_column(String(300))  #: the file it stands in
    compiled: Mapped[bytes]
    latest: Mapped[bool] = mapped_column(default=True)  #: new instances take this one

    deployment: Mapped[Deployment] = relationship(back_populates="definitions")


class ShippedChange(db.Model):
    """A process that came with a release while the office has its own of that name: offered only."""

    __tablename__ = "shipped_change"
    __table_args__ = (UniqueConstraint("name", "digest", name="uq_shipped_change_offer"),)

    id: Mapped[Key]
    name: Mapped[Code]
    digest: Mapped[Sha256]
    offered_at: Mapped[Moment]
    answered_at: Mapped[Moment | None] = mapped_column()
    answer: Mapped[str | None] = mapped_column(String(20))
