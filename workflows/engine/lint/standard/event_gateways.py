"""Event-based gateways: what may follow them (BPMN 2.0, 10.6.6)."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from workflows.engine.findings import Finding, refusal
from workflows.engine.lint.drawing import Drawing
from workflows.engine.vocabulary import bpmn, kind_of

_WAITED_FOR = frozenset(["message", "signal", "timer", "conditional"])


def event_gateways_race_several_events(drawing: Drawing) -> Iterator[Finding]:
    """An event gateway has two or more outgoing flows."""
    for gateway in drawing.nodes("eventBasedGateway"):
        if len(drawing.outgoing[gateway.get("id")]) < 2:
            yield refusal(
                "event-gateway-branches",
                gateway.get("id"),
                "事件网关须有两条以上出流",
                "an event gateway needs two or more outgoing flows",
            )


def event_gateways_have_no_conditions(drawing: Drawing) -> Iterator[Finding]:
    """The event decides, so the flows have no condition."""
    for gateway, flow, _ in _branches(drawing):
        if flow.find(bpmn("conditionExpression")) is not None:
            yield refusal(
                "condition-after-event-gateway",
                flow.get("id"),
                f"事件网关“{gateway.get('id')}”的出流不能带条件；由先到的事件决定",
                "a flow out of an event gateway has no condition; the first event decides",
            )


def event_gateways_wait_for_outside_events(drawing: Drawing) -> Iterator[Finding]:
    """The events that follow wait for a message, a signal, a time or a condition."""
    for _, _, target in _branches(drawing):
        if kind_of(target) == "intermediateCatchEvent" and not set(drawing.triggers(target)) <= _WAITED_FOR:
            yield refusal(
                "event-gateway-target",
                target.get("id"),
                "事件网关之后只能等消息、信号、计时或条件",
                "after an event gateway one waits for a message, a signal, a time or a condition only",
            )


def event_gateways_do_not_mix_receivers(drawing: Drawing) -> Iterator[Finding]:
    """Either message events or receive tasks follow, not both."""
    for gateway in drawing.nodes("eventBasedGateway"):
        targets = [target for own, _, target in _branches(drawing, gateway) if own is gateway]
        tasks = [target for target in targets if kind_of(target) == "receiveTask"]
        messages = [
            target
            for target in targets
            if kind_of(target) != "receiveTask" and "message" in drawing.triggers(target)
        ]
        if tasks and messages:
            yield refusal(
                "event-gateway-mixed",
                gateway.get("id"),
                "事件网关之后不能同时有接收任务和消息事件；请只用一种",
                "receive tasks and message events must not both follow an event gateway; use one kind",
            )


def event_gateway_targets_stand_alone(drawing: Drawing) -> Iterator[Finding]:
    """What follows has no other incoming flow, and a receive task no boundary event."""
    for _, _, target in _branches(drawing):
        if len(drawing.incoming[target.get("id")]) > 1:
            yield refusal(
                "event-gateway-target-shared",
                target.get("id"),
                "事件网关的后继不能再有别的入流",
                "what follows an event gateway has no other incoming flow",
            )
        if kind_of(target) == "receiveTask" and drawing.attached[target.get("id")]:
            yield refusal(
                "event-gateway-target-with-boundary",
                target.get("id"),
                "事件网关之后的接收任务不能有边界事件",
                "a receive task after an event gateway has no boundary events",
            )


def instantiating_gateways_come_first(drawing: Drawing) -> Iterator[Finding]:
    """An event gateway that starts the process has no incoming flow."""
    for gateway in drawing.nodes("eventBasedGateway"):
        if gateway.get("instantiate") == "true" and drawing.incoming[gateway.get("id")]:
            yield refusal(
                "instantiating-gateway-entered",
                gateway.get("id"),
                "启动流程的事件网关不能有入流",
                "an event gateway that starts the process has no incoming flow",
            )


def parallel_event_gateways_start_processes(drawing: Drawing) -> Iterator[Finding]:
    """Only an event gateway that starts the process may be parallel."""
    for gateway in drawing.nodes("eventBasedGateway"):
        if gateway.get("eventGatewayType") == "Parallel" and gateway.get("instantiate") != "true":
            yield refusal(
                "parallel-event-gateway-inside",
                gateway.get("id"),
                "只有启动流程的事件网关才能是并行的",
                "only an event gateway that starts the process may be parallel",
            )


def _branches(
    drawing: Drawing, only: etree._Element | None = None
) -> Iterator[tuple[etree._Element, etree._Element, etree._Element]]:
    for gateway in [only] if only is not None else drawing.nodes("eventBasedGateway"):
        for flow in drawing.outgoing[gateway.get("id")]:
            target = drawing.find(flow.get("targetRef"))
            if target is not None:
                yield gateway, flow, target


RULES = (
    event_gateways_race_several_events,
    event_gateways_have_no_conditions,
    event_gateways_wait_for_outside_events,
    event_gateways_do_not_mix_receivers,
    event_gateway_targets_stand_alone,
    instantiating_gateways_come_first,
    parallel_event_gateways_start_processes,
)
