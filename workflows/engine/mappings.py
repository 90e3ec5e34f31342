"""Input and output mappings (`zeebe:ioMapping`), and where results go without one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from workflows.engine.expressions import storable
from workflows.engine.scopes import layers_around, layers_of, set_local, set_path, write_all
from workflows.engine.step import Value
from workflows.engine.tree import Token

if TYPE_CHECKING:
    from workflows.engine.act import Act


def apply_inputs(act: Act, token: Token) -> None:
    """Give the activity its own variables; later lines see earlier ones. Raises `Fault` of kind `mapping`."""
    for mapping in token.task_spec.node.inputs:
        set_local(token.data, mapping.target, _value(act, token, mapping.source))


def apply_result(act: Act, token: Token) -> None:
    """What a person, a job or a trigger brought goes to the scopes.

    With output mappings it is seen by them only, as local variables, and what they name is written
    outside, all
    of it or, where one line fails, nothing. Without, every name goes to the nearest scope that holds it,
    otherwise to the instance. Raises `Fault` of kind `mapping`.
    """
    caught, outputs = token.marks.caught, token.task_spec.node.outputs
    token.marks.caught = None
    if not outputs:
        write_all(layers_of(token), caught or {})
        return
    token.data.update(caught or {})
    mapped: dict[str, Value] = {}
    layers = [mapped, *layers_of(token)]
    for mapping in outputs:
        value = act.literal_or_feel(mapping.source, token, "mapping", mapped)
        set_path(mapped, layers, mapping.target, storable(mapping.source, value, "mapping"))
    write_all(layers_around(token), mapped)


def _value(act: Act, token: Token, source: str) -> Value:
    return storable(source, act.literal_or_feel(source, token, "mapping"), "mapping")
