"""What a move would do to one instance: for each place where it stands, where it would go on, or why not."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from workflows.engine import codec
from workflows.engine.definition import Definition
from workflows.engine.marks import Phase
from workflows.engine.migration.atlas import Atlas
from workflows.engine.migration.completing import TooManyWays, can_always_complete
from workflows.engine.migration.sameness import why_not
from workflows.engine.tree import Instance, Scope, Token
from workflows.words import Sentence


@dataclass(frozen=True, slots=True)
class Place:
    """A place where an instance stands. `to` is the new element, None where there is none; `obstacle` says
    why the instance cannot be moved."""

    element_id: str
    name: str
    to: str | None
    obstacle: Sentence | None = None


@dataclass(frozen=True, slots=True)
class Forecast:
    """What a move would do to one instance."""

    places: tuple[Place, ...]

    @property
    def obstacles(self) -> tuple[Place, ...]:
        """The places that stand in the way; empty: the instance can be moved."""
        return tuple(place for place in self.places if place.obstacle is not None)

    @property
    def can_move(self) -> bool:
        """Whether nothing stands in the way."""
        return not self.obstacles


GONE = Sentence(
    "新图里没有这个环节，请指定对应的环节", "the new diagram has no such element: map it to another"
)
ELSEWHERE = Sentence(
    "新图里这个环节在另一个子流程中，请指定对应的环节",
    "in the new diagram it stands in another subprocess: map it to another",
)
NO_SUCH_FLOW = Sentence(
    "汇合处等待的分支在新图里没有了", "the branch that waits at this join is gone in the new diagram"
)
STUCK = Sentence(
    "移过去以后汇合处会等待永远不会到来的分支",
    "after the move a join would wait for branches that can never come",
)
TOO_MANY = Sentence(
    "并行的走法太多，不能保证移过去以后走得完", "there are too many parallel ways to be sure it could finish"
)


def forecast(
    old: Definition, new: Definition, state: bytes, mapping: Mapping[str, str] | None = None
) -> Forecast:
    """Where the instance stands and where it would go on in the new version; nothing is changed.

    `mapping` leads ids of the old diagram to ids of the new one where they differ. Raises `EngineError` where
    state and old version do not belong together.
    """
    atlas = Atlas(old, new, dict(mapping or {}))
    instance = codec.load(old, state)
    places = list(_places_in(atlas, instance, instance))
    if all(place.obstacle is None for place in places):
        places += _stuck_scopes(atlas, instance)
    return Forecast(tuple(places))


def standing(scope: Scope) -> list[Token]:
    """The tokens of a scope that stand for its way, not for a trigger armed beside it."""
    return [token for token in scope.tokens_here() if not token.marks.armed]


def _places_in(atlas: Atlas, instance: Instance, scope: Scope) -> Iterator[Place]:
    for token in standing(scope):
        place = _place(atlas, scope, token)
        yield place
        if place.obstacle is None:
            for holder in [token, *(instance.tokens[key] for key in token._children)]:
                inner = instance.scope_in(holder)
                if inner is not None:
                    yield from _places_in(atlas, instance, inner)


def _place(atlas: Atlas, scope: Scope, token: Token) -> Place:
    node, scope_id = token.task_spec.node, scope.spec.name
    target = atlas.new_spec(scope_id, node.id)
    if target is None:
        somewhere = atlas.new_id(node.id) in atlas.new.elements
        return Place(node.id, node.name, None, ELSEWHERE if somewhere else GONE)
    reason = why_not(token.task_spec, target)
    if reason is None and _waits_at_join(token):
        flow = atlas.new_flow(target.node, token.marks.flow, scope_id)
        reason = NO_SUCH_FLOW if flow is None else None
    return Place(node.id, node.name, target.node.id, reason)


def _waits_at_join(token: Token) -> bool:
    return token.task_spec.joins is not None and token.marks.phase is Phase.ARRIVED


def _stuck_scopes(atlas: Atlas, instance: Instance) -> Iterator[Place]:
    """Scopes whose tokens could reach the end in the old diagram, but not any more in the new one."""
    for scope in [instance, *instance.subprocesses.values()]:
        reason = _why_stuck(atlas, scope)
        if reason is not None:
            owner = scope.owner
            node_id = "" if owner is None else owner.element_id
            name = atlas.old.name if owner is None else owner.task_spec.node.name
            yield Place(node_id, name, None, reason)


def _why_stuck(atlas: Atlas, scope: Scope) -> Sentence | None:
    scope_id = scope.spec.name
    if atlas.ways_are_the_same(scope_id):
        return None
    before, after = [], []
    for token in standing(scope):
        element_id, flow = token.element_id, token.marks.flow
        if _waits_at_join(token):
            target = atlas.new_spec(scope_id, element_id)
            before.append(("by", flow))
            after.append(("by", atlas.new_flow(target.node, flow, scope_id)))
        else:
            before.append(("at", element_id))
            after.append(("at", atlas.new_id(element_id)))
    try:
        if can_always_complete(atlas.new, atlas.new_scope(scope_id), after):
            return None
    except TooManyWays:
        return TOO_MANY
    # A diagram that could get stuck before is no worse for being moved.
    return None if _could_get_stuck(atlas.old, scope_id, before) else STUCK


def _could_get_stuck(definition: Definition, scope_id: str, positions: list[tuple[str, str]]) -> bool:
    try:
        return not can_always_complete(definition, scope_id, positions)
    except TooManyWays:
        return False
