"""What one evaluation carries with it: its budget, its warnings, the host's snapshot, and the scopes of
names.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from workflows.feel.errors import BudgetSpent
from workflows.feel.types import Types
from workflows.feel.values import Function, Value
from workflows.words import Sentence

STEPS = 200_000
"""Turns of loops, calls and elements copied in one evaluation; what a person's table needs is a few
hundred.
"""
MAX_CALLS = 60
"""Functions calling functions; deeper recursion answers null rather than exhausting Python's stack."""
MAX_WARNINGS = 50


class Run:
    """One evaluation, from its start to its answer."""

    __slots__ = ("host", "types", "warnings", "steps", "calls")

    def __init__(self, host: object | None = None, types: Types | None = None, steps: int = STEPS) -> None:
        self.host = host
        self.types = types if types is not None else {}
        self.warnings: list[Sentence] = []
        self.steps = steps
        self.calls = 0

    def warn(self, zh: str, en: str) -> None:
        """Note why something became null. Returns None, so that ``return run.warn(…)`` reads as it acts."""
        if len(self.warnings) < MAX_WARNINGS:
            self.warnings.append(Sentence(zh, en))

    def spend(self, steps: int) -> None:
        self.steps -= steps
        if self.steps < 0:
            raise BudgetSpent

    def call(self, function: Function, arguments: list[Value]) -> Value:
        """Call a function by position, counting depth and steps."""
        self.spend(10)
        if self.calls >= MAX_CALLS:
            return self.warn(
                f"函数互相调用超过{MAX_CALLS}层", f"functions call each other more than {MAX_CALLS} deep"
            )
        self.calls += 1
        try:
            return function.call(self, arguments)
        finally:
            self.calls -= 1


class Frame:
    """One scope of names; the names not found here are looked for in the parent."""

    __slots__ = ("names", "parent", "run")

    def __init__(self, names: Mapping[str, Any], parent: Frame | None, run: Run) -> None:
        self.names = names
        self.parent = parent
        self.run = run

    def inside(self, names: Mapping[str, Any]) -> Frame:
        return Frame(names, self, self.run)
