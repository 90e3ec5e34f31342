"""Opening a scope: its event subprocesses are armed, then its first tokens placed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from workflows.engine.elements import Node
from workflows.engine.routing.arming import arm_event_subprocesses
from workflows.engine.step import EngineError, Value
from workflows.engine.stepping.departure import arrive, close_if_empty
from workflows.engine.tree import Scope, SubScope, Token

if TYPE_CHECKING:
    from workflows.engine.act import Act


def open_subprocess(act: Act, owner: Token) -> None:
    """The scope inside a subprocess token; what triggered an event subprocess goes to its start event."""
    scope = SubScope(act.instance, owner)
    caught, owner.marks.caught = owner.marks.caught, None
    open_scope(act, scope, start_elements(scope), caught)


def open_scope(act: Act, scope: Scope, starts: list[str], caught: Mapping[str, Value] | None = None) -> None:
    """Arm first, then start: what the first elements throw finds the handlers waiting."""
    arm_event_subprocesses(act, scope)
    for element_id in starts:
        if scope.is_open:
            arrive(act, act.place(scope, element_id, caught=dict(caught) if caught else None))
    close_if_empty(act, scope)


def start_elements(scope: Scope, start_element: str | None = None) -> list[str]:
    """Where a scope begins: the named start event, the none start event, or whatever nothing leads to.

    Raises `EngineError` where only triggers could start the scope and none is named.
    """
    nodes = {node.id: node for node in nodes_of(scope)}
    if start_element is not None:
        if start_element not in nodes:
            raise EngineError(f"no start event {start_element!r} in {scope.spec.name!r}")
        return [start_element]
    starts = [node for node in nodes.values() if node.type == "startEvent"]
    plain = [node.id for node in starts if not node.triggers]
    if plain:
        return plain
    if len(starts) == 1:
        return [starts[0].id]
    if starts:
        raise EngineError(f"{scope.spec.name!r} begins with a trigger: say which start event")
    return [node.id for node in nodes.values() if _begins_by_itself(node, scope)]


def nodes_of(scope: Scope) -> Iterator[Node]:
    """The nodes that stand directly in a scope, in the file's order."""
    return (spec.node for spec in scope.spec.task_specs.values() if hasattr(spec, "node"))


def _begins_by_itself(node: Node, scope: Scope) -> bool:
    from workflows.engine.specs import EventSubprocess, spec_name

    spec = scope.spec.task_specs[spec_name(node.id)]
    return not node.incoming and node.attached_to is None and not isinstance(spec, EventSubprocess)
