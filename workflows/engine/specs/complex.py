"""Complex gateways that join: so many tokens start them, those that still come only reset them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from SpiffWorkflow.util.task import TaskState

from workflows.engine.specs.base import NodeSpec, at_least_one, true_flows
from workflows.engine.stepping.complex_joins import STARTING, come
from workflows.engine.stepping.joining import COUNTED
from workflows.engine.tree import Token

if TYPE_CHECKING:
    from workflows.engine.act import Act
    from workflows.engine.elements import Flow


class ComplexGateway(NodeSpec):
    """The activation condition counts the tokens that have come (`stepping.complex_joins`)."""

    joins = COUNTED

    def _update_hook(self, my_task: Token) -> bool:
        if len(self.node.incoming) <= 1:
            return True
        my_task._set_state(TaskState.WAITING)
        come(my_task.act, my_task)
        return False

    def choose_flows(self, act: Act, token: Token) -> tuple[Flow, ...]:
        """Started: all true flows, else the default. Reset: those whose condition asks for it and holds."""
        true = true_flows(act, token, self.node)
        if token.data.get(STARTING) is False:
            return tuple(true)
        always = [flow for flow in self.node.flows if not flow.condition and not flow.default]
        return at_least_one(self.node, [*always, *true]) if self.node.flows else ()
