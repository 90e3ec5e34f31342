"""The tree of an expression, as the parser builds it and the compiler, printer and reader of names walk
it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from workflows.feel.types import FeelType


@dataclass(frozen=True, slots=True)
class Literal:
    value: Any


@dataclass(frozen=True, slots=True)
class AtLiteral:
    """``@"2026-01-01"``: the text is kept as written, the value is found when compiling."""

    text: str


@dataclass(frozen=True, slots=True)
class Name:
    name: str
    position: int


@dataclass(frozen=True, slots=True)
class Path:
    source: Node
    name: str


@dataclass(frozen=True, slots=True)
class Filter:
    source: Node
    condition: Node
    boxed: bool = False
    """Drawn as a box: there the condition may be nothing but true or false (DMN 1.4)."""


@dataclass(frozen=True, slots=True)
class Call:
    function: Node
    arguments: tuple[Node, ...]
    names: tuple[str, ...] | None
    """The parameter names of a named invocation, one an argument; None for a positional one."""


@dataclass(frozen=True, slots=True)
class ListLiteral:
    items: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class ContextLiteral:
    entries: tuple[tuple[str, Node], ...]


@dataclass(frozen=True, slots=True)
class RangeLiteral:
    start: Node | None
    end: Node | None
    start_included: bool
    end_included: bool
    operator: str = ""
    """The operator of a range written as a test, as in ``(< 10)``."""


@dataclass(frozen=True, slots=True)
class Arithmetic:
    """A chain of operators of one precedence, from the left: ``first (op operand)*``."""

    first: Node
    rest: tuple[tuple[str, Node], ...]


@dataclass(frozen=True, slots=True)
class Negation:
    operand: Node


@dataclass(frozen=True, slots=True)
class Logic:
    """``and`` or ``or`` over two or more operands."""

    operator: str
    operands: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Comparison:
    operator: str
    left: Node
    right: Node


@dataclass(frozen=True, slots=True)
class Between:
    value: Node
    low: Node
    high: Node


@dataclass(frozen=True, slots=True)
class In:
    value: Node
    tests: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class InstanceOf:
    value: Node
    type: FeelType


@dataclass(frozen=True, slots=True)
class If:
    """``if … then … else if … then … else …``, flat however long the chain."""

    branches: tuple[tuple[Node, Node], ...]
    otherwise: Node


@dataclass(frozen=True, slots=True)
class Iterator:
    name: str
    domain: Node
    end: Node | None = None
    """The end of an iteration ``1..n``; None where the domain is a list or a range value."""


@dataclass(frozen=True, slots=True)
class For:
    iterators: tuple[Iterator, ...]
    body: Node


@dataclass(frozen=True, slots=True)
class Quantified:
    kind: str
    """``some`` or ``every``."""
    iterators: tuple[Iterator, ...]
    condition: Node
    boxed: bool = False
    """Drawn as a box: there the condition may be nothing but true or false (DMN 1.4)."""


@dataclass(frozen=True, slots=True)
class FunctionLiteral:
    parameters: tuple[tuple[str, FeelType | None], ...]
    body: Node
    external: bool = False
    result: FeelType | None = None
    """What a decision model declares it to give; text has no way to say so."""


@dataclass(frozen=True, slots=True)
class Test:
    """``> 10`` standing alone, as in a cell or after ``in``."""

    operator: str
    operand: Node


@dataclass(frozen=True, slots=True)
class UnaryTests:
    """The contents of a cell: any of the tests holds, or with ``negated`` none does; no test at all is
    ``-``.
    """

    tests: tuple[Node, ...]
    negated: bool = False


Node = (
    Literal
    | AtLiteral
    | Name
    | Path
    | Filter
    | Call
    | ListLiteral
    | ContextLiteral
    | RangeLiteral
    | Arithmetic
    | Negation
    | Logic
    | Comparison
    | Between
    | In
    | InstanceOf
    | If
    | For
    | Quantified
    | FunctionLiteral
    | Test
    | UnaryTests
)
