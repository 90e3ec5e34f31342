"""Which tokens wait for a trigger."""

from __future__ import annotations

from workflows.engine.marks import Phase
from workflows.engine.routing.arming import trigger_of
from workflows.engine.tree import Token


def waits_for_trigger(token: Token) -> bool:
    """Whether the token stands for a trigger that can come now."""
    if token.marks.body is not None or trigger_of(token) is None:
        return False
    return token.marks.armed or (
        token.marks.phase is Phase.ACTIVE
        and token.task_spec.node.type in ("intermediateCatchEvent", "receiveTask")
    )
