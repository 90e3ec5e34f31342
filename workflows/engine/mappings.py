"""Input and output mappings (`zeebe:ioMapping`), and where results go without one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from workflows.engine.expressions import storable
from workflows.engine.scopes import layers_around, layers_of, set_local, write_all, write_path
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

    With output mappings it is seen by them only, as local variables, and what they name is written outside.
    Without, every name goes to the nearest scope that holds it, otherwise to the instance.
    """
    caught, outputs = token.marks.caught, token.task_spec.node.outputs
    if not outputs:
        write_all(layers_of(token), caught or {})
        token.marks.caught = None
        return
    token.data.update(caught or {})
    token.marks.caught = None
    for mapping in outputs:
        write_path(layers_around(token), mapping.target, _value(act, token, mapping.source))


def _value(act: Act, token: Token, source: str) -> Value:
    return storable(source, act.literal_or_feel(source, token, "mapping"), "mapping")
