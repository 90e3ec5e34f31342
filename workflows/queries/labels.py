"""Under which label a variable was asked: read from the forms of the matter's own version."""

from __future__ import annotations

import json
import threading
from collections import OrderedDict
from collections.abc import Iterator, Mapping
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from models import DeploymentFile
from workflows.deployments.definitions import deployed_as
from workflows.tasks import OPINION, OUTCOME

_HELD = 100
_cache: OrderedDict[str, Mapping[str, str]] = OrderedDict()
_lock = threading.Lock()
_NOT_DATA = {"filepicker", "button"}
#: Answers about the act itself, not about the matter; the record tells them, step by step.
_OF_THE_ACT = {OUTCOME, OPINION}


def labels_of(session: Session, definition_id: int) -> Mapping[str, str]:
    """Variable name → label, in the order of the forms; what is asked twice keeps its first label."""
    deployment = deployed_as(session, definition_id)
    with _lock:
        if deployment.digest in _cache:
            return _cache[deployment.digest]
    labels: dict[str, str] = {}
    of_this = DeploymentFile.deployment_id == deployment.deployment_id
    files = session.scalars(
        select(DeploymentFile.content)
        .where(of_this, DeploymentFile.path.startswith("forms/"))
        .order_by(DeploymentFile.path)
    )
    for content in files:
        for component in _components(json.loads(content)):
            labels.setdefault(component["key"], component["label"])
    with _lock:
        held = _cache.setdefault(deployment.digest, labels)
        while len(_cache) > _HELD:
            _cache.popitem(last=False)
    return held


def _components(part: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    for component in part.get("components", ()):
        asks = component.get("key") and component.get("label")
        if asks and component.get("type") not in _NOT_DATA and component["key"] not in _OF_THE_ACT:
            yield component
        yield from _components(component)
