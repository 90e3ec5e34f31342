"""Link events: a throw goes on at the catch of the same name in the same scope, as if a flow led there."""

from __future__ import annotations

from lxml import etree

from workflows.engine.vocabulary import SCOPES, bpmn, children, kind_of, own


def join_links(root: etree._Element, process: etree._Element) -> None:
    """Replace link definitions by sequence flows that leave no trace of their own."""
    for scope in [element for element in process.iter(etree.Element) if kind_of(element) in SCOPES]:
        targets = {name: event for event, name, _ in _links(scope, "intermediateCatchEvent")}
        for event, name, definition in list(_links(scope, "intermediateThrowEvent")):
            if name in targets:
                flow = etree.SubElement(scope, bpmn("sequenceFlow"))
                flow.set("id", f"{event.get('id')}__link")
                flow.set("sourceRef", event.get("id"))
                flow.set("targetRef", targets[name].get("id"))
                flow.set(own("synthetic"), "true")
            event.remove(definition)
        for event, _, definition in list(_links(scope, "intermediateCatchEvent")):
            event.remove(definition)


def _links(scope: etree._Element, kind: str) -> list[tuple[etree._Element, str, etree._Element]]:
    return [
        (event, definition.get("name") or "", definition)
        for event in children(scope, kind)
        for definition in event.findall(bpmn("linkEventDefinition"))
    ]
