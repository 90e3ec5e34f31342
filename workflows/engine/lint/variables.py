"""The names a diagram itself gives to values: results, mappings, items, data objects."""

from __future__ import annotations

from lxml import etree

from workflows.engine.lint.drawing import Drawing
from workflows.engine.vocabulary import ZEEBE

_NAMING = {
    ("input", "target"),
    ("output", "target"),
    ("script", "resultVariable"),
    ("calledDecision", "resultVariable"),
    ("loopCharacteristics", "inputElement"),
    ("loopCharacteristics", "outputCollection"),
}


def names_set(drawing: Drawing) -> frozenset[str]:
    """Variables some element of the file sets; a dotted target sets its first part."""
    found: set[str] = set()
    for element in drawing.root.iter(etree.Element):
        if not element.tag.startswith(f"{{{ZEEBE}}}"):
            continue
        name = etree.QName(element).localname
        for key, value in element.attrib.items():
            if (name, key) in _NAMING and value:
                found.add(value.split(".", 1)[0])
    for kind in ("dataObject", "dataObjectReference", "property", "dataInput", "dataOutput", "inputDataItem"):
        found |= {element.get("name") for element in drawing.of_kind[kind] if element.get("name")}
    if drawing.of_kind["multiInstanceLoopCharacteristics"] or drawing.of_kind["standardLoopCharacteristics"]:
        found |= {"loopCounter"}
    if drawing.of_kind["multiInstanceLoopCharacteristics"]:
        found |= {
            "numberOfInstances",
            "numberOfActiveInstances",
            "numberOfCompletedInstances",
            "numberOfTerminatedInstances",
        }
    return frozenset(found)
