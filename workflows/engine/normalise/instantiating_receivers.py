"""Receive tasks that start the process: a start event with the same message, under the same id."""

from __future__ import annotations

from lxml import etree

from workflows.engine.vocabulary import bpmn


def receivers_that_start(root: etree._Element, process: etree._Element) -> None:
    """`instantiate="true"` without an incoming flow is a message start; with one it means nothing."""
    entered = {flow.get("targetRef") for flow in process.iter(bpmn("sequenceFlow"))}
    for task in process.iter(bpmn("receiveTask")):
        if task.get("instantiate") == "true" and task.get("id") not in entered:
            task.tag = bpmn("startEvent")
            definition = etree.SubElement(task, bpmn("messageEventDefinition"))
            definition.set("messageRef", task.attrib.pop("messageRef", ""))
