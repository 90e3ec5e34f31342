"""Where elements of the old diagram are found in the new one: by the person's mapping, else by their id."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from workflows.engine.definition import Definition
from workflows.engine.elements import Flow, Node, spec_name
from workflows.engine.specs import NodeSpec


@dataclass(frozen=True)
class Atlas:
    """Two versions of a process and the mapping between them."""

    old: Definition
    new: Definition
    mapping: Mapping[str, str] = field(default_factory=dict)
    """Ids of the old diagram to ids of the new one, where they differ."""

    def new_id(self, element_id: str) -> str:
        """What an element of the old diagram is called in the new one."""
        return self.mapping.get(element_id, element_id)

    def new_scope(self, scope_id: str) -> str:
        """The process, or the subprocess an old subprocess corresponds to."""
        return self.new.process_id if scope_id == self.old.process_id else self.new_id(scope_id)

    def old_spec(self, scope_id: str, element_id: str) -> NodeSpec | None:
        """An element of the old diagram, by the subprocess (or process) it stands in."""
        return spec_in(self.old, scope_id, element_id)

    def new_spec(self, old_scope_id: str, old_id: str) -> NodeSpec | None:
        """What an element of the old diagram corresponds to, if that stands in the corresponding scope."""
        return spec_in(self.new, self.new_scope(old_scope_id), self.new_id(old_id))

    def new_flow(self, join: Node, flow_id: str | None, old_scope_id: str) -> str | None:
        """The flow into a join by which a waiting token would have come: the same one, or the only one from
        the same source. None where there is none."""
        if flow_id is None or flow_id in join.incoming:
            return flow_id
        old = flows_of(self.old, old_scope_id).get(flow_id)
        if old is None:
            return None
        source = self.new_id(old[0])
        candidates = [
            new_id
            for new_id, (new_source, flow) in flows_of(self.new, self.new_scope(old_scope_id)).items()
            if new_source == source and flow.target == join.id
        ]
        return candidates[0] if len(candidates) == 1 else None

    def ways_are_the_same(self, scope_id: str) -> bool:
        """Whether the scope is drawn alike in both versions: the same nodes joined by the same flows."""
        before = {
            (self.new_id(node_id), *_ways(spec.node, self.new_id))
            for node_id, spec in nodes_of(self.old, scope_id).items()
        }
        after = {
            (node_id, *_ways(spec.node, str))
            for node_id, spec in nodes_of(self.new, self.new_scope(scope_id)).items()
        }
        return before == after


def _ways(node: Node, called: Callable[[str], str]) -> tuple[object, ...]:
    """What of a node decides where tokens go, in the names the other version uses."""
    flows = sorted((called(flow.target), bool(flow.condition), flow.default) for flow in node.flows)
    return node.type, tuple(flows), tuple(sorted(map(called, node.boundary))), node.interrupting


def spec_in(definition: Definition, scope_id: str, element_id: str) -> NodeSpec | None:
    """An element's spec by the scope it stands in; None where that scope has no such element."""
    scope = definition.specs.get(scope_id)
    return None if scope is None else scope.task_specs.get(spec_name(element_id))


def nodes_of(definition: Definition, scope_id: str) -> dict[str, NodeSpec]:
    """The diagram's nodes directly in a scope, by their ids."""
    specs = definition.specs[scope_id].task_specs.values()
    return {spec.node.id: spec for spec in specs if isinstance(spec, NodeSpec)}


def flows_of(definition: Definition, scope_id: str) -> dict[str, tuple[str, Flow]]:
    """The sequence flows directly in a scope: id to source and flow."""
    return {
        flow.id: (node_id, flow)
        for node_id, spec in nodes_of(definition, scope_id).items()
        for flow in spec.node.flows
    }
