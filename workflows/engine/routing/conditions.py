"""Conditional events: looked at when everything rests; each fires when its condition becomes true."""

from __future__ import annotations

from typing import TYPE_CHECKING

from workflows.engine.faults import Fault
from workflows.engine.incidents import raise_incident
from workflows.engine.routing.arming import trigger_of
from workflows.engine.routing.catching import fire
from workflows.engine.tree import Token, outermost_first

if TYPE_CHECKING:
    from workflows.engine.act import Act


def fire_conditions(act: Act) -> bool:
    """Fire the first armed condition that has become true, outermost first. True if one did."""
    waiting = [token for token in act.instance.tokens.values() if token.marks.held is not None]
    for token in sorted(waiting, key=outermost_first):
        if _became_true(act, token):
            fire(act, token, {})
            return True
    return False


def _became_true(act: Act, token: Token) -> bool:
    before = token.marks.held
    try:
        token.marks.held = act.condition(trigger_of(token).expression or "", token)
    except Fault as fault:
        token.marks.held = None
        raise_incident(act, token, fault)
        return False
    return token.marks.held and not before
