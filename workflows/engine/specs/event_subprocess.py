"""Event subprocesses: armed while their scope is open, a handler each time they are triggered."""

from __future__ import annotations

from typing import TYPE_CHECKING

from workflows.engine.elements import Node
from workflows.engine.specs.start import StartEvent
from workflows.engine.specs.subprocess import Subprocess
from workflows.engine.stepping.withdrawal import disarm
from workflows.engine.tree import Instance, Token

if TYPE_CHECKING:
    from workflows.engine.act import Act
    from workflows.engine.elements import Flow


class EventSubprocess(Subprocess):
    """An armed token stands for the start event's trigger; a further token is a handler that runs."""

    is_event_subprocess = True

    def trigger_node(self, token: Token) -> Node:
        """While armed, its start event; a handler that runs stands for itself."""
        return self.start_node(token.workflow.top_workflow) if token.marks.armed else self.node

    def start_node(self, instance: Instance) -> Node:
        """The one start event inside, from the instance's specs."""
        inside = instance.subprocess_specs[self.node.id].task_specs.values()
        return next(spec.node for spec in inside if isinstance(spec, StartEvent))

    def choose_flows(self, act: Act, token: Token) -> tuple[Flow, ...]:
        """No sequence flow leaves an event subprocess."""
        return ()

    def withdrawn(self, act: Act, token: Token) -> None:
        """Its trigger is waited for no longer."""
        if token.marks.armed:
            disarm(act, token)
