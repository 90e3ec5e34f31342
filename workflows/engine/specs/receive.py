"""Receive tasks: an activity that waits for a message."""

from __future__ import annotations

from typing import TYPE_CHECKING

from workflows.engine.marks import Phase
from workflows.engine.routing.arming import arm
from workflows.engine.specs.activity import Activity
from workflows.engine.stepping.withdrawal import disarm
from workflows.engine.tree import Token

if TYPE_CHECKING:
    from workflows.engine.act import Act


class ReceiveTask(Activity):
    """Waits like a catch event, and may have boundary events and loops like any activity."""

    def begin(self, act: Act, token: Token) -> bool:
        """Subscribe to the message."""
        arm(act, token, self.node.trigger)
        token.marks.phase = Phase.ACTIVE
        return False

    def withdrawn(self, act: Act, token: Token) -> None:
        """The message is waited for no longer."""
        disarm(act, token)
