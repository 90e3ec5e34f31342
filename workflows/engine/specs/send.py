"""Send tasks: a job where one is defined, otherwise a message thrown."""

from __future__ import annotations

from typing import TYPE_CHECKING

from workflows.engine.routing.throwing import throw_message
from workflows.engine.specs.job import JobTask

if TYPE_CHECKING:
    from workflows.engine.act import Act
    from workflows.engine.tree import Token


class SendTask(JobTask):
    """`bpmn:sendTask` with `zeebe:taskDefinition` (a job) or with a message reference (a throw)."""

    def begin(self, act: Act, token: Token) -> bool:
        """Report the job, or throw the message and go on."""
        if not super().begin(act, token):
            return False
        if self.node.trigger is not None:
            throw_message(act, token, self.node.trigger)
        return True
