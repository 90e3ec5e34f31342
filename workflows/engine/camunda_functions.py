"""FEEL functions that Camunda 8's diagrams use and the standard's library does not have."""

from __future__ import annotations

from workflows.engine.step import Value
from workflows.feel.host import host_function


@host_function("is defined", params=("value",))
def is_defined(office: object, value: Value) -> bool:
    """有没有这个值（为空即没有） · whether there is a value: null is none."""
    return value is not None


@host_function("get or else", params=("value", "default"))
def get_or_else(office: object, value: Value, default: Value) -> Value:
    """值，为空时取后一个 · the value, or where it is null the other one."""
    return default if value is None else value
