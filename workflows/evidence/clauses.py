"""Which clauses of an element's list count in this case."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from workflows.deployments.element_properties import codes_in, value_of
from workflows.office.entries import OfficeSnapshot

STATIC = "clauses"
"""All clauses the element may fulfil: what it binds, and what the lint and `coverage` look at."""
NARROWING = ("clauses_when", "clauses_from")
"""FEEL giving the codes that count now: a rule of the diagram's, or the codes an item carries itself."""


def clauses_of(properties: Mapping[str, str]) -> tuple[str, ...]:
    """The element's static list, in its order."""
    return tuple(dict.fromkeys(codes_in(properties.get(STATIC, ""))))


def effective_clauses(
    properties: Mapping[str, str], variables: Mapping[str, Any], office: OfficeSnapshot
) -> tuple[str, ...]:
    """The static list as far as the case's own data let it count.

    What a narrowing expression gives and the list does not have counts for nothing; an expression that
    gives nothing lets nothing count.
    """
    static = clauses_of(properties)
    for name in NARROWING:
        if static and name in properties:
            counted = codes_in(value_of(properties[name], variables, office))
            static = tuple(code for code in static if code in counted)
    return static
