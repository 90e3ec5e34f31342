"""Inclusive gateways: every flow whose condition holds; joining, all tokens that can still come."""

from __future__ import annotations

from typing import TYPE_CHECKING

from SpiffWorkflow.util.task import TaskState

from workflows.engine.specs.base import NodeSpec, at_least_one, true_flows
from workflows.engine.stepping.joining import SOME
from workflows.engine.tree import Token

if TYPE_CHECKING:
    from workflows.engine.act import Act
    from workflows.engine.elements import Flow


class InclusiveGateway(NodeSpec):
    """Joins are released when nothing else can move (`stepping.joining`)."""

    joins = SOME

    def _update_hook(self, my_task: Token) -> bool:
        if len(self.node.incoming) <= 1:
            return True
        my_task._set_state(TaskState.WAITING)
        return False

    def choose_flows(self, act: Act, token: Token) -> tuple[Flow, ...]:
        """All true flows, else the default. Raises `Fault` of kind `condition`."""
        if len(self.node.flows) <= 1 and not any(flow.condition for flow in self.node.flows):
            return self.node.flows
        always = [flow for flow in self.node.flows if not flow.condition and not flow.default]
        return at_least_one(self.node, [*always, *true_flows(act, token, self.node)])
