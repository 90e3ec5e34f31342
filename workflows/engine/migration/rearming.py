"""After a move: triggers that are new are armed, messages that are still waited for are asked for anew."""

from __future__ import annotations

from workflows.engine.act import Act
from workflows.engine.faults import Fault
from workflows.engine.incidents import raise_incident
from workflows.engine.marks import Phase
from workflows.engine.migration.atlas import Atlas, nodes_of
from workflows.engine.routing.arming import arm, arm_boundary, arm_event_subprocesses, trigger_of
from workflows.engine.timers.arming import take_as_known
from workflows.engine.tree import Scope, Token

_BOUNDARY_ARMED = (Phase.ENTERED, Phase.ACTIVE, Phase.COUNTING)


def rearm(act: Act, atlas: Atlas) -> None:
    """Arm what the new version adds; what fired before the move stays fired, what waits goes on waiting."""
    for scope in [act.instance, *act.instance.subprocesses.values()]:
        for token in scope.tokens_here():
            _subscribe_anew(act, token)
        _arm_new_boundaries(act, atlas, scope)
        _arm_new_handlers(act, atlas, scope)


def keep_time(act: Act, token: Token) -> None:
    """The new version says another time: the timer stays as it was set, until that expression gives another
    value than it gives today."""
    try:
        take_as_known(act, token, trigger_of(token))
    except Fault:
        return  # said when the timer is looked at next, where it can be mended


def _subscribe_anew(act: Act, token: Token) -> None:
    """A message goes by the new version's name, key and button; the row of the old one is closed first."""
    if token.marks.message is None or trigger_of(token) is None:
        return
    act.record.subscription_closed(token.key)
    try:
        arm(act, token, trigger_of(token))
    except Fault as fault:
        raise_incident(act, token, fault)


def _arm_new_boundaries(act: Act, atlas: Atlas, scope: Scope) -> None:
    known = _new_ids(atlas, scope)
    for host in scope.tokens_here():
        if host.marks.armed or host.marks.phase not in _BOUNDARY_ARMED or host.marks.index is not None:
            continue
        arm_boundary(act, host, without=known)


def _arm_new_handlers(act: Act, atlas: Atlas, scope: Scope) -> None:
    if not scope.interrupted:
        arm_event_subprocesses(act, scope, without=_new_ids(atlas, scope))


def _new_ids(atlas: Atlas, scope: Scope) -> frozenset[str]:
    """New ids of everything that stood in the old version's scope."""
    old_scope = next(
        (scope_id for scope_id in atlas.old.specs if atlas.new_scope(scope_id) == scope.spec.name), None
    )
    if old_scope is None:
        return frozenset()
    return frozenset(atlas.new_id(element_id) for element_id in nodes_of(atlas.old, old_scope))
