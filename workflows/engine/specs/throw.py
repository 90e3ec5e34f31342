"""Intermediate throw events."""

from __future__ import annotations

from typing import TYPE_CHECKING

from workflows.engine import mappings
from workflows.engine.marks import Phase
from workflows.engine.routing.arming import correlation_key, message_name
from workflows.engine.routing.compensation import undo
from workflows.engine.routing.throwing import throw
from workflows.engine.specs.job import WithJob
from workflows.engine.tree import Token

if TYPE_CHECKING:
    from workflows.engine.act import Act
    from workflows.engine.elements import Trigger


UNDOING = frozenset(["compensate", "cancel"])
"""Triggers that undo what is completed in the scope before anything else happens."""


class ThrowEvent(WithJob):
    """Message, signal, escalation, compensation, or none; routed before the token goes on.

    A message with a job type is sent by that job, as a send task's is: the engine throws nothing then.
    """

    @property
    def is_job(self) -> bool:
        """Whether the message is sent by a job."""
        return bool(self.node.job_type)

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
        return all(undo(act, token, trigger) for trigger in undoing) and self.wait_for_job(act, token)

    def prepare(self, act: Act, token: Token) -> None:
        """What happens before anything is thrown."""

    def settle(self, act: Act, token: Token) -> None:
        """What is to be thrown is evaluated before anything moves."""
        super().settle(act, token)
        for trigger in self._thrown():
            if trigger.kind in ("message", "signal"):
                message_name(act, token, trigger)
                correlation_key(act, token, trigger)

    def after(self, act: Act, token: Token) -> None:
        """Throw; an interrupting catcher may withdraw this very token."""
        for trigger in self._thrown():
            if token.is_live:
                throw(act, token, trigger)

    def _thrown(self) -> list[Trigger]:
        return [trigger for trigger in self.node.triggers if not (self.is_job and trigger.kind == "message")]
