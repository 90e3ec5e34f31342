"""End events: a token ends here, maybe with a throw; terminate ends its whole scope."""

from __future__ import annotations

from typing import TYPE_CHECKING

from workflows.engine.specs.throw import ThrowEvent
from workflows.engine.tree import Token

if TYPE_CHECKING:
    from workflows.engine.act import Act
    from workflows.engine.elements import Flow


class EndEvent(ThrowEvent):
    """None, terminate, error, escalation, signal, message."""

    def choose_flows(self, act: Act, token: Token) -> tuple[Flow, ...]:
        """Nothing follows an end event."""
        return ()
