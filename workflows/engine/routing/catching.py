"""A trigger has come: who waited for it goes on, a handler begins, an activity or a scope is interrupted."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from workflows.engine.elements import spec_name
from workflows.engine.incidents import resolve_incidents
from workflows.engine.marks import Phase
from workflows.engine.routing.arming import arm_all_again, trigger_node
from workflows.engine.step import Happened, Value
from workflows.engine.stepping.withdrawal import disarm, withdraw, withdraw_all
from workflows.engine.tree import Scope, Token

if TYPE_CHECKING:
    from workflows.engine.act import Act

Caught = Mapping[str, Value]


def fire(act: Act, token: Token, caught: Caught) -> None:
    """The trigger a waiting token stands for has come."""
    caught = {**(token.marks.caught or {}), **caught}
    if trigger_node(token).all_triggers and _others_are_missing(act, token, caught):
        return
    if not token.marks.armed:
        _go_on(act, token, caught)
    elif token.task_spec.is_event_subprocess:
        start_handler(act, token.workflow, token.element_id, caught)
    else:
        fire_boundary(act, act.instance.token(token.marks.host), token.element_id, caught)
    if token.is_live and token.marks.armed and trigger_node(token).all_triggers:
        arm_all_again(act, token)


def _others_are_missing(act: Act, token: Token, caught: Caught) -> bool:
    """Of an event that needs all of its triggers: what came is kept with one still waited for, if any is."""
    for other in token.workflow.tokens_here():
        if other is not token and other.task_spec is token.task_spec and _together(other) == _together(token):
            other.marks.caught = {**(other.marks.caught or {}), **caught}
            resolve_incidents(act, token)
            disarm(act, token)
            token.remove()
            return True
    return False


def _together(token: Token) -> tuple[bool, str | None, str | None]:
    """What the tokens of one event with several triggers have in common."""
    return token.marks.armed, token.marks.host, token.marks.race


def _go_on(act: Act, token: Token, caught: Caught) -> None:
    """What a catch event or receive task waited for is here; the others of its race are withdrawn."""
    node = trigger_node(token)
    act.record.element_line(token, node.id, node.name, Happened.FIRED)
    if _comes_again(token):
        token = act.place(token.workflow, token.element_id, token.marks.flow)
    resolve_incidents(act, token)
    disarm(act, token)
    if token.marks.race is not None:
        for other in token.workflow.tokens_here():
            if other is not token and other.marks.race == token.marks.race:
                withdraw(act, other)
        token.marks.race = None
    token.marks.caught = dict(caught)
    token.marks.phase = Phase.LEAVING
    act.schedule(token, first=True)


def _comes_again(token: Token) -> bool:
    """A cycle with turns left: the event goes on waiting, and a token of its own leaves it every turn."""
    timer = token.marks.timer
    return timer is not None and timer.due is not None and token.marks.race is None


def fire_boundary(act: Act, host: Token, element_id: str, caught: Caught) -> None:
    """A boundary event fires; an interrupting one stops its activity before anything else in it moves."""
    scope = host.workflow
    node = scope.spec.task_specs[spec_name(element_id)].node
    fired = act.place(scope, element_id, caught=dict(caught))
    act.record.element_line(fired, node.id, node.name, Happened.FIRED)
    if node.interrupting:
        withdraw(act, host)
    act.schedule(fired, first=True)


def start_handler(act: Act, scope: Scope, element_id: str, caught: Caught) -> None:
    """An event subprocess begins; an interrupting one stops all else in its scope, other handlers too."""
    spec = scope.spec.task_specs[spec_name(element_id)]
    start = spec.start_node(act.instance)
    handler = act.place(scope, element_id, caught=dict(caught))
    act.record.element_line(handler, start.id, start.name, Happened.FIRED)
    if start.interrupting:
        scope.interrupted = True
        withdraw_all(act, scope, keep=handler)
    act.schedule(handler, first=True)
