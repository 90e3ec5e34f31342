"""The outline in the order one reads a diagram: each subprocess followed by what stands in it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

from workflows.queries.matter import OutlineStep

Scope = tuple[str, ...]


def in_reading_order(steps: Iterable[OutlineStep], scopes: Mapping[str, Scope]) -> list[OutlineStep]:
    """The steps with children right after their subprocess; siblings stay in the diagram's own order.

    `scopes` says in which subprocesses a step stands, outermost first.
    """
    children: dict[Scope, list[OutlineStep]] = defaultdict(list)
    for step in steps:
        children[tuple(scopes[step.element_id])].append(step)
    return list(_walk((), children))


def _walk(scope: Scope, children: Mapping[Scope, Sequence[OutlineStep]]) -> Iterator[OutlineStep]:
    for step in children.get(scope, ()):
        yield step
        yield from _walk((*scope, step.element_id), children)
