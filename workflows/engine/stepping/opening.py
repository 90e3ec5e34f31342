"""Opening a scope: its event subprocesses are armed, then its first tokens placed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from workflows.engine.elements import spec_name
from workflows.engine.marks import Phase
from workflows.engine.routing.arming import arm_event_subprocesses
from workflows.engine.step import EngineError, Value
from workflows.engine.stepping.departure import arrive, close_if_empty
from workflows.engine.tree import Scope, SubScope, Token

if TYPE_CHECKING:
    from workflows.engine.act import Act
    from workflows.engine.specs.base import NodeSpec


def open_subprocess(act: Act, owner: Token) -> None:
    """The scope inside a subprocess token; what triggered an event subprocess goes to its start event."""
    scope = SubScope(act.instance, owner)
    caught, owner.marks.caught = owner.marks.caught, None
    starts = start_elements(scope)
    if owner.task_spec.node.one_at_a_time:
        starts, scope.pending = starts[:1], starts[1:]
    open_scope(act, scope, starts, caught)


def open_scope(
    act: Act,
    scope: Scope,
    starts: list[str],
    caught: Mapping[str, Value] | None = None,
    begun_by: str | None = None,
) -> None:
    """Arm first, then start: what the first elements throw finds the handlers waiting.

    `begun_by` is the element whose event has begun the process: it waits for it no more.
    """
    arm_event_subprocesses(act, scope)
    for element_id in starts:
        if scope.is_open:
            has_come = element_id == begun_by and _would_wait(scope, element_id)
            phase = Phase.LEAVING if has_come else Phase.ARRIVED
            arrive(act, act.place(scope, element_id, phase=phase, caught=dict(caught) if caught else None))
    close_if_empty(act, scope)


def _would_wait(scope: Scope, element_id: str) -> bool:
    """Whether the element is one that follows an event gateway: a start event lets its token pass anyway."""
    node = scope.spec.task_specs[spec_name(element_id)].node
    return node.type in ("intermediateCatchEvent", "receiveTask")


def start_elements(scope: Scope, start_element: str | None = None) -> list[str]:
    """Where a scope begins: the named start event, the none start event, or whatever nothing leads to.

    Raises `EngineError` where several could be meant and none is named.
    """
    specs = scope.node_specs()
    if start_element is not None:
        if start_element not in [spec.node.id for spec in specs]:
            raise EngineError(f"no start event {start_element!r} in {scope.spec.name!r}")
        return [start_element, *_waited_for_besides(specs, start_element)]
    starts = [spec.node for spec in specs if spec.node.type == "startEvent"]
    plain = [node.id for node in starts if not node.triggers] or [node.id for node in starts]
    if len(plain) > 1:
        raise EngineError(f"{scope.spec.name!r} may begin at any of {plain}: say which")
    if plain:
        return plain
    return [spec.node.id for spec in specs if _begins_by_itself(spec)]


def _waited_for_besides(specs: list[NodeSpec], start_element: str) -> list[str]:
    """The other events of a parallel event gateway: the first one has begun the process, all are needed."""
    for spec in specs:
        node = spec.node
        targets = [flow.target for flow in node.flows]
        if node.type == "eventBasedGateway" and not node.first_decides and start_element in targets:
            return [target for target in targets if target != start_element]
    return []


def _begins_by_itself(spec: NodeSpec) -> bool:
    waits_aside = spec.node.attached_to or spec.node.for_compensation or spec.is_event_subprocess
    return not spec.node.incoming and not waits_aside
