"""What goes wrong while an instance runs; the stepping loop turns faults into incidents."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from workflows.engine.step import EngineError, Value
from workflows.words import Sentence


@dataclass
class Fault(Exception):
    """Something in the diagram or its data that a person must mend; the token stays where it is."""

    kind: str
    sentence: Sentence
    expression: str | None = None
    values_seen: Mapping[str, Value] = field(default_factory=dict)

    def __post_init__(self) -> None:
        super().__init__(self.sentence.en)


class RunawayProcess(EngineError):
    """The act went on and on without ever waiting: a loop in the diagram has nothing in it that waits."""

    def __init__(self, element_id: str) -> None:
        super().__init__(f"the process never comes to rest; the last element was {element_id!r}")
        self.element_id = element_id


class AlreadyEnded(EngineError):
    """The instance has ended and takes no further act."""
