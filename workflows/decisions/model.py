"""A decision model as read: what there is, what requires what. Logic is held as FEEL trees, boxed
expressions too.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from workflows.decisions.errors import DecisionModelError
from workflows.feel import syntax
from workflows.feel.types import FeelType


@dataclass(frozen=True, slots=True)
class Requirement:
    """Something an element may name: by its name, or behind the name of the import it comes from."""

    id: str
    name: str
    alias: str = ""
    also: tuple[str, ...] = ()
    """Other names it is known by; one that is something else's own name is that one's."""
    imported: bool = False

    @property
    def full_name(self) -> str:
        return f"{self.alias}.{self.name}" if self.alias else self.name


@dataclass(frozen=True, slots=True)
class InputData:
    id: str
    name: str
    type: FeelType | None
    alias: str = ""
    """The name by which the asked model imports the model this stands in."""
    also: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Decision:
    id: str
    name: str
    type: FeelType | None
    logic: syntax.Node | None
    requires: tuple[Requirement, ...]
    """The input data, decisions, knowledge models and services it may name."""
    also: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class KnowledgeModel:
    """A business knowledge model: a function with a name."""

    id: str
    name: str
    parameters: tuple[tuple[str, FeelType | None], ...]
    result_type: FeelType | None
    logic: syntax.Node | None
    requires: tuple[Requirement, ...]


@dataclass(frozen=True, slots=True)
class DecisionService:
    """Decisions offered together, to be called with values for the input data and input decisions."""

    id: str
    name: str
    type: FeelType | None
    outputs: tuple[str, ...]
    encapsulated: tuple[str, ...]
    parameters: tuple[Requirement, ...]
    """Input data first, then input decisions, each in the order drawn (DMN 10.4)."""


Element = InputData | Decision | KnowledgeModel | DecisionService


@dataclass(frozen=True, slots=True)
class Model:
    """Everything of one file, by id."""

    name: str
    namespace: str
    elements: dict[str, Element]
    types: dict[str, FeelType]
    faults: dict[str, DecisionModelError] = field(default_factory=dict)
    """What is wrong inside single elements, by their ids."""
    order: dict[str, int] = field(default_factory=dict)
    """For each decision how many requirements deep it stands: those lower are evaluated first."""
