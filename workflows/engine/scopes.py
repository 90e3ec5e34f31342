"""Variables live in scopes: instance, subprocess, item of a multi-instance, an activity's own inputs.

A name is looked up from the inside outwards. A result goes to the nearest scope that holds the name already,
otherwise to the instance: parallel branches write one state and never lose each other's writes.
"""

from __future__ import annotations

from collections import ChainMap
from collections.abc import Iterable, Iterator, Mapping, MutableMapping

from workflows.engine.step import Value
from workflows.engine.tree import Token

Layers = list[MutableMapping[str, Value]]


def layers_of(token: Token) -> Layers:
    """The scopes visible from a token, innermost first, its own local variables included."""
    return list(_outwards(token))


def layers_around(token: Token) -> Layers:
    """The scopes visible from a token's surroundings: without its own local variables."""
    return layers_of(token)[1:]


def _outwards(token: Token) -> Iterator[MutableMapping[str, Value]]:
    current: Token | None = token
    while current is not None:
        yield current.data
        if current.body is not None:
            current = current.body
            continue
        yield current.workflow.data
        current = current.workflow.owner


def seen_from(layers: Layers) -> Mapping[str, Value]:
    """All visible variables under one mapping; nothing is copied."""
    return ChainMap(*layers)


def write(layers: Layers, name: str, value: Value) -> None:
    """Put a value into the nearest scope that holds the name, otherwise into the instance."""
    for layer in layers:
        if name in layer:
            layer[name] = value
            return
    layers[-1][name] = value


def write_all(layers: Layers, variables: Mapping[str, Value]) -> None:
    """`write` for each of several variables."""
    for name, value in variables.items():
        write(layers, name, value)


def write_path(layers: Layers, target: str, value: Value) -> None:
    """Put a value under a dotted name; contexts on the way are copied, never changed in place."""
    written: dict[str, Value] = {}
    set_path(written, layers, target, value)
    write_all(layers, written)


def set_path(written: MutableMapping[str, Value], layers: Layers, target: str, value: Value) -> None:
    """Put a value under a dotted name into one mapping; what the context holds is read from the layers."""
    name, *rest = target.split(".")
    written[name] = _nested(seen_from(layers).get(name), rest, value) if rest else value


def set_local(local: MutableMapping[str, Value], target: str, value: Value) -> None:
    """Put a value under a dotted name into one scope, which alone is read and written."""
    set_path(local, [local], target, value)


def _nested(held: Value, path: Iterable[str], value: Value) -> Value:
    name, *rest = path
    context = dict(held) if isinstance(held, Mapping) else {}
    context[name] = _nested(context.get(name), rest, value) if rest else value
    return context
