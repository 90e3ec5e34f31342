"""Parallel gateways: one token of every incoming flow, then one on every outgoing flow."""

from __future__ import annotations

from typing import TYPE_CHECKING

from SpiffWorkflow.util.task import TaskState

from workflows.engine.specs.base import NodeSpec
from workflows.engine.stepping.joining import ALL, merge, oldest_by_flow
from workflows.engine.tree import Token

if TYPE_CHECKING:
    from workflows.engine.act import Act
    from workflows.engine.elements import Flow


class ParallelGateway(NodeSpec):
    """Counts the tokens that wait at it in its own scope: those of another round never meet."""

    joins = ALL

    def _update_hook(self, my_task: Token) -> bool:
        if len(self.node.incoming) <= 1:
            return True
        my_task._set_state(TaskState.WAITING)
        waiting = oldest_by_flow(my_task)
        if len(waiting) == len(self.node.incoming):
            merge(my_task.act, list(waiting.values()))
        return False

    def choose_flows(self, act: Act, token: Token) -> tuple[Flow, ...]:
        """All of them; conditions do not count here."""
        return self.node.flows
