"""What BPMN 2.0 itself asks of a file, whatever engine runs it: one rule a function, grouped by subject.

Every rule takes the file as an index (`Drawing`), so that a file of thousands of elements is walked once.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from workflows.engine.findings import Finding
from workflows.engine.lint.drawing import Drawing
from workflows.engine.lint.standard import (
    boundary,
    collaboration,
    data_flow,
    data_types,
    declarations,
    event_gateways,
    events,
    expressions,
    flows,
    gateways,
    multi_instance,
    pointers,
    reachability,
    structure,
    subprocesses,
    timers,
    vocabulary,
)

Rule = Callable[[Drawing], Iterator[Finding]]

RULES: tuple[Rule, ...] = (
    *structure.RULES,
    *pointers.RULES,
    *flows.RULES,
    *gateways.RULES,
    *event_gateways.RULES,
    *events.RULES,
    *boundary.RULES,
    *subprocesses.RULES,
    *multi_instance.RULES,
    *expressions.RULES,
    *timers.RULES,
    *vocabulary.RULES,
    *reachability.RULES,
    *collaboration.RULES,
    *data_flow.RULES,
    *data_types.RULES,
    *declarations.RULES,
)
