"""What tasks, subprocesses and call activities share: inputs, boundary events, loops."""

from __future__ import annotations

from typing import TYPE_CHECKING

from SpiffWorkflow.util.task import TaskState

from workflows.engine import mappings
from workflows.engine.marks import Phase
from workflows.engine.routing.arming import arm_boundary
from workflows.engine.routing.conditions import fire_all_conditions
from workflows.engine.specs.base import NodeSpec
from workflows.engine.stepping import repetition
from workflows.engine.stepping.joining import merge, tokens_at
from workflows.engine.tree import Token

if TYPE_CHECKING:
    from workflows.engine.act import Act
    from workflows.engine.elements import Flow


class Activity(NodeSpec):
    """Done once, or the body of a loop or multi-instance whose instances are activities again."""

    def _update_hook(self, my_task: Token) -> bool:
        """An activity with a start quantity waits for so many tokens, by whichever flow they come."""
        if self.node.start_quantity == 1:
            return True
        my_task._set_state(TaskState.WAITING)
        waiting = tokens_at(my_task)
        if len(waiting) >= self.node.start_quantity:
            merge(my_task.act, waiting[: self.node.start_quantity])
        return False

    def enter(self, act: Act, token: Token) -> bool:
        """Inputs, then boundary events, then the work itself; each once, also after a fault and a retry."""
        if self.node.loop is not None and token.marks.index is None:
            return self._repeat(act, token)
        if token.marks.phase is Phase.ARRIVED:
            mappings.apply_inputs(act, token)
            self.mark_entered(act, token)
            if token.marks.index is None and not self._guarded(act, token):
                return False
        return self.begin(act, token)

    def _guarded(self, act: Act, token: Token) -> bool:
        """Arm the boundary events. False where a condition that holds already has interrupted it."""
        arm_boundary(act, token)
        fire_all_conditions(act)
        return token.is_live

    def begin(self, act: Act, token: Token) -> bool:
        """The work. True: done; False: it waits and has set the phase to active."""
        return True

    def choose_flows(self, act: Act, token: Token) -> tuple[Flow, ...]:
        """An instance of a multi-instance leaves by no flow; its body does."""
        return () if token.marks.index is not None else super().choose_flows(act, token)

    def settle(self, act: Act, token: Token) -> None:
        """An instance hands its output element to the body, the body writes the collected output."""
        if token.marks.body is not None:
            repetition.write_outputs(act, token)
            token.marks.phase = Phase.MAPPED
        super().settle(act, token)
        if token.marks.index is not None:
            repetition.collect_output(act, token)

    def _repeat(self, act: Act, token: Token) -> bool:
        if token.marks.phase is Phase.ARRIVED:
            token.marks.round = token.workflow.next_round(self.node.id)
            repetition.mark_body(token)
            self.mark_entered(act, token)
            if not self._guarded(act, token):
                return False
        if token.marks.phase is Phase.ENTERED:
            return repetition.open_body(act, token)
        return repetition.go_on(act, token)
