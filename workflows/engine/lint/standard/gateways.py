"""Gateways: they split or join, as their direction says, with conditions where they choose."""

from __future__ import annotations

from collections.abc import Iterator

from workflows.engine.findings import Finding, refusal, warning
from workflows.engine.lint.drawing import Drawing
from workflows.engine.vocabulary import GATEWAYS, bpmn


def gateways_split_or_join(drawing: Drawing) -> Iterator[Finding]:
    """A gateway has several incoming or several outgoing flows (BPMN 2.0, 10.6)."""
    for gateway in drawing.nodes(*sorted(GATEWAYS)):
        coming, going = len(drawing.incoming[gateway.get("id")]), len(drawing.outgoing[gateway.get("id")])
        if max(coming, going) > 1:
            continue
        make = warning if coming and going else refusal
        yield make(
            "gateway-neither-splits-nor-joins",
            gateway.get("id"),
            "网关既不分支也不汇合；请补上缺少的顺序流，或删去网关",
            "the gateway neither splits nor joins; draw the missing flows or remove it",
        )


def directions_are_kept(drawing: Drawing) -> Iterator[Finding]:
    """`gatewayDirection` agrees with the flows (BPMN 2.0, 10.6)."""
    for gateway in drawing.nodes(*sorted(GATEWAYS)):
        coming, going = len(drawing.incoming[gateway.get("id")]), len(drawing.outgoing[gateway.get("id")])
        direction = gateway.get("gatewayDirection")
        kept = {"Converging": going < 2, "Diverging": coming < 2, "Mixed": coming > 1 and going > 1}
        if not kept.get(direction, True):
            yield refusal(
                "gateway-direction",
                gateway.get("id"),
                f"网关标为 {direction}，却有 {coming} 条入流、{going} 条出流",
                f"the gateway is marked {direction} but has {coming} incoming and {going} outgoing flows",
            )


ALWAYS = "=true"


def choices_have_conditions(drawing: Drawing) -> Iterator[Finding]:
    """Of the flows out of a choosing gateway all but the default have a condition."""
    for gateway in drawing.nodes("exclusiveGateway", "inclusiveGateway"):
        flows = drawing.outgoing[gateway.get("id")]
        if len(flows) < 2:
            continue
        others = [flow for flow in flows if flow.get("id") != gateway.get("default")]
        bare = [flow for flow in others if flow.find(bpmn("conditionExpression")) is None]
        for flow in bare:
            yield warning(
                "condition-missing-on-flow",
                flow.get("id"),
                "网关的这条分支没有条件，轮到它时总会走；请写条件或设为默认流",
                "this branch has no condition and is always taken; write one or make it the default",
            )
        always = any(flow.findtext(bpmn("conditionExpression")) == ALWAYS for flow in others)
        if not bare and not always and gateway.get("default") is None:
            yield warning(
                "default-missing",
                gateway.get("id"),
                "网关没有默认流；各条件都不成立时流程会停在这里，待人处理",
                "the gateway has no default flow; if no condition holds the process stops here",
            )


def complex_gateways_say_when(drawing: Drawing) -> Iterator[Finding]:
    """A complex gateway that joins needs its activation condition."""
    for gateway in drawing.nodes("complexGateway"):
        joins = len(drawing.incoming[gateway.get("id")]) > 1
        if joins and gateway.find(bpmn("activationCondition")) is None:
            make = refusal if drawing.may_run(gateway) else warning
            yield make(
                "activation-condition-missing",
                gateway.get("id"),
                "复杂网关汇合时须写 activationCondition（如 =activationCount >= 2）",
                "a complex gateway that joins needs an activationCondition",
            )


RULES = (gateways_split_or_join, directions_are_kept, choices_have_conditions, complex_gateways_say_when)
