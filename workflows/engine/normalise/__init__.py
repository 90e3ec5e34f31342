"""Standard BPMN rewritten into the equivalent this engine runs, one small rule a file; element ids stay.

Most of the standard runs natively through the room's own spec classes; what is rewritten here are spellings.
"""

from __future__ import annotations

from lxml import etree

from workflows.engine.normalise.complex_gateways import complex_splits_are_inclusive
from workflows.engine.normalise.drawing import keep_the_process_alone
from workflows.engine.normalise.event_definitions import inline_event_definitions
from workflows.engine.normalise.global_tasks import calls_of_global_tasks
from workflows.engine.normalise.instantiating_receivers import receivers_that_start
from workflows.engine.normalise.links import join_links

RULES = (
    keep_the_process_alone,
    calls_of_global_tasks,
    inline_event_definitions,
    join_links,
    complex_splits_are_inclusive,
    receivers_that_start,
)


def normalise(root: etree._Element, process: etree._Element) -> None:
    """Apply every rule to the process, in place."""
    for rule in RULES:
        rule(root, process)
