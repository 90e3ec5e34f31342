"""Tokens taken back: an event interrupted them, or their scope ended. Depth first, nothing is left over."""

from __future__ import annotations

from typing import TYPE_CHECKING

from SpiffWorkflow.util.task import TaskState

from workflows.engine.incidents import resolve_incidents
from workflows.engine.marks import Phase
from workflows.engine.step import Happened
from workflows.engine.tree import Scope, Token

if TYPE_CHECKING:
    from workflows.engine.act import Act


def withdraw(act: Act, token: Token) -> None:
    """Take a token back with all that hangs on it: inner scope, instances, armed boundary events."""
    if not token.is_live:
        return
    inner = act.instance.scope_in(token)
    if inner is not None:
        inner.is_open = False
        withdraw_all(act, inner)
        del act.instance.subprocesses[token.key]
    for key in list(token._children):
        withdraw(act, act.instance.tokens[key])
    disarm_boundary(act, token)
    resolve_incidents(act, token)
    token.task_spec.withdrawn(act, token)
    if not token.has_state(TaskState.FINISHED_MASK):
        token.cancel()
        if not token.marks.armed and token.marks.phase is not Phase.ARRIVED:
            act.record.line(token, Happened.CANCELLED)
    token.remove()


def withdraw_all(act: Act, scope: Scope, keep: Token | None = None) -> None:
    """Take back every token of a scope, but one."""
    for token in scope.tokens_here():
        if token is not keep:
            withdraw(act, token)


def disarm_boundary(act: Act, host: Token) -> None:
    """The activity is over: its boundary events wait no longer."""
    if not host.task_spec.node.boundary:
        return
    for token in host.workflow.tokens_here():
        if token.marks.host == host.key:
            withdraw(act, token)


def disarm(act: Act, token: Token) -> None:
    """A trigger is waited for no longer."""
    if token.marks.message is not None:
        act.record.subscription_closed(token.key)
        token.marks.message = None
    token.marks.timer = None
    token.hold(None)
