"""Compiled definitions, deserialised once per process and shared by every thread."""

from __future__ import annotations

import threading
from collections import OrderedDict
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from models import Deployment, ProcessDefinition
from workflows import engine
from workflows.office.pictures import Picture

_HELD = 200  #: definitions kept in memory; an office has a few dozen versions in use

_cache: OrderedDict[tuple[str, str], engine.Definition] = OrderedDict()
_lock = threading.Lock()


@dataclass(frozen=True, slots=True)
class Deployed:
    """Where a definition comes from; never changes."""

    deployment_id: int
    digest: str  #: of the deployment's files
    process_id: str


def deployed_as(session: Session, definition_id: int) -> Deployed:
    """Where a definition comes from."""
    return _deployed.of(session)[definition_id]


def _read_deployed(session: Session, _stamp: int) -> dict[int, Deployed]:
    rows = session.execute(
        select(ProcessDefinition.id, Deployment.id, Deployment.digest, ProcessDefinition.process_id).join(
            ProcessDefinition.deployment
        )
    )
    return {definition_id: Deployed(*where) for definition_id, *where in rows}


_deployed = Picture(_read_deployed)


def definition_of(session: Session, definition_id: int) -> engine.Definition:
    """What the engine made of a definition's diagram.

    Kept by content (the deployment's digest and the process's id), so that a restored or second database
    never meets another one's definitions. A definition is immutable, so threads may share it.
    """
    deployed = deployed_as(session, definition_id)
    key = (deployed.digest, deployed.process_id)
    with _lock:
        if key in _cache:
            _cache.move_to_end(key)
            return _cache[key]
    compiled = session.scalars(
        select(ProcessDefinition.compiled).where(ProcessDefinition.id == definition_id)
    ).one()
    loaded = engine.load_definition(compiled)
    with _lock:
        # Two threads may have loaded it at the same time; the first one's stays.
        held = _cache.setdefault(key, loaded)
        while len(_cache) > _HELD:
            _cache.popitem(last=False)
    return held


def definitions_in(session: Session, deployment: Deployment | None) -> dict[str, engine.Definition]:
    """The processes of a deployment by their ids; none where there is no deployment yet."""
    rows = deployment.definitions if deployment is not None else ()
    return {row.process_id: definition_of(session, row.id) for row in rows}
