"""The names of BPMN 2.0 and of the Camunda 8 extension vocabulary, as lxml spells them."""

from __future__ import annotations

from lxml import etree

BPMN = "http://www.omg.org/spec/BPMN/20100524/MODEL"
BPMN_DIAGRAM = "http://www.omg.org/spec/BPMN/20100524/DI"
ZEEBE = "http://camunda.org/schema/zeebe/1.0"
CAMUNDA_7 = "http://camunda.org/schema/1.0/bpmn"
_PREFIX = f"{{{BPMN}}}"
OWN = "urn:bpm:engine"
"""Private attributes the normalising rules leave behind (a synthetic node); never in a file of ours."""

NAMESPACES = {"bpmn": BPMN, "zeebe": ZEEBE}

TASKS = frozenset(
    [
        "task",
        "userTask",
        "manualTask",
        "scriptTask",
        "businessRuleTask",
        "serviceTask",
        "sendTask",
        "receiveTask",
    ]
)
GLOBAL_TASKS = {
    "globalTask": "task",
    "globalUserTask": "userTask",
    "globalManualTask": "manualTask",
    "globalScriptTask": "scriptTask",
    "globalBusinessRuleTask": "businessRuleTask",
}
"""Global tasks, each with the task it is where it is called."""
ACTIVITIES = TASKS | {"subProcess", "transaction", "adHocSubProcess", "callActivity"}
GATEWAYS = frozenset(
    ["exclusiveGateway", "inclusiveGateway", "parallelGateway", "eventBasedGateway", "complexGateway"]
)
EVENTS = frozenset(
    ["startEvent", "endEvent", "intermediateCatchEvent", "intermediateThrowEvent", "boundaryEvent"]
)
FLOW_NODES = ACTIVITIES | GATEWAYS | EVENTS
CHOREOGRAPHY = frozenset(["choreographyTask", "subChoreography", "callChoreography"])
SCOPES = frozenset(["process", "subProcess", "transaction", "adHocSubProcess"])


def bpmn(name: str) -> str:
    """The qualified name of a BPMN element."""
    return f"{{{BPMN}}}{name}"


def zeebe(name: str) -> str:
    """The qualified name of an element of the Camunda 8 vocabulary."""
    return f"{{{ZEEBE}}}{name}"


def own(name: str) -> str:
    """The qualified name of one of the room's private attributes."""
    return f"{{{OWN}}}{name}"


def kind_of(element: etree._Element) -> str:
    """The element's local name when it is BPMN's, otherwise an empty text."""
    tag = element.tag
    return tag[len(_PREFIX) :] if isinstance(tag, str) and tag.startswith(_PREFIX) else ""


def children(element: etree._Element, *names: str) -> list[etree._Element]:
    """The BPMN children of an element with one of these local names, in the file's order."""
    return [child for child in element if kind_of(child) in names]


def flow_nodes(scope: etree._Element) -> list[etree._Element]:
    """The flow nodes that stand directly in a process or subprocess."""
    return [child for child in scope if kind_of(child) in FLOW_NODES]


def event_definitions(node: etree._Element) -> list[etree._Element]:
    """The event definitions of an event, in the file's order."""
    return [child for child in node if kind_of(child).endswith("EventDefinition")]


def is_event_subprocess(node: etree._Element) -> bool:
    """Whether a subprocess is started by an event of its enclosing scope."""
    return kind_of(node) == "subProcess" and node.get("triggeredByEvent") == "true"
