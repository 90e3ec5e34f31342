"""Which steps of the deployed processes each clause of the duty list is bound to."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping

from workflows.engine import Definition
from workflows.evidence.clauses import clauses_of

HUMAN_STEP = "userTask"
"""What can be evidence; what the system does by itself fulfils nobody's duty."""


def bound_steps(definition: Definition) -> Mapping[str, tuple[str, ...]]:
    """Clause → ids of the steps of one process that people do and that name it."""
    found: dict[str, list[str]] = defaultdict(list)
    for element in definition.elements.values():
        if element.type == HUMAN_STEP:
            for clause in clauses_of(element.properties):
                found[clause].append(element.id)
    return {clause: tuple(elements) for clause, elements in found.items()}


def steps_by_clause(definitions: Iterable[tuple[str, Definition]]) -> Mapping[str, tuple[str, ...]]:
    """Clause → `process:element` over several processes."""
    found: dict[str, list[str]] = defaultdict(list)
    for process_id, definition in definitions:
        for clause, elements in bound_steps(definition).items():
            found[clause] += [f"{process_id}:{element}" for element in elements]
    return {clause: tuple(steps) for clause, steps in found.items()}
