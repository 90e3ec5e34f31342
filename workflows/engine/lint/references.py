"""Elements and what they point at: ids that exist, flows that end somewhere."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from workflows.engine.findings import Finding, refusal
from workflows.engine.vocabulary import ACTIVITIES, FLOW_NODES, SCOPES, bpmn, children, flow_nodes, kind_of


def shared_definitions_exist(root: etree._Element, process: etree._Element) -> Iterator[Finding]:
    """An `eventDefinitionRef` names an event definition of the file."""
    shared = {child.get("id") for child in root if kind_of(child).endswith("EventDefinition")}
    for reference in process.iter(bpmn("eventDefinitionRef")):
        if (reference.text or "").strip().rsplit(":", 1)[-1] not in shared:
            yield refusal(
                "dangling-event-definition",
                reference.getparent().get("id"),
                f"事件引用的定义不存在：{reference.text}",
                f"the event refers to a definition that does not exist: {reference.text}",
            )


MAX_NESTING = 30
"""A person's drawing nests three or four deep; state at rest nests with it."""


def every_element_has_its_own_id(root: etree._Element, process: etree._Element) -> Iterator[Finding]:
    """Flow nodes and sequence flows need an id, each its own."""
    seen: set[str] = set()
    for element in process.iter(etree.Element):
        if kind_of(element) not in FLOW_NODES | {"sequenceFlow", "process"}:
            continue
        own = element.get("id")
        if not own:
            yield refusal(
                "missing-id", None, f"有一个 {kind_of(element)} 没有 id", f"a {kind_of(element)} has no id"
            )
        elif own in seen:
            yield refusal("duplicate-id", own, "这个 id 用了不止一次", "this id is used more than once")
        seen.add(own or "")


def flows_join_nodes_of_one_scope(root: etree._Element, process: etree._Element) -> Iterator[Finding]:
    """A sequence flow begins and ends at flow nodes of its own process or subprocess."""
    for scope in process.iter(etree.Element):
        if kind_of(scope) not in SCOPES:
            continue
        here = {node.get("id") for node in flow_nodes(scope)}
        for flow in children(scope, "sequenceFlow"):
            for end in ("sourceRef", "targetRef"):
                if flow.get(end) not in here:
                    yield refusal(
                        "dangling-flow",
                        flow.get("id"),
                        f"顺序流的 {end} 不是本层的节点：{flow.get(end)}",
                        f"the flow's {end} is no node of its scope: {flow.get(end)}",
                    )


def boundary_events_stand_at_activities(root: etree._Element, process: etree._Element) -> Iterator[Finding]:
    """A boundary event is attached to an activity of its own scope."""
    for scope in process.iter(etree.Element):
        if kind_of(scope) not in SCOPES:
            continue
        here = {node.get("id") for node in flow_nodes(scope) if kind_of(node) in ACTIVITIES}
        for event in children(scope, "boundaryEvent"):
            if event.get("attachedToRef") not in here:
                yield refusal(
                    "boundary-without-activity",
                    event.get("id"),
                    "边界事件没有附着在本层的活动上",
                    "the boundary event is attached to no activity of its scope",
                )


def scopes_nest_moderately(root: etree._Element, process: etree._Element) -> Iterator[Finding]:
    """Subprocesses nest at most `MAX_NESTING` deep."""
    ahead = [(process, 0)]
    while ahead:
        scope, depth = ahead.pop()
        if depth > MAX_NESTING:
            yield refusal(
                "nested-too-deep",
                scope.get("id"),
                f"子流程嵌套超过 {MAX_NESTING} 层",
                f"subprocesses nest more than {MAX_NESTING} deep",
            )
            return
        ahead.extend((node, depth + 1) for node in flow_nodes(scope) if kind_of(node) in SCOPES)


RULES = (
    scopes_nest_moderately,
    every_element_has_its_own_id,
    shared_definitions_exist,
    flows_join_nodes_of_one_scope,
    boundary_events_stand_at_activities,
)
