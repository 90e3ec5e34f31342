"""Intermediate throw events."""

from __future__ import annotations

from typing import TYPE_CHECKING

from workflows.engine import mappings
from workflows.engine.routing.throwing import throw
from workflows.engine.specs.base import NodeSpec
from workflows.engine.tree import Phase, Token

if TYPE_CHECKING:
    from workflows.engine.act import Act


class ThrowEvent(NodeSpec):
    """Message, signal, escalation, or none. What is thrown is routed before the token goes on."""

    def enter(self, act: Act, token: Token) -> bool:
        """Input mappings say what goes along with a message or signal."""
        if token.marks.phase is Phase.ARRIVED:
            mappings.apply_inputs(act, token)
            token.marks.phase = Phase.ENTERED
        return True

    def after(self, act: Act, token: Token) -> None:
        """Throw; an interrupting catcher may withdraw this very token."""
        for trigger in self.node.triggers:
            if token.is_live:
                throw(act, token, trigger)
