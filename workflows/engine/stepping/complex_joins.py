"""Joins of complex gateways (BPMN 2.0.2, 10.6.5 and 13.4.5): started by their activation condition, then
reset.

A gateway waits until its condition holds for the tokens that have come (`activationCount`, and each incoming
flow's tokens by its id), takes one token of every flow that has one and goes on. Then it waits for the other
flows, as an inclusive gateway would, takes what comes by them and is as before. Conditions of its outgoing
flows may ask which of the two it is (`waitingForStart`); a flow without one is taken at the start only.
"""

from __future__ import annotations

from collections import Counter
from decimal import Decimal
from typing import TYPE_CHECKING

from workflows.engine import expressions
from workflows.engine.elements import spec_name
from workflows.engine.faults import Fault
from workflows.engine.incidents import raise_incident, resolve_incidents
from workflows.engine.stepping.departure import close_if_empty
from workflows.engine.stepping.joining import is_blocked, merge, oldest_by_flow, tokens_at_element
from workflows.engine.tree import Scope, Token

if TYPE_CHECKING:
    from workflows.engine.act import Act
    from workflows.engine.specs.base import NodeSpec

STARTING = "waitingForStart"


def come(act: Act, token: Token) -> None:
    """A token has come to the gateway, or is looked at again. A condition that fails is an incident."""
    try:
        _start_if_enough(act, token)
    except Fault as fault:
        raise_incident(act, token, fault)


def reset_complex_gateways(act: Act) -> bool:
    """Reset a gateway to whose other flows no token can come any more. True if one was reset."""
    for scope in [act.instance, *act.instance.subprocesses.values()]:
        for element_id in list(scope.started):
            spec = scope.spec.task_specs[spec_name(element_id)]
            others = set(spec.node.incoming) - set(scope.started[element_id])
            come_since = _oldest(scope, spec, others)
            if not is_blocked(scope, spec, set(come_since), others - set(come_since)):
                del scope.started[element_id]
                _reset(act, scope, spec, list(come_since.values()))
                return True
    return False


def _start_if_enough(act: Act, token: Token) -> None:
    scope, node = token.workflow, token.task_spec.node
    if node.id in scope.started:
        return
    counts = Counter(other.marks.flow for other in tokens_at_element(scope, token.task_spec))
    names = {"activationCount": Decimal(counts.total())}
    names |= {flow: Decimal(counts[flow]) for flow in node.incoming}
    variables = expressions.with_names(act.variables(token), names)
    if expressions.condition(node.activation or "", variables, act.host):
        first = oldest_by_flow(token)
        scope.started[node.id] = list(first)
        _go_on(act, list(first.values()), starting=True)


def _reset(act: Act, scope: Scope, spec: NodeSpec, tokens: list[Token]) -> None:
    if any(flow.condition for flow in spec.node.flows):
        _go_on(act, tokens or [act.place(scope, spec.node.id)], starting=False)
    for token in tokens if not any(flow.condition for flow in spec.node.flows) else ():
        resolve_incidents(act, token)
        token.remove()
    again = tokens_at_element(scope, spec)
    if again:
        come(act, again[0])
    close_if_empty(act, scope)


def _go_on(act: Act, tokens: list[Token], *, starting: bool) -> None:
    tokens[-1].data[STARTING] = starting
    merge(act, tokens)


def _oldest(scope: Scope, spec: NodeSpec, flows: set[str]) -> dict[str, Token]:
    found: dict[str, Token] = {}
    for token in tokens_at_element(scope, spec):
        if token.marks.flow in flows:
            found.setdefault(token.marks.flow, token)
    return found
