"""The forms a matter's own deployment carries, read once and kept by content."""

from __future__ import annotations

import json
import threading
from collections import OrderedDict

from sqlalchemy import select
from sqlalchemy.orm import Session

from models import DeploymentFile
from workflows.deployments.definitions import deployed_as
from workflows.deployments.publishing import form_path
from workflows.rules.forms import Form, read_form

NOTHING_ASKED = Form("", ())
"""Of a step without a form."""

_HELD = 500
_cache: OrderedDict[tuple[str, str], Form] = OrderedDict()
_lock = threading.Lock()


def form_of(session: Session, definition_id: int, form_id: str | None) -> Form:
    """The form of this id as published together with a definition, `NOTHING_ASKED` where there is none. It is
    immutable and shared. Raises FormNotUnderstood."""
    if form_id is None:
        return NOTHING_ASKED
    deployment, path = deployed_as(session, definition_id), form_path(form_id)
    key = (deployment.digest, path)
    with _lock:
        if key in _cache:
            _cache.move_to_end(key)
            return _cache[key]
    content = session.scalar(
        select(DeploymentFile.content).where(
            DeploymentFile.deployment_id == deployment.deployment_id, DeploymentFile.path == path
        )
    )
    form = read_form(json.loads(content)) if content is not None else NOTHING_ASKED
    with _lock:
        held = _cache.setdefault(key, form)
        while len(_cache) > _HELD:
            _cache.popitem(last=False)
    return held
