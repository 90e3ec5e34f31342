"""The decision tables a matter's own deployment carries, read once and kept by content."""

from __future__ import annotations

import threading
from collections import OrderedDict

from sqlalchemy import select
from sqlalchemy.orm import Session

from models import DeploymentFile
from workflows.decisions import Decisions, read_decisions
from workflows.deployments.definitions import deployed_as

_HELD = 100
_cache: OrderedDict[str, tuple[Decisions, ...]] = OrderedDict()
_lock = threading.Lock()


def tables_of(session: Session, definition_id: int) -> tuple[Decisions, ...]:
    """The tables published together with a definition, one for each .dmn file. They are immutable and
    shared."""
    deployment = deployed_as(session, definition_id)
    with _lock:
        if deployment.digest in _cache:
            _cache.move_to_end(deployment.digest)
            return _cache[deployment.digest]
    files = session.scalars(
        select(DeploymentFile.content)
        .where(DeploymentFile.deployment_id == deployment.deployment_id, DeploymentFile.path.endswith(".dmn"))
        .order_by(DeploymentFile.path)
    )
    tables = tuple(read_decisions(content) for content in files)
    with _lock:
        held = _cache.setdefault(deployment.digest, tables)
        while len(_cache) > _HELD:
            _cache.popitem(last=False)
    return held
