"""One evaluation of a decision model: a FEEL run that also remembers which rules fired and what they saw."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from workflows.feel.evaluation import Run
from workflows.feel.types import Types
from workflows.feel.values import Value

STEPS = 1_000_000
"""Steps one evaluation of a model may take, all its decisions together."""
MAX_REPORTS = 1000


@dataclass(frozen=True, slots=True)
class FiredRule:
    """A rule that fired: of which table, its number from 1, its id and notes, and the inputs it saw by
    their labels.
    """

    table: str
    number: int
    id: str
    notes: tuple[str, ...]
    saw: Mapping[str, Value]


class DecisionRun(Run):
    __slots__ = ("fired", "lenient")

    def __init__(self, host: object | None, types: Types, lenient: bool = False) -> None:
        super().__init__(host, types, STEPS)
        self.fired: list[FiredRule] = []
        self.lenient = lenient

    def report(self, rule: FiredRule) -> None:
        if len(self.fired) < MAX_REPORTS:
            self.fired.append(rule)
