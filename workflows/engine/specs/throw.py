"""Intermediate throw events."""

from __future__ import annotations

from typing import TYPE_CHECKING

from workflows.engine import mappings
from workflows.engine.marks import Phase
from workflows.engine.routing.arming import correlation_key, message_name
from workflows.engine.routing.compensation import undo
from workflows.engine.routing.throwing import throw
from workflows.engine.specs.base import NodeSpec
from workflows.engine.tree import Token

if TYPE_CHECKING:
    from workflows.engine.act import Act


UNDOING = frozenset(["compensate", "cancel"])
"""Triggers that undo what is completed in the scope before anything else happens."""


class ThrowEvent(NodeSpec):
    """Message, signal, escalation, compensation, or none; routed before the token goes on."""

    @property
    def throws_signal(self) -> bool:
        """Whether a signal is among what it throws."""
        return any(trigger.kind == "signal" for trigger in self.node.triggers)

    def enter(self, act: Act, token: Token) -> bool:
        """Input mappings say what goes along; a compensation is waited for."""
        if token.marks.phase is Phase.ARRIVED:
            mappings.apply_inputs(act, token)
            self.mark_entered(act, token)
            self.prepare(act, token)
        undoing = [trigger for trigger in self.node.triggers if trigger.kind in UNDOING]
        return all(undo(act, token, trigger) for trigger in undoing)

    def prepare(self, act: Act, token: Token) -> None:
        """What happens before anything is thrown."""

    def settle(self, act: Act, token: Token) -> None:
        """What is to be thrown is evaluated before anything moves."""
        super().settle(act, token)
        for trigger in self.node.triggers:
            if trigger.kind in ("message", "signal"):
                message_name(act, token, trigger)
                correlation_key(act, token, trigger)

    def after(self, act: Act, token: Token) -> None:
        """Throw; an interrupting catcher may withdraw this very token."""
        for trigger in self.node.triggers:
            if token.is_live:
                throw(act, token, trigger)
