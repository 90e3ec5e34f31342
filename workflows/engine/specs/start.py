"""Start events: where a scope begins; what triggered it comes with the token."""

from __future__ import annotations

from typing import TYPE_CHECKING

from workflows.engine.marks import Phase
from workflows.engine.routing.arming import arm
from workflows.engine.specs.base import NodeSpec
from workflows.engine.stepping.withdrawal import disarm
from workflows.engine.tree import Token

if TYPE_CHECKING:
    from workflows.engine.act import Act


class StartEvent(NodeSpec):
    """A start event of a process, subprocess or event subprocess.

    A process that begins by a condition waits here until it holds: nobody outside knows its variables.
    """

    def enter(self, act: Act, token: Token) -> bool:
        """Go on, or wait for the condition the process begins by."""
        trigger = self.node.trigger
        if token.workflow.owner is not None or trigger is None or trigger.kind != "conditional":
            return True
        self.mark_entered(act, token)
        arm(act, token, trigger)
        token.marks.phase = Phase.ACTIVE
        return False

    def withdrawn(self, act: Act, token: Token) -> None:
        """The condition is waited for no longer."""
        disarm(act, token)
