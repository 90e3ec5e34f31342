"""What every node of a diagram has in common: a token arrives, enters, leaves by its flows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from SpiffWorkflow.bpmn.specs.bpmn_task_spec import BpmnTaskSpec

from workflows.engine import mappings
from workflows.engine.faults import Fault
from workflows.engine.marks import Phase
from workflows.engine.step import Happened
from workflows.engine.stepping import departure
from workflows.engine.tree import Token
from workflows.words import Sentence

if TYPE_CHECKING:
    from workflows.engine.act import Act
    from workflows.engine.elements import Flow, Node


class NodeSpec(BpmnTaskSpec):
    """A spec with the diagram's `Node`; SpiffWorkflow runs its `_run_hook`: True (done), None (waits)."""

    joins: str | None = None
    """Whether tokens of several flows are joined here: `joining.ALL`, `joining.SOME`."""
    is_event_subprocess = False
    throws_signal = False
    is_job = False
    """What waits here waits for `finish_job` or `fail_job`."""
    looks_after_its_scope = False
    """It says itself what follows when something in its scope is done."""

    def __init__(self, wf_spec, name: str, node: Node, **kwargs) -> None:  # noqa: ANN001, ANN003
        super().__init__(wf_spec, name, **kwargs)
        self.node = node
        self.bpmn_id = node.id
        self.bpmn_name = node.name
        self.documentation = node.documentation

    def trigger_node(self, token: Token) -> Node:
        """The node whose trigger a waiting token stands for."""
        return self.node

    def enter(self, act: Act, token: Token) -> bool:
        """What happens on arrival. True: the work is done; False: the token waits here."""
        return True

    def after(self, act: Act, token: Token) -> None:
        """What happens between completion and the flows, such as a throw."""

    def withdrawn(self, act: Act, token: Token) -> None:
        """The token is taken back: say so to whom the outside waited for."""

    def choose_flows(self, act: Act, token: Token) -> tuple[Flow, ...]:
        """The flows to leave by. Raises `Fault` where none can be chosen."""
        return uncontrolled(act, token, self.node)

    def settle(self, act: Act, token: Token) -> None:
        """Evaluate everything leaving needs, before anything moves: a fault leaves the token as it was."""
        if token.marks.phase is Phase.LEAVING:
            mappings.apply_result(act, token)
            token.marks.phase = Phase.MAPPED
        token.marks.taking = tuple(flow.id for flow in self.choose_flows(act, token))

    def test(self) -> None:
        """Stock: demands an input. Nodes without one are entered when their scope opens."""

    def _predict_hook(self, my_task: Token) -> None:
        """Stock: grows the tree of possible futures. Here nothing is predicted."""

    def _update_hook(self, my_task: Token) -> bool:
        """Stock: copies the parent's data. Variables live in scopes here."""
        return True

    def _run_hook(self, my_task: Token) -> bool | None:
        act, marks = my_task.act, my_task.marks
        if marks.phase not in (Phase.LEAVING, Phase.MAPPED):
            if not self.enter(act, my_task):
                return None
            marks.phase = Phase.LEAVING
        self.settle(act, my_task)
        return True

    def _on_complete_hook(self, my_task: Token) -> None:
        departure.leave(my_task.act, my_task)

    def mark_entered(self, act: Act, token: Token) -> None:
        """The first moment at an element where tokens stay."""
        act.record.line(token, Happened.ENTERED)
        token.marks.phase = Phase.ENTERED


def uncontrolled(act: Act, token: Token, node: Node) -> tuple[Flow, ...]:
    """Flows leaving an activity or event: the unconditional, and of the others those that hold or, where no
    condition holds, the default (BPMN 2.0.2, 13.3.1): an unconditional flow does not stand in for one.
    """
    if not any(flow.condition or flow.default for flow in node.flows):
        return node.flows
    always = [flow for flow in node.flows if not flow.condition and not flow.default]
    chosen = true_flows(act, token, node) or [flow for flow in node.flows if flow.default]
    return at_least_one(node, [*always, *chosen])


def true_flows(act: Act, token: Token, node: Node) -> list[Flow]:
    """The conditional flows whose condition holds; a default flow's condition does not count."""
    return [
        flow
        for flow in node.flows
        if flow.condition and not flow.default and act.condition(flow.condition, token)
    ]


def at_least_one(node: Node, taken: list[Flow]) -> tuple[Flow, ...]:
    """The chosen flows or the default one. Raises `Fault` where neither is there."""
    if taken:
        return tuple(taken)
    default = [flow for flow in node.flows if flow.default]
    if default:
        return tuple(default)
    raise Fault(
        "condition",
        Sentence(
            "没有一条流出的顺序流条件成立，也没有默认流",
            "no condition of the outgoing sequence flows holds, and none is the default",
        ),
        "; ".join(flow.condition or "" for flow in node.flows) or None,
    )
