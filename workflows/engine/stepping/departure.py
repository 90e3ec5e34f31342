"""A token leaves its element: its events are disarmed, its flows taken, an emptied scope closed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from workflows.engine.incidents import resolve_incidents
from workflows.engine.marks import Phase
from workflows.engine.routing.compensation import is_undone, keep, remember, undone
from workflows.engine.step import Happened
from workflows.engine.stepping.withdrawal import disarm_boundary, withdraw_all
from workflows.engine.tree import Instance, Scope, SubScope, Token
from workflows.engine.vocabulary import ACTIVITIES

if TYPE_CHECKING:
    from workflows.engine.act import Act


def leave(act: Act, token: Token) -> None:
    """Called when SpiffWorkflow has marked the token's task completed."""
    resolve_incidents(act, token)
    node = token.task_spec.node
    if node.performs is not None and token.marks.body is None:
        act.record.element_line(token, node.performs, node.performs_name, Happened.COMPLETED)
    act.record.line(token, Happened.COMPLETED)
    if token.body is not None:
        _end_item(act, token)
        return
    disarm_boundary(act, token)
    remember(token)
    token.task_spec.after(act, token)
    if not token.is_live:
        return
    take_flows(act, token)
    token.remove()
    if token.marks.undone_for is not None:
        undone(act, token)
    _report(act, token)
    close_if_empty(act, token.workflow)


def _report(act: Act, token: Token) -> None:
    """An activity inside what looks after its scope is done: that is looked at before anything else moves."""
    scope = token.workflow
    if scope.owner is not None and scope.owner.task_spec.looks_after_its_scope:
        if token.task_spec.node.type in ACTIVITIES:
            scope.completed += 1
            _look(act, scope.owner)


def _look(act: Act, owner: Token) -> None:
    owner.marks.phase = Phase.COUNTING
    act.schedule(owner, first=True)


def take_flows(act: Act, token: Token) -> None:
    """A new token for every flow chosen."""
    flows = {flow.id: flow for flow in token.task_spec.node.flows}
    for flow_id in token.marks.taking:
        if not flows[flow_id].synthetic:
            act.record.flow_taken(token, flow_id)
        for _ in range(token.task_spec.node.completion_quantity):
            arrive(act, act.place(token.workflow, flows[flow_id].target, flow=flow_id))


def arrive(act: Act, token: Token, *, first: bool = False) -> None:
    """A token has come to an element: joins keep it, all others let it run."""
    if token.task_spec._update_hook(token):
        act.schedule(token, first=first)


def _end_item(act: Act, token: Token) -> None:
    body = token.body
    if token.marks.kept is not None:
        body.marks.body.kept.append(token.marks.kept)
    token.remove()
    body.marks.body.completed += 1
    if token.task_spec.node.loop.completion_condition:
        body.marks.body.last = dict(token.data)
    body.marks.phase = Phase.COUNTING
    act.schedule(body, first=True)  # its completion condition is looked at whenever an instance ends


def close_if_empty(act: Act, scope: Scope) -> None:
    """A scope without tokens is done; triggers of event subprocesses do not hold it open."""
    is_empty = all(token.marks.armed for token in scope.tokens_here())
    if not scope.is_open or not is_empty or is_undone(scope):
        return
    if scope.owner is not None and scope.owner.task_spec.looks_after_its_scope:
        _look(act, scope.owner)
    else:
        close(act, scope)


def close(act: Act, scope: Scope) -> None:
    """End a scope whose work is done: the instance has ended, or its subprocess goes on."""
    if isinstance(scope, Instance):
        scope.is_open = False
        withdraw_all(act, scope)
        scope.outcome = scope.outcome or "completed"
        return
    end_scope(act, scope)
    scope.owner.marks.phase = Phase.LEAVING
    act.schedule(scope.owner)


def end_scope(act: Act, scope: SubScope) -> None:
    """What still waits in a subprocess is withdrawn, and its scope is gone."""
    scope.is_open = False
    withdraw_all(act, scope)
    keep(act, scope)
    del act.instance.subprocesses[scope.owner.key]
