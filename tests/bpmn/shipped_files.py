"""The shipped process folders: where they are, and what their diagrams say."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from lxml import etree

from workflows.engine.xml_source import read_xml

SHIPPED = Path(__file__).parents[2] / "bpmn"
FOLDERS = (
    "supervision",
    "supervision_circular",
    "special_campaign",
    "accident_report",
    "accident_investigation",
    "rectification_evaluation",
    "duty_item",
    "quarterly_hearing",
    "annual_worklist",
    "half_year_assessment",
    "leader_assessment",
    "emergency_drill",
    "assessment_report",
)
BPMN = "{http://www.omg.org/spec/BPMN/20100524/MODEL}"
DI = "{http://www.omg.org/spec/BPMN/20100524/DI}"
DC = "{http://www.omg.org/spec/DD/20100524/DC}"
WAYPOINT = "{http://www.omg.org/spec/DD/20100524/DI}waypoint"
ZEEBE = "{http://camunda.org/schema/zeebe/1.0}"
FLOW_NODES = (
    "startEvent", "endEvent", "intermediateCatchEvent", "intermediateThrowEvent", "boundaryEvent", "userTask",
    "businessRuleTask", "callActivity",
    "serviceTask", "scriptTask", "subProcess", "exclusiveGateway", "inclusiveGateway", "parallelGateway",
    "eventBasedGateway",
)  # fmt: skip
Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Box:
    """A shape's place on the canvas."""

    x: float
    y: float
    width: float
    height: float

    def contains(self, other: Box) -> bool:
        return (
            self.x <= other.x
            and self.y <= other.y
            and other.x + other.width <= self.x + self.width
            and other.y + other.height <= self.y + self.height
        )

    def overlaps(self, other: Box) -> bool:
        return (
            self.x < other.x + other.width
            and other.x < self.x + self.width
            and self.y < other.y + other.height
            and other.y < self.y + self.height
        )

    def touches(self, point: Point, slack: float = 1.0) -> bool:
        """Whether a point lies on the box or its border."""
        x, y = point
        return (
            self.x - slack <= x <= self.x + self.width + slack
            and self.y - slack <= y <= self.y + self.height + slack
        )


class Diagram:
    """One shipped diagram."""

    def __init__(self, folder: str) -> None:
        self.folder = folder
        self.content = (SHIPPED / folder / f"{folder}.bpmn").read_bytes()
        self.root = read_xml(self.content)
        self.by_id = {element.get("id"): element for element in self.root.iter() if element.get("id")}
        self.shapes = {shape.get("bpmnElement"): _box(shape) for shape in self.root.iter(f"{DI}BPMNShape")}
        self.edges = {edge.get("bpmnElement"): _points(edge) for edge in self.root.iter(f"{DI}BPMNEdge")}
        self.labels = {
            label.getparent().get("bpmnElement"): _box(label)
            for label in self.root.iter(f"{DI}BPMNLabel")
            if label.find(f"{DC}Bounds") is not None
        }

    def elements(self, *kinds: str) -> list[etree._Element]:
        return [element for kind in kinds for element in self.root.iter(f"{BPMN}{kind}")]

    def flow_nodes(self) -> list[etree._Element]:
        return self.elements(*FLOW_NODES)

    def properties(self, element: etree._Element) -> dict[str, str]:
        path = f"{BPMN}extensionElements/{ZEEBE}properties/{ZEEBE}property"
        return {one.get("name", ""): one.get("value", "") for one in element.iterfind(path)}

    def lane_of(self) -> dict[str, str]:
        """Top-level flow node → its lane."""
        return {
            reference.text or "": lane.get("id", "")
            for lane in self.root.iter(f"{BPMN}lane")
            for reference in lane.iterfind(f"{BPMN}flowNodeRef")
        }


def _box(shape: etree._Element) -> Box:
    bounds = shape.find(f"{DC}Bounds")
    return Box(*(float(bounds.get(name)) for name in ("x", "y", "width", "height")))


def _points(edge: etree._Element) -> list[Point]:
    return [(float(point.get("x")), float(point.get("y"))) for point in edge.iterfind(WAYPOINT)]


DIAGRAMS = [Diagram(folder) for folder in FOLDERS]
FORMS = sorted(path for folder in FOLDERS for path in (SHIPPED / folder / "forms").glob("*.json"))
