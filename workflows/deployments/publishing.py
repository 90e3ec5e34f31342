"""Deployments: process folders published as immutable, numbered versions."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session, defer

from models import Deployment, DeploymentFile, ProcessDefinition
from workflows.deployments.checks import Compiled, compile_folder
from workflows.words import DomainError, Sentence

if TYPE_CHECKING:
    from workflows.people.substitution import Actor


class NoSuchProcess(DomainError):
    """No process of this id was ever deployed."""

    def __init__(self, process_id: str) -> None:
        super().__init__(Sentence(f"没有名为“{process_id}”的流程", f"there is no process “{process_id}”"))


def deploy(
    session: Session,
    name: str,
    files: Mapping[str, bytes],
    by: Actor | None,
    now: datetime,
    note: str = "",
    coming: Iterable[str] = (),
) -> Deployment:
    """Publish a folder's files as the next version; its processes become the latest of their ids.

    Files exactly like the newest version's change nothing and give that version back. `coming` are
    processes that are published right after, so that elements may call them. Raises
    `deployment_checks.DeploymentRefused` with every finding of every file; nothing is stored then.
    """
    newest = newest_deployment(session, name)
    print_ = digest(files)
    if newest is not None and newest.digest == print_:
        return newest
    compiled = compile_folder(session, name, files, coming)
    deployment = Deployment(
        name=name,
        version=newest.version + 1 if newest is not None else 1,
        digest=print_,
        note=note,
        deployed_at=now,
        deployed_by_id=by.user.id if by is not None else None,
        files=[
            DeploymentFile(path=path, content=content, digest=hashlib.sha256(content).hexdigest())
            for path, content in sorted(files.items())
        ],
    )
    session.add(deployment)
    session.flush()
    for process in compiled:
        _publish(session, deployment, process)
    session.flush()
    return deployment


def _publish(session: Session, deployment: Deployment, process: Compiled) -> None:
    """The process's next version; new instances take it from now on, running ones stay where they are."""
    of_this_id = ProcessDefinition.process_id == process.process_id
    last = session.scalar(select(func.max(ProcessDefinition.version)).where(of_this_id))
    session.execute(update(ProcessDefinition).where(of_this_id).values(latest=False))
    session.add(
        ProcessDefinition(
            deployment_id=deployment.id,
            process_id=process.process_id,
            version=(last or 0) + 1,
            name=process.name,
            path=process.path,
            compiled=process.compiled,
            latest=True,
        )
    )


def digest(files: Mapping[str, bytes]) -> str:
    """One print of a folder: its paths and contents, whatever their order."""
    whole = hashlib.sha256()
    for path, content in sorted(files.items()):
        whole.update(f"{path}\0{len(content)}\0".encode())
        whole.update(content)
    return whole.hexdigest()


def newest_deployment(session: Session, name: str) -> Deployment | None:
    """The newest version of a folder, or None."""
    return session.scalars(
        select(Deployment).where(Deployment.name == name).order_by(Deployment.version.desc()).limit(1)
    ).first()


def latest_definition(session: Session, process_id: str) -> ProcessDefinition:
    """The version new instances take. Raises NoSuchProcess."""
    row = session.scalars(
        select(ProcessDefinition)
        .where(ProcessDefinition.process_id == process_id, ProcessDefinition.latest)
        .options(defer(ProcessDefinition.compiled))
    ).first()
    if row is None:
        raise NoSuchProcess(process_id)
    return row


def latest_definitions(session: Session) -> list[ProcessDefinition]:
    """Every process new instances may be started of, by name."""
    return list(
        session.scalars(
            select(ProcessDefinition)
            .where(ProcessDefinition.latest)
            .options(defer(ProcessDefinition.compiled))
            .order_by(ProcessDefinition.name)
        )
    )


def definition_row(session: Session, definition_id: int) -> ProcessDefinition:
    """A definition's row without the bulk of what was compiled."""
    held = session.identity_map.get(session.identity_key(ProcessDefinition, definition_id))
    if held is not None:
        return held
    return session.scalars(
        select(ProcessDefinition)
        .where(ProcessDefinition.id == definition_id)
        .options(defer(ProcessDefinition.compiled))
    ).one()


def file_of(session: Session, definition: ProcessDefinition, path: str) -> bytes | None:
    """A file published together with this definition."""
    return session.scalars(
        select(DeploymentFile.content).where(
            DeploymentFile.deployment_id == definition.deployment_id, DeploymentFile.path == path
        )
    ).first()


def diagram(session: Session, definition: ProcessDefinition) -> bytes:
    """The BPMN file the definition stands in, as it was deployed."""
    content = file_of(session, definition, definition.path)
    if content is None:
        raise NoSuchProcess(definition.process_id)
    return content


def form(session: Session, definition: ProcessDefinition, form_id: str | None) -> dict[str, Any] | None:
    """The form-js schema of a form id in this definition's own version; None where it has no form."""
    if form_id is None:
        return None
    content = file_of(session, definition, form_path(form_id))
    return json.loads(content) if content is not None else None


def form_path(form_id: str) -> str:
    """Where a form lies in its folder."""
    return f"forms/{form_id}.json"
