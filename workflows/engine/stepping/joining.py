"""Joins: tokens wait at the gateway itself, each marked with its flow; a round takes one of each flow."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary

from SpiffWorkflow.bpmn.specs.bpmn_process_spec import BpmnProcessSpec
from SpiffWorkflow.util.task import TaskState

from workflows.engine.elements import spec_name
from workflows.engine.faults import Fault
from workflows.engine.incidents import has_incident, raise_incident, resolve_incidents
from workflows.engine.tree import Scope, Token
from workflows.words import Sentence

if TYPE_CHECKING:
    from workflows.engine.act import Act
    from workflows.engine.specs.base import NodeSpec


_SOURCES: WeakKeyDictionary[BpmnProcessSpec, dict[str, str]] = WeakKeyDictionary()
ALL, SOME, COUNTED = "all", "some", "counted"
"""What a gateway joins: a token of every flow, of those flows by which one can still come, or as many as its
condition says.
"""


def tokens_at(token: Token) -> list[Token]:
    """The tokens that wait where this one does, in its scope, oldest first."""
    return tokens_at_element(token.workflow, token.task_spec)


def tokens_at_element(scope: Scope, spec: NodeSpec) -> list[Token]:
    """The tokens that wait at an element of a scope, oldest first."""
    return [
        token
        for token in scope.tokens_here()
        if token.task_spec is spec and token.has_state(TaskState.WAITING) and not token.marks.armed
    ]


def oldest_by_flow(token: Token) -> dict[str, Token]:
    """The tokens that wait at the token's gateway in its scope, the oldest of each incoming flow."""
    waiting: dict[str, Token] = {}
    for other in tokens_at(token):
        waiting.setdefault(other.marks.flow, other)
    return waiting


def merge(act: Act, tokens: list[Token]) -> None:
    """One token goes on for all of them; surplus tokens of the same flows stay for the next round."""
    *merged, last = tokens
    for token in tokens:
        resolve_incidents(act, token)
    for token in merged:
        token.remove()
    act.schedule(last)


def release_inclusive_joins(act: Act) -> bool:
    """Release an inclusive join that no further token can reach. True if one was released."""
    for token in _waiting_at(act, SOME):
        waiting = oldest_by_flow(token)
        empty = set(token.task_spec.node.incoming) - set(waiting)
        if not is_blocked(token.workflow, token.task_spec, set(waiting), empty):
            merge(act, list(waiting.values()))
            return True
    return False


def report_stuck_joins(act: Act) -> None:
    """A join that no further token can complete is an incident: it would wait for ever, unseen."""
    nothing_moves = all(_is_held(token) for token in act.instance.tokens.values())
    for token in list(_waiting_at(act, ALL, SOME, COUNTED)):
        waiting = oldest_by_flow(token)
        if token is not next(iter(waiting.values())) or has_incident(act, token):
            continue
        counted = token.task_spec.joins == COUNTED
        missing = set(token.task_spec.node.incoming) - (set() if counted else set(waiting))
        if nothing_moves or not _may_come(token, missing):
            raise_incident(act, token, _never_complete(missing), keep_state=True)


def _is_held(token: Token) -> bool:
    """Whether a token waits at a join, or stands for a subprocess whose tokens are counted themselves."""
    inside = token.workflow.top_workflow.scope_in(token) is not None or bool(token._children)
    return inside or (token.task_spec.joins is not None and token.has_state(TaskState.WAITING))


def _never_complete(missing: set[str]) -> Fault:
    flows = "、".join(sorted(missing))
    return Fault(
        "join",
        Sentence(
            f"汇合网关等待的分支再也不会到达（{flows}），流程停在这里",
            f"the join waits for branches that can never arrive ({flows}); the process is stuck here",
        ),
    )


def _waiting_at(act: Act, *kinds: str) -> Iterator[Token]:
    for scope in [act.instance, *act.instance.subprocesses.values()]:
        for token in scope.tokens_here():
            if token.task_spec.joins in kinds and token.has_state(TaskState.WAITING):
                yield token


def is_blocked(scope: Scope, join: NodeSpec, filled: set[str], empty: set[str]) -> bool:
    """Whether a token elsewhere may still come by an empty flow, and by no filled one.

    BPMN 2.0.2, 13.4.3: paths through the join itself do not count.
    """
    others = {token.element_id for token in _others(scope, join)} if empty else set()
    may_come = others & _ways_to(scope, join, empty) if others else set()
    return bool(may_come) and bool(may_come - _ways_to(scope, join, filled))


def _may_come(join: Token, flows: set[str]) -> bool:
    """Whether a token elsewhere in the scope may still take one of the flows."""
    ways = _ways_to(join.workflow, join.task_spec, flows)
    return any(token.element_id in ways for token in _others(join.workflow, join.task_spec))


def _others(scope: Scope, join: NodeSpec) -> Iterator[Token]:
    return (
        token
        for token in scope.tokens_here()
        if token.task_spec is not join and not token.marks.armed and token.marks.undone_for is None
    )


def _ways_to(scope: Scope, join: NodeSpec, flows: set[str]) -> set[str]:
    """The elements from which a token may take one of the flows without passing the join; it may leave an
    activity by a boundary event as well.
    """
    sources, specs = _sources(scope.spec), scope.spec.task_specs
    ways: set[str] = set()
    ahead = [sources[flow] for flow in flows]
    while ahead:
        element_id = ahead.pop()
        if element_id in ways or element_id == join.node.id:
            continue
        ways.add(element_id)
        node = specs[spec_name(element_id)].node
        ahead.extend(sources[flow] for flow in node.incoming)
        if node.attached_to is not None:
            ahead.append(node.attached_to)
    return ways


def _sources(spec: BpmnProcessSpec) -> dict[str, str]:
    """Where each sequence flow of a scope begins; read once for a definition that is held."""
    found = _SOURCES.get(spec)
    if found is None:
        nodes = [node_spec.node for node_spec in spec.task_specs.values() if hasattr(node_spec, "node")]
        found = _SOURCES[spec] = {flow.id: node.id for node in nodes for flow in node.flows}
    return found
