"""Complex gateways that only split: the standard gives them conditions like an inclusive gateway's."""

from __future__ import annotations

from collections import Counter

from lxml import etree

from workflows.engine.vocabulary import bpmn


def complex_splits_are_inclusive(root: etree._Element, process: etree._Element) -> None:
    """Make an inclusive gateway of every complex one that joins nothing."""
    incoming = Counter(flow.get("targetRef") for flow in process.iter(bpmn("sequenceFlow")))
    for gateway in process.iter(bpmn("complexGateway")):
        if incoming[gateway.get("id")] < 2:
            gateway.tag = bpmn("inclusiveGateway")
