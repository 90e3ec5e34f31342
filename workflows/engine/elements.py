"""What the diagram says of one element, read once at deployment and kept as plain values.

Every spec of the compiled process carries one `Node`; texts that begin with `=` are FEEL.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Flow:
    """A sequence flow as its source sees it."""

    id: str
    target: str
    condition: str | None = None
    default: bool = False
    synthetic: bool = False


@dataclass(frozen=True, slots=True)
class Trigger:
    """An event definition: what an event waits for, or what it throws.

    `kind` is the definition's local name without `EventDefinition` (`timer`, `message`, `signal`, `error`,
    `escalation`, `terminate`, `conditional` …), `code` an error or escalation code (None catches every code),
    `timer` one of `date`, `duration`, `cycle`.
    """

    kind: str
    name: str | None = None
    code: str | None = None
    timer: str | None = None
    expression: str | None = None
    correlation_key: str | None = None
    activity: str | None = None
    """What a compensation throw undoes; None: everything in its scope."""


@dataclass(frozen=True, slots=True)
class Loop:
    """A multi-instance over a collection or a number, or a standard loop (`standard`)."""

    standard: bool = False
    sequential: bool = False
    input_collection: str | None = None
    input_element: str | None = None
    output_collection: str | None = None
    output_element: str | None = None
    cardinality: str | None = None
    completion_condition: str | None = None
    condition: str | None = None
    test_before: bool = False
    maximum: int | None = None


@dataclass(frozen=True, slots=True)
class IoMapping:
    """One `zeebe:input` or `zeebe:output`: a source expression and the variable it goes to (dots nest)."""

    source: str
    target: str


@dataclass(frozen=True, slots=True)
class Node:
    """A flow node of the diagram as drawn."""

    id: str
    type: str
    name: str = ""
    lane: str | None = None
    documentation: str | None = None
    flows: tuple[Flow, ...] = ()
    incoming: tuple[str, ...] = ()
    """Ids of the sequence flows that end here."""
    start_quantity: int = 1
    """Tokens an activity waits for before it begins."""
    completion_quantity: int = 1
    """Tokens it sends down each flow it leaves by."""
    triggers: tuple[Trigger, ...] = ()
    all_triggers: bool = False
    """All of several triggers must come (`parallelMultiple`), not any of them."""
    activation: str | None = None
    """Of a complex gateway that joins: the condition that starts it."""
    first_decides: bool = True
    """Of an event gateway: the first event decides; else (`Parallel`) all of them are waited for."""
    interrupting: bool = True
    attached_to: str | None = None
    boundary: tuple[str, ...] = ()
    """Boundary events attached to this activity."""
    completion: str | None = None
    """Of an ad-hoc subprocess: the condition that what is done is enough."""
    cancels_remaining: bool = True
    """What still runs in it then is withdrawn."""
    one_at_a_time: bool = False
    """Its activities are begun one after another."""
    loop: Loop | None = None
    inputs: tuple[IoMapping, ...] = ()
    outputs: tuple[IoMapping, ...] = ()
    properties: Mapping[str, str] = field(default_factory=dict)
    assignment: Mapping[str, str] = field(default_factory=dict)
    """`assignee`, `candidateGroups`, `candidateUsers`, `dueDate`, `followUpDate`, `priority`, as written."""
    form_id: str | None = None
    job_type: str | None = None
    job_retries: str | None = None
    headers: Mapping[str, str] = field(default_factory=dict)
    decision_id: str | None = None
    script: str | None = None
    result_variable: str | None = None
    called_process: str | None = None
    performs: str | None = None
    """The global task a call activity does in its own place."""
    performs_name: str = ""
    hands_over_all: bool = False
    """A call activity that says it hands over all it sees, not only what its mappings name."""
    takes_back_all: bool = True
    """Without output mappings a call activity takes all that comes back, unless it says otherwise."""
    for_compensation: bool = False
    """A compensation handler: entered by a compensation throw only."""
    compensation: str | None = None
    """The handler that undoes this activity once it is completed."""
    synthetic: bool = False

    @property
    def trigger(self) -> Trigger | None:
        """The event's one definition; None for a none event."""
        return self.triggers[0] if self.triggers else None


def node_to_dict(node: Node) -> dict[str, Any]:
    """Plain values for JSON; what is empty is left out."""
    return {name: value for name, value in asdict(node).items() if value not in (None, (), {}, "", [])}


def node_from_dict(values: Mapping[str, Any]) -> Node:
    """The node back from its plain values."""
    known = dict(values)
    for name, made in (("flows", Flow), ("triggers", Trigger), ("inputs", IoMapping), ("outputs", IoMapping)):
        known[name] = tuple(made(**item) for item in known.get(name, ()))
    for name in ("incoming", "boundary"):
        known[name] = tuple(known.get(name, ()))
    if known.get("loop") is not None:
        known["loop"] = Loop(**known["loop"])
    return Node(**known)


def spec_name(element_id: str) -> str:
    """The name an element's spec goes by; no XML id has a colon, so none of SpiffWorkflow's own collides."""
    return f"node:{element_id}"
