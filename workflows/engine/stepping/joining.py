"""Joins: tokens wait at the gateway itself, each marked with the flow it came by; a round takes one of
each flow.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from SpiffWorkflow.util.task import TaskState

from workflows.engine.elements import spec_name
from workflows.engine.tree import Scope, Token

if TYPE_CHECKING:
    from workflows.engine.act import Act
    from workflows.engine.specs.base import NodeSpec


def oldest_by_flow(token: Token) -> dict[str, Token]:
    """The tokens that wait at the token's gateway in its scope, the oldest of each incoming flow."""
    waiting: dict[str, Token] = {}
    for other in token.workflow.tokens_here():
        if other.task_spec is token.task_spec and other.has_state(TaskState.WAITING):
            waiting.setdefault(other.marks.flow, other)
    return waiting


def merge(act: Act, tokens: list[Token]) -> None:
    """One token goes on for all of them; surplus tokens of the same flows stay for the next round."""
    *merged, last = tokens
    for token in merged:
        token.remove()
    act.schedule(last)


def release_inclusive_joins(act: Act, scopes: list[Scope] | None = None) -> bool:
    """Release the inclusive joins that no further token can reach. True if one was released."""
    from workflows.engine.specs import InclusiveGateway

    for scope in scopes or [act.instance, *act.instance.subprocesses.values()]:
        for token in scope.tokens_here():
            if isinstance(token.task_spec, InclusiveGateway) and token.has_state(TaskState.WAITING):
                waiting = oldest_by_flow(token)
                if not _is_blocked(scope, token.task_spec, set(waiting)):
                    merge(act, list(waiting.values()))
                    return True
    return False


def _is_blocked(scope: Scope, join: NodeSpec, filled: set[str]) -> bool:
    """Whether a token elsewhere may still come by an empty flow, and by no filled one (BPMN 2.0.2, 10.6.3
    / 13.4.3).

    Paths through the join itself do not count.
    """
    empty = set(join.node.incoming) - filled
    if not empty:
        return False
    for token in scope.tokens_here():
        if token.task_spec is join or token.marks.armed:
            continue
        reached = _flows_reachable(scope, token, join)
        if reached & empty and not reached & filled:
            return True
    return False


def _flows_reachable(scope: Scope, token: Token, join: NodeSpec) -> set[str]:
    """The sequence flows a token may still take without passing the join; boundary events lead on as well."""
    reached: set[str] = set()
    seen: set[str] = set()
    ahead = [token.element_id]
    while ahead:
        element_id = ahead.pop()
        if element_id in seen or element_id == join.node.id:
            continue
        seen.add(element_id)
        node = scope.spec.task_specs[spec_name(element_id)].node
        reached.update(flow.id for flow in node.flows)
        ahead.extend(flow.target for flow in node.flows)
        ahead.extend(node.boundary)
    return reached
