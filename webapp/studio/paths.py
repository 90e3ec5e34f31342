"""A scenario's path beside the expected one: which steps are new in it, which are gone."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher

from workflows.studio.scenarios import Outcome


@dataclass(frozen=True, slots=True)
class PathStep:
    """One step: `same`, `new` in the path, or `gone` from it."""

    kind: str
    element: str
    name: str


def path_steps(outcome: Outcome, names: Mapping[str, str]) -> list[PathStep]:
    """The steps of both paths in order; what has no name is told by its id."""
    return [
        PathStep(kind, element, names.get(element) or element)
        for kind, element in _compared(outcome.scenario.expected, outcome.path)
    ]


def _compared(expected: tuple[str, ...], taken: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    matcher = SequenceMatcher(None, expected, taken, autojunk=False)
    for tag, from_old, to_old, from_new, to_new in matcher.get_opcodes():
        if tag == "equal":
            yield from (("same", element) for element in taken[from_new:to_new])
        else:
            yield from (("gone", element) for element in expected[from_old:to_old])
            yield from (("new", element) for element in taken[from_new:to_new])
