"""Intermediate catch events: the token waits for its trigger."""

from __future__ import annotations

from typing import TYPE_CHECKING

from workflows.engine.marks import Phase
from workflows.engine.routing.arming import arm, trigger_of
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
            if token.marks.which == 0:
                self._wait_for_each(act, token)
        arm(act, token, trigger_of(token))
        token.marks.phase = Phase.ACTIVE
        return False

    def _wait_for_each(self, act: Act, token: Token) -> None:
        """An event with several triggers: a token for each, racing; the first one withdraws the others."""
        for which in range(1, len(self.node.triggers)):
            token.marks.race = token.marks.race or token.key
            other = act.place(
                token.workflow, self.node.id, token.marks.flow, which=which, race=token.marks.race
            )
            act.schedule(other)

    def withdrawn(self, act: Act, token: Token) -> None:
        """The trigger is waited for no longer."""
        disarm(act, token)
