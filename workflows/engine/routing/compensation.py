"""Compensation: completed activities are undone by their handlers, the last first, one after another.

A scope remembers what can be undone in it: that is no past yet, and stays in the state until it ends.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from workflows.engine.elements import Trigger
from workflows.engine.marks import Phase
from workflows.engine.tree import Scope, Token

if TYPE_CHECKING:
    from workflows.engine.act import Act


def remember(token: Token) -> None:
    """An activity is completed: if it has a compensation handler it can be undone from now on."""
    if token.task_spec.node.compensation is not None:
        token.workflow.undoable.append(token.element_id)


def undo(act: Act, token: Token, trigger: Trigger) -> bool:
    """Begin to undo what the throw names. True if there is nothing to undo, or all of it is undone."""
    scope = thrown_in(token)
    if token.marks.undoing is None:
        token.marks.undoing = [name for name in scope.undoable if trigger.activity in (None, name)]
        scope.undoable = [name for name in scope.undoable if name not in token.marks.undoing]
    if not token.marks.undoing:
        token.marks.undoing = None
        return True
    activity = token.marks.undoing.pop()
    handler = next(spec.node.compensation for spec in scope.node_specs() if spec.node.id == activity)
    act.schedule(act.place(scope, handler, undone_for=token.key))
    token.marks.phase = Phase.ACTIVE
    return False


def undone(act: Act, handler: Token) -> None:
    """A handler has done its work: the throw that waits for it goes on."""
    thrower = act.instance.tokens.get(handler.marks.undone_for or "")
    if thrower is not None:
        act.schedule(thrower)


def thrown_in(token: Token) -> Scope:
    """The scope a compensation throw means: from inside an event subprocess, the one around it."""
    owner = token.workflow.owner
    if owner is not None and owner.task_spec.is_event_subprocess:
        return owner.workflow
    return token.workflow
