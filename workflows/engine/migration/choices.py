"""Where a place that has no successor by its id could go on: what a person may map it to."""

from __future__ import annotations

from collections.abc import Mapping

from workflows.engine.definition import Definition
from workflows.engine.migration.atlas import Atlas, nodes_of, spec_in
from workflows.engine.migration.sameness import why_not


def choices_for(
    old: Definition, new: Definition, element_id: str, mapping: Mapping[str, str] | None = None
) -> tuple[str, ...]:
    """Ids of the new diagram's elements at which a token of the old element can stand; what the old diagram
    did not have yet comes first."""
    atlas = Atlas(old, new, dict(mapping or {}))
    element = old.elements.get(element_id)
    if element is None:
        return ()
    scope_id = element.scope[-1] if element.scope else old.process_id
    spec, new_scope = spec_in(old, scope_id, element_id), atlas.new_scope(scope_id)
    if spec is None or new_scope not in new.specs:
        return ()
    fitting = [
        other_id for other_id, other in nodes_of(new, new_scope).items() if why_not(spec, other) is None
    ]
    drawn = [other_id for other_id in fitting if other_id in new.elements]
    return tuple(sorted(drawn, key=lambda other_id: other_id in old.elements))
