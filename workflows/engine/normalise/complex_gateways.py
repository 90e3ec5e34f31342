"""Complex gateways that only split: the standard gives them conditions like an inclusive gateway's."""

from __future__ import annotations

from lxml import etree

from workflows.engine.vocabulary import bpmn


def complex_splits_are_inclusive(root: etree._Element, process: etree._Element) -> None:
    """Make an inclusive gateway of every complex one; those that join were refused."""
    for gateway in process.iter(bpmn("complexGateway")):
        gateway.tag = bpmn("inclusiveGateway")
