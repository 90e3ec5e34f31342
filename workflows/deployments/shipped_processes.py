"""Processes that come with a release: deployed where the office has none of that name, otherwise offered."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import select
from sqlalchemy.orm import Session

from models import Deployment, ShippedChange
from workflows.deployments.publishing import deploy, digest, newest_deployment
from workflows.engine.vocabulary import bpmn
from workflows.engine.xml_source import read_xml
from workflows.shipped import SHIPPED
from workflows.words import DomainError, Sentence

if TYPE_CHECKING:
    from workflows.people.substitution import Actor

_PUBLISHED = {".bpmn", ".dmn", ".json"}


class OfferAnswer(StrEnum):
    """What the office said to a shipped change."""

    TAKEN = "taken"
    DECLINED = "declined"


class OfferGone(DomainError):
    """The release on this machine no longer carries the change that was offered."""

    def __init__(self, name: str) -> None:
        super().__init__(
            Sentence(
                f"随版本提供的“{name}”已经换了内容，请重新查看",
                f"the shipped “{name}” has changed; look again",
            )
        )


def folder_files(folder: Path) -> dict[str, bytes]:
    """What a process folder publishes: diagrams, tables and forms, by path within the folder."""
    return {
        file.relative_to(folder).as_posix(): file.read_bytes()
        for file in sorted(folder.rglob("*"))
        if file.is_file() and file.suffix in _PUBLISHED and not file.name.startswith(".")
    }


def deploy_shipped(session: Session, now: datetime, root: Path = SHIPPED) -> list[str]:
    """Deploy or offer every folder under `root` that holds a diagram; the names of those newly deployed."""
    deployed = []
    coming = shipped_process_ids(root)
    for folder in _process_folders(root):
        files = folder_files(folder)
        if newest_deployment(session, folder.name) is None:
            deploy(session, folder.name, files, None, now, "随系统提供 · shipped with the system", coming)
            deployed.append(folder.name)
        else:
            _offer(session, folder.name, digest(files), now)
    return deployed


def shipped_process_ids(root: Path = SHIPPED) -> frozenset[str]:
    """The processes of a release's diagrams: they may call each other."""
    return frozenset(
        process.get("id", "")
        for folder in _process_folders(root)
        for file in folder.glob("*.bpmn")
        for process in read_xml(file.read_bytes()).iter(bpmn("process"))
    )


def _process_folders(root: Path) -> list[Path]:
    return [folder for folder in sorted(root.iterdir()) if folder.is_dir() and any(folder.glob("*.bpmn"))]


def _offer(session: Session, name: str, print_: str, now: datetime) -> None:
    """Offer a change once, and not what the office has had already."""
    had = select(Deployment.id).where(Deployment.name == name, Deployment.digest == print_)
    offered = select(ShippedChange.id).where(ShippedChange.name == name, ShippedChange.digest == print_)
    if session.scalar(had) is None and session.scalar(offered) is None:
        session.add(ShippedChange(name=name, digest=print_, offered_at=now))


def open_offers(session: Session) -> list[ShippedChange]:
    """Changes the office has not answered yet, newest first."""
    unanswered = select(ShippedChange).where(ShippedChange.answered_at.is_(None))
    return list(session.scalars(unanswered.order_by(ShippedChange.id.desc())))


def answer_offer(
    session: Session,
    offer: ShippedChange,
    answer: OfferAnswer,
    by: Actor,
    now: datetime,
    root: Path = SHIPPED,
) -> Deployment | None:
    """Take the change as the next version, or decline it. Raises OfferGone, DeploymentRefused."""
    deployment = None
    if answer is OfferAnswer.TAKEN:
        files = folder_files(root / offer.name)
        if digest(files) != offer.digest:
            raise OfferGone(offer.name)
        note = "采用随系统提供的新版本 · took the shipped change"
        deployment = deploy(session, offer.name, files, by, now, note=note)
    offer.answered_at = now
    offer.answer = answer.value
    return deployment
