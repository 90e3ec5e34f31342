"""Event-based gateways: a token waits at every following event; the first trigger withdraws the others.

A parallel one, which only begins a process, waits for all of them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from workflows.engine.specs.base import NodeSpec
from workflows.engine.stepping.departure import arrive
from workflows.engine.tree import Token

if TYPE_CHECKING:
    from workflows.engine.act import Act
    from workflows.engine.elements import Flow


class EventGateway(NodeSpec):
    """The waiting events know of each other by their race. (Stock gives several timers one slot.)"""

    def choose_flows(self, act: Act, token: Token) -> tuple[Flow, ...]:
        """None: the tokens are set out by `after`, bound to each other."""
        return ()

    def after(self, act: Act, token: Token) -> None:
        """Set out a token at every following event."""
        race = token.key if self.node.first_decides else None
        for flow in self.node.flows:
            act.record.flow_taken(token, flow.id)
            arrive(act, act.place(token.workflow, flow.target, flow=flow.id, race=race))
