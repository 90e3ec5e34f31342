"""Exclusive gateways: the first flow whose condition holds, in the file's order."""

from __future__ import annotations

from typing import TYPE_CHECKING

from workflows.engine.specs.base import NodeSpec, at_least_one
from workflows.engine.tree import Token

if TYPE_CHECKING:
    from workflows.engine.act import Act
    from workflows.engine.elements import Flow


class ExclusiveGateway(NodeSpec):
    """One token in, one out. (Stock orders the branches by their height in the drawing.)"""

    def choose_flows(self, act: Act, token: Token) -> tuple[Flow, ...]:
        """The first true flow, else the default. Raises `Fault` of kind `condition`."""
        flows = self.node.flows
        if len(flows) <= 1 and not any(flow.condition for flow in flows):
            return flows
        for flow in flows:
            if not flow.default and (not flow.condition or act.condition(flow.condition, token)):
                return (flow,)
        return at_least_one(self.node, [])
