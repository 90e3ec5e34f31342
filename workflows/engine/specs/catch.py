"""Intermediate catch events: the token waits for its trigger."""

from __future__ import annotations

from typing import TYPE_CHECKING

from workflows.engine.marks import Phase
from workflows.engine.routing.arming import arm
from workflows.engine.specs.base import NodeSpec
from workflows.engine.stepping.withdrawal import disarm
from workflows.engine.tree import Token

if TYPE_CHECKING:
    from workflows.engine.act import Act


class CatchEvent(NodeSpec):
    """Message, signal, timer or conditional; without a definition the token passes through."""

    def enter(self, act: Act, token: Token) -> bool:
        """Wait for the trigger."""
        if self.node.trigger is None:
            return True
        if token.marks.phase is Phase.ARRIVED:
            self.mark_entered(act, token)
        arm(act, token, self.node.trigger)
        token.marks.phase = Phase.ACTIVE
        return False

    def withdrawn(self, act: Act, token: Token) -> None:
        """The trigger is waited for no longer."""
        disarm(act, token)
