"""FEEL values in JSON columns: kept without loss, so that what is read back can go into the engine again."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from workflows.engine.values import from_rest, variables_to_rest


def kept(variables: Mapping[str, Any]) -> dict[str, Any]:
    """Variables as a JSON column keeps them."""
    return variables_to_rest(variables) if variables else {}


def given_back(stored: Mapping[str, Any] | None) -> dict[str, Any]:
    """The FEEL values of a JSON column."""
    return {name: from_rest(value) for name, value in (stored or {}).items()}


def beyond(shared: Mapping[str, Any], seen: Mapping[str, Any]) -> dict[str, Any]:
    """What somebody sees beyond the matter's shared variables (as stored), ready to be stored with him.

    Read back over the shared ones of a later moment it shows him what has been decided since.
    """
    stored = kept(seen)
    return {name: value for name, value in stored.items() if name not in shared or shared[name] != value}
