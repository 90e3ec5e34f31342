"""The instances on stage: each with its definition and state, and what is known of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

from workflows import engine
from workflows.engine.definition import Definition, Element
from workflows.engine.findings import NotDeployable
from workflows.engine.snapshot import LiveToken, Snapshot
from workflows.engine.vocabulary import children
from workflows.engine.xml_source import read_xml


@dataclass(slots=True)
class Player:
    """One instance, and the call activity that waits for it."""

    number: int
    definition: Definition
    state: bytes
    parent: Player | None = None
    call_key: str | None = None
    is_open: bool = True
    _seen: tuple[bytes, Snapshot] | None = None

    def look(self) -> Snapshot:
        """What is live in it; read once for each state."""
        if self._seen is None or self._seen[0] is not self.state:
            self._seen = (self.state, engine.describe(self.definition, self.state))
        return self._seen[1]


class Cast:
    """The file's processes, compiled when they are first needed."""

    def __init__(self, xml: bytes) -> None:
        self._xml = xml
        processes: list[etree._Element] = children(read_xml(xml), "process")
        self.process_ids = [
            process.get("id") for process in processes if process.get("isExecutable") != "false"
        ]
        self._definitions: dict[str, Definition] = {}

    def definition(self, process_id: str | None) -> Definition:
        """Raises `NotDeployable` where the file has no such process that runs."""
        if process_id is None and self.process_ids:
            process_id = self.process_ids[0]
        if process_id not in self._definitions:
            compiled = engine.compile_process(self._xml, process_id)
            self._definitions[process_id] = engine.load_definition(compiled)
        return self._definitions[process_id]

    def knows(self, process_id: str) -> bool:
        return process_id in self.process_ids

    def started_by(self, kind: str, name: str) -> Iterator[tuple[Definition, Element]]:
        """The file's processes a message or signal of that name starts, and at which start event."""
        for process_id in self.process_ids:
            try:
                definition = self.definition(process_id)
            except NotDeployable:
                continue  # the process that is played was compiled; another that cannot run starts nothing
            for element in definition.elements.values():
                if element.begins_by(kind, name):
                    yield definition, element


def waits_of_its_own(definition: Definition, token: LiveToken) -> bool:
    """Whether a token stands for work or an event in the flow, not for a trigger armed beside it."""
    if token.kind in ("scope", "body"):
        return False
    element = definition.elements.get(token.element_id)
    if element is None or element.type == "startEvent":
        return element is None or not element.scope
    return element.type != "boundaryEvent"
