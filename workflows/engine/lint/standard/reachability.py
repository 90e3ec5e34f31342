"""What can never be reached, and what can never be left."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator

from lxml import etree

from workflows.engine.findings import Finding, warning
from workflows.engine.lint.drawing import Drawing, is_entered_otherwise
from workflows.engine.vocabulary import bpmn, children, flow_nodes, kind_of


def nodes_can_be_reached(drawing: Drawing) -> Iterator[Finding]:
    """Some way leads from a beginning of the level to every node of it."""
    for scope in drawing.scopes():
        nodes = flow_nodes(scope)
        ways = _ways(drawing, scope)
        begins = [node.get("id") for node in nodes if _begins(drawing, scope, node)]
        reached = _reached(begins, ways)
        for node in nodes:
            if node.get("id") not in reached and drawing.incoming[node.get("id")]:
                yield warning(
                    "unreachable",
                    node.get("id"),
                    "从任何开始都走不到这里；请检查前面的连线",
                    "no way leads here from any beginning; check the flows before it",
                )


def levels_can_end(drawing: Drawing) -> Iterator[Finding]:
    """From every node some way leads to where its level ends, unless a terminate end stops whatever goes
    round beside it."""
    for scope in drawing.scopes():
        nodes = flow_nodes(scope)
        if any(node.find(bpmn("terminateEventDefinition")) is not None for node in nodes):
            continue
        back: dict[str | None, list[str | None]] = defaultdict(list)
        for source, targets in _ways(drawing, scope).items():
            for target in targets:
                back[target].append(source)
        ends = [node.get("id") for node in nodes if not drawing.outgoing[node.get("id")]]
        ending = _reached(ends, back)
        stuck = [node for node in nodes if node.get("id") not in ending]
        if stuck:
            yield warning(
                "never-ends",
                stuck[0].get("id"),
                "从这里起流程在循环里转，没有通向结束的路；请加出口",
                "from here the process goes round for ever, no way leads to an end; draw a way out",
            )


def joins_get_all_their_tokens(drawing: Drawing) -> Iterator[Finding]:
    """A parallel join right after an exclusive split waits for branches that are not taken."""
    for gateway in drawing.nodes("parallelGateway"):
        incoming = drawing.incoming[gateway.get("id")]
        splits = [_split_before(drawing, flow) for flow in incoming]
        if len(incoming) > 1 and splits[0] is not None and all(split is splits[0] for split in splits):
            yield warning(
                "join-never-complete",
                gateway.get("id"),
                "排他网关只走一条分支，这个并行汇合会一直等其余分支；请改用排他网关汇合",
                "an exclusive gateway takes one branch, this parallel join waits for the others; join with "
                "an exclusive gateway",
            )


def nodes_are_connected(drawing: Drawing) -> Iterator[Finding]:
    """On a level without start and end events, a node without any flow begins and ends by itself."""
    for scope in drawing.scopes():
        if kind_of(scope) == "adHocSubProcess" or drawing.level_has(scope, "startEvent"):
            continue
        for node in flow_nodes(scope):
            own = node.get("id")
            alone = not drawing.incoming[own] and not drawing.outgoing[own]
            if alone and not is_entered_otherwise(drawing, node):
                yield warning(
                    "not-connected",
                    own,
                    "没有任何顺序流与它相连；它将一开始就执行，随即结束",
                    "no flow joins it to anything; it is done at the beginning and that is all",
                )


def _split_before(drawing: Drawing, flow: etree._Element) -> etree._Element | None:
    """The exclusive gateway a branch comes from, where nothing splits or joins in between."""
    seen: set[etree._Element] = set()
    while flow not in seen:
        seen.add(flow)
        node = drawing.find(flow.get("sourceRef"))
        if node is None:
            return None
        own = node.get("id")
        if kind_of(node) in ("exclusiveGateway", "eventBasedGateway") and len(drawing.outgoing[own]) > 1:
            return node
        if len(drawing.incoming[own]) != 1 or len(drawing.outgoing[own]) != 1 or drawing.attached[own]:
            return None
        flow = drawing.incoming[own][0]
    return None


def _begins(drawing: Drawing, scope: etree._Element, node: etree._Element) -> bool:
    if kind_of(node) == "boundaryEvent" or (kind_of(node) == "intermediateCatchEvent" and _is_link(node)):
        return False
    if is_entered_otherwise(drawing, node):
        return True
    return not drawing.level_has(scope, "startEvent") and not drawing.incoming[node.get("id")]


def _ways(drawing: Drawing, scope: etree._Element) -> dict[str | None, list[str | None]]:
    ways: dict[str | None, list[str | None]] = defaultdict(list)
    catches: dict[str | None, list[str | None]] = defaultdict(list)
    for event in children(scope, "intermediateCatchEvent"):
        for link in event.findall(bpmn("linkEventDefinition")):
            catches[link.get("name")].append(event.get("id"))
    for node in flow_nodes(scope):
        own = node.get("id")
        ways[own] += [flow.get("targetRef") for flow in drawing.outgoing[own]]
        ways[own] += [event.get("id") for event in drawing.attached[own]]
        if kind_of(node) == "intermediateThrowEvent":
            for link in node.findall(bpmn("linkEventDefinition")):
                ways[own] += catches[link.get("name")]
    return ways


def _is_link(event: etree._Element) -> bool:
    return event.find(bpmn("linkEventDefinition")) is not None


def _reached(begins: Iterable[str | None], ways: dict[str | None, list[str | None]]) -> set[str | None]:
    reached: set[str | None] = set(begins)
    ahead = list(reached)
    while ahead:
        for target in ways.get(ahead.pop(), ()):
            if target not in reached:
                reached.add(target)
                ahead.append(target)
    return reached


RULES = (nodes_can_be_reached, levels_can_end, joins_get_all_their_tokens, nodes_are_connected)
