"""A compiled process: parsed once, kept as JSON, deserialised once, shared by threads, never changed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import orjson
from SpiffWorkflow.bpmn.serializer.default.process_spec import BpmnProcessSpecConverter
from SpiffWorkflow.bpmn.serializer.default.task_spec import BpmnStartTaskConverter, BpmnTaskSpecConverter
from SpiffWorkflow.bpmn.serializer.helpers import DefaultRegistry
from SpiffWorkflow.bpmn.serializer.helpers.bpmn_converter import BpmnConverter
from SpiffWorkflow.bpmn.specs.bpmn_process_spec import BpmnProcessSpec
from SpiffWorkflow.bpmn.specs.control import BpmnStartTask, SimpleBpmnTask, _EndJoin

from workflows.engine.elements import node_from_dict, node_to_dict
from workflows.engine.expressions import is_feel
from workflows.engine.specs import NODE_SPECS, NodeSpec
from workflows.engine.step import EngineError

FORMAT = 1
"""Of the compiled JSON; a definition of another format is compiled again from its diagram."""


@dataclass(frozen=True, slots=True)
class Element:
    """One element of the diagram as drawn: a flow node or a sequence flow."""

    id: str
    type: str
    name: str = ""
    lane: str | None = None
    scope: tuple[str, ...] = ()
    """Ids of the subprocesses around it, outermost first."""
    properties: Mapping[str, str] = field(default_factory=dict)
    form_id: str | None = None
    documentation: str | None = None
    source: str | None = None
    target: str | None = None
    attached_to: str | None = None
    event: str | None = None
    """The kind of its event definition: `timer`, `message` …"""
    message: str | None = None
    """The name of the message or signal it waits for or throws."""
    more_events: tuple[tuple[str, str | None], ...] = ()
    """Of an event with several definitions: kind and name of the others; any of them triggers it."""
    begins_process: bool = False
    """It may begin the process: a start event of its own level, a receiver that instantiates, an event after
    a gateway that does."""
    interrupting: bool = True
    job_type: str | None = None
    decision_id: str | None = None
    called_process: str | None = None
    assignment: Mapping[str, str] = field(default_factory=dict)
    """`assignee`, `candidateGroups` … as written."""

    def begins_by(self, kind: str, name: str | None = None) -> bool:
        """Whether the process begins here when a message or signal comes (of that name, if one is given)."""
        events = ((self.event, self.message), *self.more_events)
        return self.begins_process and any(
            event == kind and (name is None or said == name) for event, said in events
        )


@dataclass(frozen=True, slots=True)
class Definition:
    """A process ready to run. Callers cache it; every function of the room takes it first."""

    process_id: str
    name: str
    properties: Mapping[str, str]
    elements: Mapping[str, Element]
    specs: Mapping[str, BpmnProcessSpec]
    """SpiffWorkflow's specs by the id of their process or subprocess."""
    looks_at_dates: bool = True
    """Whether anything it waits for is computed, so that deadlines that move may move it."""


class _NodeConverter(BpmnConverter):
    """Any of this room's specs: SpiffWorkflow's wiring and the diagram's node."""

    def to_dict(self, spec: NodeSpec) -> dict[str, Any]:
        return {
            "name": spec.name,
            "inputs": spec._inputs,
            "outputs": spec._outputs,
            "node": node_to_dict(spec.node),
        }

    def from_dict(self, dct: dict[str, Any]) -> NodeSpec:
        node = node_from_dict(dct["node"])
        return self.target_class(
            dct["wf_spec"],
            dct["name"],
            node=node,
            lane=node.lane,
            inputs=dct["inputs"],
            outputs=dct["outputs"],
        )


def _registry() -> DefaultRegistry:
    """A registry of its own each time: stock ones keep a mode that threads would share."""
    registry = DefaultRegistry()
    BpmnProcessSpecConverter(BpmnProcessSpec, registry)
    BpmnStartTaskConverter(BpmnStartTask, registry)
    BpmnTaskSpecConverter(SimpleBpmnTask, registry)
    BpmnTaskSpecConverter(_EndJoin, registry)
    for spec_class in NODE_SPECS:
        _NodeConverter(spec_class, registry)
    return registry


def dump_definition(definition: Definition) -> bytes:
    """The compiled JSON of a freshly parsed definition."""
    registry = _registry()
    return orjson.dumps(
        {
            "format": FORMAT,
            "process_id": definition.process_id,
            "name": definition.name,
            "properties": dict(definition.properties),
            "elements": [_element_to_dict(element) for element in definition.elements.values()],
            "specs": {scope_id: registry.convert(spec) for scope_id, spec in definition.specs.items()},
        }
    )


def load_definition(compiled: bytes) -> Definition:
    """The definition from its JSON. Raises `EngineError` for JSON of another format."""
    stored = orjson.loads(compiled)
    if stored.get("format") != FORMAT:
        raise EngineError(f"compiled process of format {stored.get('format')!r}, this engine reads {FORMAT}")
    registry = _registry()
    elements = [_element_from_dict(values) for values in stored["elements"]]
    specs = {scope_id: registry.restore(spec) for scope_id, spec in stored["specs"].items()}
    return Definition(
        process_id=stored["process_id"],
        name=stored["name"],
        properties=stored["properties"],
        elements={element.id: element for element in elements},
        specs=specs,
        looks_at_dates=any(_looks_at_dates(spec) for spec in specs.values()),
    )


def _looks_at_dates(process: BpmnProcessSpec) -> bool:
    nodes = [spec.node for spec in process.task_specs.values() if isinstance(spec, NodeSpec)]
    return any(
        trigger.kind == "conditional" or (trigger.kind == "timer" and is_feel(trigger.expression))
        for node in nodes
        for trigger in node.triggers
    )


def _element_to_dict(element: Element) -> dict[str, Any]:
    values = {name: getattr(element, name) for name in Element.__slots__}
    return {name: value for name, value in values.items() if value not in (None, (), {}, "")}


def _element_from_dict(values: dict[str, Any]) -> Element:
    is_start = values["type"] == "startEvent" and not values.get("scope")
    known = {
        "scope": tuple(values.get("scope", ())),
        "more_events": tuple((kind, name) for kind, name in values.get("more_events", ())),
        # Compiled before this was written down: its start events begin it, nothing else did.
        "begins_process": values.get("begins_process", is_start),
    }
    return Element(**{**values, **known})
