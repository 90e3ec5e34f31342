"""A BPMN diagram as facts: every element with an id, every property of it, whatever tool's it is."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from lxml import etree

from workflows.differences.changes import Described
from workflows.engine.vocabulary import BPMN, BPMN_DIAGRAM, FLOW_NODES, kind_of
from workflows.engine.xml_source import read_xml

_ELEMENTS = FLOW_NODES | {
    "process",
    "participant",
    "collaboration",
    "lane",
    "sequenceFlow",
    "messageFlow",
    "association",
    "dataObjectReference",
    "dataStoreReference",
    "textAnnotation",
    "group",
    "message",
    "signal",
    "error",
    "escalation",
}
_WRITTEN_TWICE = {"incoming", "outgoing", "flowNodeRef"}
"""What a file says a second time about flows and lanes."""
_NAMELESS_IDS = ("EventDefinition", "formalExpression")


def described(xml: bytes) -> dict[str, Described]:
    """The diagram's elements by id, in the file's order. Raises `NotDeployable` for what is not plain XML."""
    root = read_xml(xml)
    places = _places(root)
    lanes = _lanes(root)
    names = {element.get("id", ""): element.get("name", "") for element in root.iter(tag=etree.Element)}
    found = {}
    for element in root.iter():
        kind = kind_of(element)
        if kind in _ELEMENTS and element.get("id"):
            element_id = element.get("id")
            facts = dict(_facts(element))
            if element_id in lanes:
                facts["lane"] = lanes[element_id]
            if kind in FLOW_NODES:
                facts["scope"] = element.getparent().get("id", "")
            name = element.get("name", "") or (_ends(element, names) if kind == "sequenceFlow" else "")
            found[element_id] = Described(element_id, name, kind, facts, places.get(element_id, ""))
    return found


def _ends(flow: etree._Element, names: Mapping[str, str]) -> str:
    """What a flow without a name is called: where it leads from and to."""
    source, target = flow.get("sourceRef", ""), flow.get("targetRef", "")
    return f"{names.get(source) or source} → {names.get(target) or target}"


def _facts(element: etree._Element, path: str = "") -> Iterator[tuple[str, str]]:
    """Attributes and texts below an element as paths, without the elements inside it that are their own."""
    for name, value in element.attrib.items():
        if not (name == "id" and (not path or kind_of(element).endswith(_NAMELESS_IDS))):
            yield f"{path}@{_local(name)}", value
    text = (element.text or "").strip()
    if text:
        yield path or "text", text
    counted: dict[str, int] = {}
    for child in element:
        kind = kind_of(child)
        if kind in _ELEMENTS or kind in _WRITTEN_TWICE or kind == "laneSet" or not isinstance(child.tag, str):
            continue
        yield from _facts_of_child(child, path, counted)


def _facts_of_child(child: etree._Element, path: str, counted: dict[str, int]) -> Iterator[tuple[str, str]]:
    step = _local(child.tag)
    if step == "property" and child.get("name"):
        yield f"property:{child.get('name')}", child.get("value", "")
        return
    if step == "header" and child.get("key"):
        yield f"header:{child.get('key')}", child.get("value", "")
        return
    if step in ("extensionElements", "properties", "taskHeaders"):
        yield from _facts(child, path)
        return
    below = f"{path}/{step}" if path else step
    counted[below] = counted.get(below, 0) + 1
    if counted[below] > 1:
        below = f"{below}[{counted[below]}]"
    yield from _facts(child, below)
    if not len(child) and not child.attrib and not (child.text or "").strip():
        yield below, ""


def _local(name: str) -> str:
    return etree.QName(name).localname


def _lanes(root: etree._Element) -> dict[str, str]:
    """Which lane each node stands in, by the lane's name."""
    return {
        reference.text.strip(): lane.get("name") or lane.get("id", "")
        for lane in root.iter(f"{{{BPMN}}}lane")
        for reference in lane.iterfind(f"{{{BPMN}}}flowNodeRef")
        if reference.text
    }


def _places(root: etree._Element) -> dict[str, str]:
    """Bounds and waypoints of everything drawn, labels aside, as text."""
    places = {}
    for drawn in root.iter(f"{{{BPMN_DIAGRAM}}}BPMNShape", f"{{{BPMN_DIAGRAM}}}BPMNEdge"):
        points = [
            ",".join(point.get(name, "") for name in ("x", "y", "width", "height"))
            for point in drawn
            if _local(point.tag) in ("Bounds", "waypoint")
        ]
        places[drawn.get("bpmnElement", "")] = " ".join(points)
    return places
