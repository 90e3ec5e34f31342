"""Whether the tokens of one scope can always reach its end: a join that would wait for ever is found before
anything is moved.

A play of the control flow alone: activities may always be done, a choice may fall on any branch, data are not
looked at. Subprocesses count as one activity here, for each open scope is asked about for itself.
"""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Iterable, Iterator
from itertools import chain, combinations

from workflows.engine.definition import Definition
from workflows.engine.elements import Flow, Node
from workflows.engine.migration.atlas import nodes_of
from workflows.engine.specs import NodeSpec
from workflows.engine.stepping.joining import ALL, SOME

Position = tuple[str, str]
"""`("at", element)`: a token at an element; `("by", flow)`: one that waits at a join, by the flow it came."""
Marking = frozenset[tuple[Position, int]]

MOST_MARKINGS = 4_000
MOST_CHOICES = 6
"""Conditional flows of one element beyond which only each alone, all, and the default are tried."""


class TooManyWays(Exception):
    """The scope has too many parallel ways to look at all of them."""


def can_always_complete(definition: Definition, scope_id: str, positions: Iterable[Position]) -> bool:
    """Whether from everything that may happen the scope's end can still be reached. Raises TooManyWays."""
    return _Game(nodes_of(definition, scope_id)).always_completes(_marking(Counter(positions)))


def _marking(tokens: Counter[Position]) -> Marking:
    return frozenset((position, count) for position, count in tokens.items() if count > 0)


class _Game:
    def __init__(self, nodes: dict[str, NodeSpec]) -> None:
        self.nodes = nodes
        self.flows = {flow.id: flow for spec in nodes.values() for flow in spec.node.flows}

    def always_completes(self, start: Marking) -> bool:
        leads_here: dict[Marking, set[Marking]] = {start: set()}
        ahead = deque([start])
        while ahead:
            marking = ahead.popleft()
            for following in self.moves(marking):
                if following not in leads_here:
                    leads_here[following] = set()
                    ahead.append(following)
                    if len(leads_here) > MOST_MARKINGS:
                        raise TooManyWays
                leads_here[following].add(marking)
        return _all_reach(frozenset(), leads_here)

    def moves(self, marking: Marking) -> Iterator[Marking]:
        """Every marking one move away; an inclusive join moves only when nothing else can reach it."""
        tokens: Counter[Position] = Counter(dict(marking))
        for position in tokens:
            if position[0] == "at":
                yield from self._done(tokens, position)
        for node_id, spec in self.nodes.items():
            if spec.joins is not None:
                yield from self._joined(tokens, node_id, spec)

    def _done(self, tokens: Counter[Position], position: Position) -> Iterator[Marking]:
        spec = self.nodes[position[1]]
        if _ends_the_scope(spec.node):
            yield frozenset()
            return
        rest = tokens - Counter([position])
        for flows in _choices(spec.node):
            yield _marking(rest + Counter(self._arrival(flow) for flow in flows))
        for boundary_id in spec.node.boundary:
            boundary = self.nodes[boundary_id].node
            kept = Counter() if boundary.interrupting else Counter([position])
            if boundary.interrupting:
                yield _marking(rest + kept + Counter(self._arrival(flow) for flow in boundary.flows))

    def _joined(self, tokens: Counter[Position], node_id: str, spec: NodeSpec) -> Iterator[Marking]:
        filled = [("by", flow_id) for flow_id in spec.node.incoming if tokens[("by", flow_id)]]
        if not filled:
            return
        if spec.joins == ALL and len(filled) < len(spec.node.incoming):
            return
        if spec.joins == SOME and self._another_may_come(tokens, node_id, spec):
            return
        rest = tokens - Counter(filled)
        for flows in _choices(spec.node):
            yield _marking(rest + Counter(self._arrival(flow) for flow in flows))

    def _arrival(self, flow: Flow) -> Position:
        return ("by", flow.id) if self.nodes[flow.target].joins is not None else ("at", flow.target)

    def _another_may_come(self, tokens: Counter[Position], node_id: str, spec: NodeSpec) -> bool:
        """BPMN 2.0.2, 13.4.3: a token elsewhere that can reach an empty flow and no filled one."""
        filled = {flow_id for flow_id in spec.node.incoming if tokens[("by", flow_id)]}
        empty = set(spec.node.incoming) - filled
        for kind, name in tokens:
            start = name if kind == "at" else self.flows[name].target
            if start == node_id:
                continue
            reached = self._reachable(start, node_id)
            if reached & empty and not reached & filled:
                return True
        return False

    def _reachable(self, start: str, without: str) -> set[str]:
        reached: set[str] = set()
        seen, ahead = {without}, [start]
        while ahead:
            node_id = ahead.pop()
            if node_id in seen:
                continue
            seen.add(node_id)
            node = self.nodes[node_id].node
            reached.update(flow.id for flow in node.flows)
            ahead.extend(flow.target for flow in node.flows)
            ahead.extend(node.boundary)
        return reached


def _all_reach(end: Marking, leads_here: dict[Marking, set[Marking]]) -> bool:
    if end not in leads_here:
        return False
    seen, ahead = {end}, [end]
    while ahead:
        for before in leads_here[ahead.pop()] - seen:
            seen.add(before)
            ahead.append(before)
    return len(seen) == len(leads_here)


def _ends_the_scope(node: Node) -> bool:
    """Ends that take everything else with them: terminate, error, cancel."""
    return node.type == "endEvent" and any(
        trigger.kind in ("terminate", "error", "cancel") for trigger in node.triggers
    )


def _choices(node: Node) -> Iterator[tuple[Flow, ...]]:
    """The sets of flows a node may be left by."""
    if not node.flows:
        yield ()
    elif node.type in ("exclusiveGateway", "eventBasedGateway"):
        yield from ((flow,) for flow in node.flows)
    elif node.type == "parallelGateway":
        yield node.flows
    else:
        yield from _conditional_choices(node)


def _conditional_choices(node: Node) -> Iterator[tuple[Flow, ...]]:
    always = tuple(flow for flow in node.flows if not flow.condition and not flow.default)
    maybe = tuple(flow for flow in node.flows if flow.condition and not flow.default)
    default = tuple(flow for flow in node.flows if flow.default)
    for chosen in _subsets(maybe):
        taken = always + chosen
        if taken:
            yield taken
        elif default:
            yield default


def _subsets(flows: tuple[Flow, ...]) -> Iterator[tuple[Flow, ...]]:
    if len(flows) > MOST_CHOICES:
        return chain([()], ((flow,) for flow in flows), [flows])
    return chain.from_iterable(combinations(flows, size) for size in range(len(flows) + 1))
