"""A file as the rules read it: every element by its id, every node with its flows, indexed once."""

from __future__ import annotations

from collections import defaultdict

from lxml import etree

from workflows.engine.vocabulary import (
    FLOW_NODES,
    SCOPES,
    bpmn,
    event_definitions,
    is_event_subprocess,
    kind_of,
)

ARTIFACTS = frozenset(["association", "group", "textAnnotation"])


class Drawing:
    """An index over one BPMN file; nothing in it changes the file."""

    def __init__(self, root: etree._Element) -> None:
        self.root = root
        self.elements: list[etree._Element] = []
        self.of_kind: dict[str, list[etree._Element]] = defaultdict(list)
        self.by_id: dict[str, etree._Element] = {}
        self.position: dict[str | None, int] = {None: -1}
        for place, element in enumerate(root.iter(etree.Element)):
            kind = kind_of(element)
            own = element.get("id")
            if own is not None:
                self.position.setdefault(own, place)
            if not kind:
                continue
            self.elements.append(element)
            self.of_kind[kind].append(element)
            if own is not None:
                self.by_id.setdefault(own, element)
        self.outgoing: dict[str | None, list[etree._Element]] = defaultdict(list)
        self.incoming: dict[str | None, list[etree._Element]] = defaultdict(list)
        for flow in self.of_kind["sequenceFlow"]:
            self.outgoing[flow.get("sourceRef")].append(flow)
            self.incoming[flow.get("targetRef")].append(flow)
        self.attached: dict[str | None, list[etree._Element]] = defaultdict(list)
        for event in self.of_kind["boundaryEvent"]:
            self.attached[event.get("attachedToRef")].append(event)
        self._kinds_in = {
            scope: frozenset(kind_of(child) for child in scope)
            for scope in self.elements
            if kind_of(scope) in SCOPES
        }
        self._process_of: dict[etree._Element, etree._Element | None] = {}

    @property
    def processes(self) -> list[etree._Element]:
        return [process for process in self.of_kind["process"] if process.getparent() is self.root]

    def nodes(self, *kinds: str) -> list[etree._Element]:
        """The file's flow nodes of these kinds (all of them where none is named), in the file's order."""
        if kinds:
            wanted = [node for kind in kinds for node in self.of_kind[kind]]
            return sorted(wanted, key=lambda node: self.position.get(node.get("id"), -1))
        return [element for element in self.elements if kind_of(element) in FLOW_NODES]

    def scopes(self) -> list[etree._Element]:
        """Processes and subprocesses."""
        return [element for element in self.elements if kind_of(element) in SCOPES]

    def level_has(self, scope: etree._Element, kind: str) -> bool:
        """Whether an element of that kind stands directly in a process or subprocess."""
        return kind in self._kinds_in.get(scope, frozenset())

    def find(self, reference: str | None) -> etree._Element | None:
        """The element a reference means; references may be qualified (`tns:message_1`)."""
        return self.by_id.get(local(reference)) if reference else None

    def process_of(self, element: etree._Element) -> etree._Element | None:
        """The process around an element; remembered for its parents."""
        path = []
        here: etree._Element | None = element
        while here is not None and here not in self._process_of and kind_of(here) != "process":
            path.append(here)
            here = here.getparent()
        found = None if here is None else here if kind_of(here) == "process" else self._process_of[here]
        for passed in path:
            self._process_of[passed] = found
        return found

    def may_run(self, element: etree._Element) -> bool:
        """Whether the element's process may be executed: `isExecutable` is not false."""
        process = self.process_of(element)
        return process is not None and process.get("isExecutable") != "false"

    def triggers(self, event: etree._Element) -> list[str]:
        """The kinds of an event's definitions (`timer`, `message` …), those it refers to included."""
        kinds = [kind_of(definition) for definition in event_definitions(event)]
        for reference in event.findall(bpmn("eventDefinitionRef")):
            kinds.append(
                kind_of(found) if (found := self.find((reference.text or "").strip())) is not None else ""
            )
        return [kind.removesuffix("EventDefinition") for kind in kinds]

    def uses(self, namespace: str) -> bool:
        """Whether the file is written with a vocabulary."""
        prefix = f"{{{namespace}}}"
        return namespace in self.root.nsmap.values() or any(
            element.tag.startswith(prefix) or any(name.startswith(prefix) for name in element.attrib)
            for element in self.root.iter(etree.Element)
        )


def local(reference: str) -> str:
    """The name without its prefix."""
    return reference.strip().rsplit(":", 1)[-1]


def is_entered_otherwise(drawing: Drawing, node: etree._Element) -> bool:
    """What needs no incoming flow: starts, boundary events, handlers, link targets, receivers that start."""
    kind = kind_of(node)
    return (
        kind in ("startEvent", "boundaryEvent")
        or is_event_subprocess(node)
        or node.get("isForCompensation") == "true"
        or (kind == "intermediateCatchEvent" and "link" in drawing.triggers(node))
        or node.get("instantiate") == "true"
    )
