"""Sequence flows: what they join, where conditions and defaults may stand, what the nodes say of them."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from workflows.engine.findings import Finding, refusal, warning
from workflows.engine.lint.drawing import ARTIFACTS, Drawing
from workflows.engine.vocabulary import ACTIVITIES, FLOW_NODES, GATEWAYS, bpmn, is_event_subprocess, kind_of


def flows_join_flow_nodes(drawing: Drawing) -> Iterator[Finding]:
    """Only activities, gateways and events are joined, and those of one level of one process (8.3.13)."""
    for flow in drawing.of_kind["sequenceFlow"]:
        ends = [drawing.find(flow.get(name)) for name in ("sourceRef", "targetRef")]
        for end in ends:
            if end is None:
                continue  # `dangling-flow` names it
            if kind_of(end) in ARTIFACTS:
                yield _refused(
                    flow,
                    "flow-at-artifact",
                    "顺序流不能连接关联、组或注释",
                    "a sequence flow joins no artifact",
                )
            elif is_event_subprocess(end):
                yield _refused(
                    flow,
                    "flow-at-event-subprocess",
                    "事件子流程没有进出的顺序流；请删去该流",
                    "an event subprocess has no sequence flows in or out; remove this flow",
                )
            elif kind_of(end) not in FLOW_NODES:
                yield _refused(
                    flow,
                    "flow-at-no-node",
                    f"顺序流只能连接活动、网关和事件，不能连接 {kind_of(end)}",
                    f"a sequence flow joins activities, gateways and events, not a {kind_of(end)}",
                )
        if None not in ends:
            yield from _crossings(drawing, flow, *ends)


def _crossings(
    drawing: Drawing, flow: etree._Element, source: etree._Element, target: etree._Element
) -> Iterator[Finding]:
    if drawing.process_of(source) is not drawing.process_of(target):
        yield _refused(
            flow,
            "flow-crosses-pool",
            "顺序流不能跨越泳池；泳池之间请用消息流",
            "a sequence flow must not leave its pool; use a message flow between pools",
        )
    elif source.getparent() is not target.getparent():
        yield _refused(
            flow,
            "flow-crosses-subprocess",
            "顺序流不能跨越子流程的边界；请连到子流程本身",
            "a sequence flow must not cross a subprocess's border; join it to the subprocess",
        )


def flows_are_immediate(drawing: Drawing) -> Iterator[Finding]:
    """`isImmediate="false"` is for processes that are not executed (8.3.13)."""
    for flow in drawing.of_kind["sequenceFlow"]:
        if flow.get("isImmediate") == "false" and drawing.may_run(flow):
            yield _refused(
                flow,
                "flow-not-immediate",
                "可执行流程的顺序流不能写 isImmediate=false",
                "in an executable process isImmediate must not be false",
            )


def conditions_stand_where_they_choose(drawing: Drawing) -> Iterator[Finding]:
    """An activity's only flow has no condition, nor has a flow out of an event (8.3.13)."""
    for flow in drawing.of_kind["sequenceFlow"]:
        source = drawing.find(flow.get("sourceRef"))
        if source is None or flow.find(bpmn("conditionExpression")) is None or kind_of(source) in GATEWAYS:
            continue
        if kind_of(source) not in ACTIVITIES:
            yield _refused(
                flow,
                "condition-after-event",
                "事件之后的顺序流不能带条件；请在事件后加排他网关",
                "a flow out of an event has no condition; put an exclusive gateway after the event",
            )
        elif len(drawing.outgoing[source.get("id")]) < 2:
            yield _refused(
                flow,
                "condition-on-only-flow",
                "活动唯一的出流不能带条件；请去掉条件或再画一条流",
                "an activity's only outgoing flow has no condition; remove it or draw another flow",
            )


def conditions_that_do_nothing(drawing: Drawing) -> Iterator[Finding]:
    """Parallel gateways and default flows take no notice of a condition."""
    for flow in drawing.of_kind["sequenceFlow"]:
        source = drawing.find(flow.get("sourceRef"))
        if source is None or flow.find(bpmn("conditionExpression")) is None:
            continue
        if kind_of(source) == "parallelGateway":
            yield warning(
                "condition-ignored",
                flow.get("id"),
                "并行网关不看条件，总是走所有分支；需要选择请用包容网关",
                "a parallel gateway takes every branch; to choose by condition use an inclusive gateway",
            )
        elif source.get("default") == flow.get("id"):
            yield warning(
                "default-with-condition",
                flow.get("id"),
                "默认流上的条件不起作用；请去掉",
                "the condition of a default flow has no effect; remove it",
            )


def defaults_leave_their_node(drawing: Drawing) -> Iterator[Finding]:
    """A default flow leaves the node that names it."""
    for node in drawing.nodes():
        flow = drawing.find(node.get("default"))
        if flow is not None and kind_of(flow) == "sequenceFlow" and flow.get("sourceRef") != node.get("id"):
            yield _refused(
                node,
                "default-elsewhere",
                f"默认流“{flow.get('id')}”不是从这个节点出发的；请另选一条",
                f"the default flow {flow.get('id')!r} does not leave this node; choose one that does",
            )


def nodes_list_their_flows(drawing: Drawing) -> Iterator[Finding]:
    """`incoming` and `outgoing` of a node agree with the flows themselves.

    The flows themselves are what runs: a flow the node does not list is a warning, one it lists and that is
    not there is a fault. A file may leave the lists out altogether.
    """
    for process in drawing.processes:
        listed = next(process.iter(bpmn("incoming"), bpmn("outgoing")), None) is not None
        if not listed:
            continue
        for node in process.iter(etree.Element):
            if kind_of(node) in FLOW_NODES:
                yield from _disagreements(drawing, node)


def _disagreements(drawing: Drawing, node: etree._Element) -> Iterator[Finding]:
    own = node.get("id")
    for name, flows in (("incoming", drawing.incoming[own]), ("outgoing", drawing.outgoing[own])):
        said = {(child.text or "").strip().rsplit(":", 1)[-1] for child in node.findall(bpmn(name))}
        drawn = {flow.get("id") for flow in flows}
        for flow in sorted(said ^ drawn, key=str):
            if flow in said and flow not in drawing.by_id:
                continue  # `dangling-reference` names it
            make = warning if flow in drawn else refusal
            yield make(
                "flow-not-listed" if flow in drawn else "flow-listed-wrongly",
                own,
                f"节点的 {name} 与顺序流“{flow}”不一致；请重新连接该流",
                f"the node's {name} does not agree with the flow {flow!r}; connect the flow anew",
            )


def _refused(element: etree._Element, rule: str, zh: str, en: str) -> Finding:
    return refusal(rule, element.get("id"), zh, en)


def flows_are_drawn_once(drawing: Drawing) -> Iterator[Finding]:
    """Of two flows from the same node to the same node with the same condition one was drawn by mistake."""
    seen: set[tuple[str | None, str | None, str]] = set()
    for flow in drawing.of_kind["sequenceFlow"]:
        same = (
            flow.get("sourceRef"),
            flow.get("targetRef"),
            flow.findtext(bpmn("conditionExpression")) or "",
        )
        if same in seen:
            yield warning(
                "flow-twice",
                flow.get("id"),
                "两点之间已有同样的顺序流，后面的会执行两次；请删去一条",
                "there is such a flow between the two already, what follows is done twice; remove one",
            )
        seen.add(same)


RULES = (
    flows_join_flow_nodes,
    flows_are_drawn_once,
    flows_are_immediate,
    conditions_stand_where_they_choose,
    conditions_that_do_nothing,
    defaults_leave_their_node,
    nodes_list_their_flows,
)
