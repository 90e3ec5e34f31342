"""Pools and message flows (BPMN 2.0, 9)."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from workflows.engine.findings import Finding, refusal
from workflows.engine.lint.drawing import ARTIFACTS, Drawing
from workflows.engine.vocabulary import ACTIVITIES, EVENTS, kind_of

_MAY_SPEAK = ACTIVITIES | EVENTS | {"participant", "conversation", "subConversation", "callConversation"}


def message_flows_join_pools(drawing: Drawing) -> Iterator[Finding]:
    """A message flow joins two different pools, or things inside them."""
    pools = {pool.get("id"): drawing.find(pool.get("processRef")) for pool in drawing.of_kind["participant"]}
    for flow in drawing.of_kind["messageFlow"]:
        ends = [drawing.find(flow.get(name)) for name in ("sourceRef", "targetRef")]
        if None in ends:
            continue
        for end in ends:
            if kind_of(end) not in _MAY_SPEAK:
                rule = (
                    "message-flow-at-artifact" if kind_of(end) in ARTIFACTS else "message-flow-at-no-partner"
                )
                yield _at(
                    flow,
                    rule,
                    f"消息流只能连接泳池、活动和事件，不能连接 {kind_of(end)}",
                    f"a message flow joins pools, activities and events, not a {kind_of(end)}",
                )
        sides = [
            pools.get(end.get("id")) if kind_of(end) == "participant" else drawing.process_of(end)
            for end in ends
        ]
        if ends[0] is ends[1] or (sides[0] is not None and sides[0] is sides[1]):
            yield _at(
                flow,
                "message-flow-in-one-pool",
                "消息流须连接两个不同的泳池；同一泳池内请用顺序流",
                "a message flow joins two different pools; within one use a sequence flow",
            )


def message_flows_meet_message_events(drawing: Drawing) -> Iterator[Finding]:
    """Starts and catches receive, ends and throws send; each with a message as its trigger."""
    for flow in drawing.of_kind["messageFlow"]:
        for name, wrong, right in (
            (
                "sourceRef",
                ("startEvent", "intermediateCatchEvent", "boundaryEvent"),
                ("endEvent", "intermediateThrowEvent"),
            ),
            (
                "targetRef",
                ("endEvent", "intermediateThrowEvent"),
                ("startEvent", "intermediateCatchEvent", "boundaryEvent"),
            ),
        ):
            event = drawing.find(flow.get(name))
            if event is None:
                continue
            if kind_of(event) in wrong:
                yield _wrong_way(flow, event, begins=name == "sourceRef")
            elif (
                kind_of(event) in right
                and drawing.triggers(event)
                and "message" not in drawing.triggers(event)
            ):
                yield _not_a_message(event)
            elif kind_of(event) in ("startEvent", "endEvent") and not drawing.triggers(event):
                yield _not_a_message(event)


def _wrong_way(flow: etree._Element, event: etree._Element, *, begins: bool) -> Finding:
    kind = kind_of(event)
    if begins:
        zh, en = f"消息流不能从 {kind} 出发", f"a message flow does not begin at a {kind}"
        return _at(flow, "message-flow-wrong-source", zh, en)
    zh, en = f"消息流不能到 {kind} 结束", f"a message flow does not end at a {kind}"
    return _at(flow, "message-flow-wrong-target", zh, en)


def _not_a_message(event: etree._Element) -> Finding:
    return refusal(
        "message-flow-without-message",
        event.get("id"),
        "消息流连接的事件须是消息事件；请把事件类型改为消息",
        "an event joined by a message flow is a message event; change its trigger",
    )


def multiplicities_are_ranges(drawing: Drawing) -> Iterator[Finding]:
    """A pool's number of participants: minimum 0 or more, maximum 1 or more and not below the minimum."""
    for multiplicity in drawing.of_kind["participantMultiplicity"]:
        low, high = multiplicity.get("minimum", "0"), multiplicity.get("maximum", "1")
        numbers = [int(text) for text in (low, high) if text.lstrip("-").isdecimal() and len(text) < 10]
        if len(numbers) < 2 or numbers[0] < 0 or numbers[1] < 1 or numbers[1] < numbers[0]:
            owner = multiplicity.get("id") or multiplicity.getparent().get("id")
            yield refusal(
                "participant-multiplicity",
                owner,
                "参与者个数：minimum 不小于 0，maximum 不小于 1 且不小于 minimum",
                "participant multiplicity: minimum 0 or more, maximum 1 or more and not below the minimum",
            )


def choreographies_stand_alone(drawing: Drawing) -> Iterator[Finding]:
    """A choreography or global conversation refers to no choreography (BPMN 2.0, 9.2)."""
    for reference in drawing.of_kind["choreographyRef"]:
        owner = reference.getparent()
        if kind_of(owner) in ("choreography", "globalConversation", "globalChoreographyTask"):
            yield _at(
                owner,
                "choreography-refers-to-choreography",
                "编排或全局会话不能引用编排",
                "a choreography or global conversation refers to no choreography",
            )


def _at(element: etree._Element, rule: str, zh: str, en: str) -> Finding:
    return refusal(rule, element.get("id"), zh, en)


RULES = (
    message_flows_join_pools,
    message_flows_meet_message_events,
    multiplicities_are_ranges,
    choreographies_stand_alone,
)
