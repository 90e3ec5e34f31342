"""End events: a token ends here, maybe with a throw; terminate ends its whole scope."""

from __future__ import annotations

from typing import TYPE_CHECKING

from workflows.engine.specs.throw import ThrowEvent
from workflows.engine.stepping.withdrawal import withdraw_all
from workflows.engine.tree import Token

if TYPE_CHECKING:
    from workflows.engine.act import Act
    from workflows.engine.elements import Flow


class EndEvent(ThrowEvent):
    """None, terminate, error, escalation, signal, message, compensation, cancel."""

    def prepare(self, act: Act, token: Token) -> None:
        """A cancelled transaction first stops everything in it."""
        if any(trigger.kind == "cancel" for trigger in self.node.triggers):
            withdraw_all(act, token.workflow, keep=token)

    def choose_flows(self, act: Act, token: Token) -> tuple[Flow, ...]:
        """Nothing follows an end event."""
        return ()
