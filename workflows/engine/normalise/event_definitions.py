"""`eventDefinitionRef`: a definition shared by several events becomes each event's own."""

from __future__ import annotations

from copy import deepcopy

from lxml import etree

from workflows.engine.vocabulary import bpmn


def inline_event_definitions(root: etree._Element, process: etree._Element) -> None:
    """Put a copy of the referred definition in the reference's place."""
    shared = {child.get("id"): child for child in root if child.get("id")}
    for reference in list(process.iter(bpmn("eventDefinitionRef"))):
        definition = shared.get((reference.text or "").strip().rsplit(":", 1)[-1])
        if definition is not None:
            reference.getparent().replace(reference, deepcopy(definition))
