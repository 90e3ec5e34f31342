"""Conditional events: each fires when its condition becomes true, or at once if it is true when armed.

They are looked at after every move, before the next token: what a condition interrupts does not run on.
"""

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
    held = act.instance.conditions
    if not held:
        return False
    waiting = [act.instance.tokens[key] for key in held]
    for token in sorted(waiting, key=outermost_first):
        if _became_true(act, token):
            fire(act, token, {})
            return True
    return False


def fire_all_conditions(act: Act) -> None:
    """Fire every condition that has become true, those included that the firing itself makes true."""
    while act.instance.is_open and fire_conditions(act):
        pass


def _became_true(act: Act, token: Token) -> bool:
    before = token.marks.held
    try:
        token.hold(act.condition(trigger_of(token).expression or "", token))
    except Fault as fault:
        token.hold(None)
        raise_incident(act, token, fault)
        return False
    return token.marks.held and not before
