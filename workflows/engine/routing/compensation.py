"""Compensation: completed activities are undone by their handlers, the last first, one after another.

A scope remembers what can be undone in it, and a finished subprocess is kept with its variables while
something in it can be: that is no past yet, and stays in the state until the scope around it ends. To undo a
subprocess that has no handler of its own its scope is opened again and its compensation event subprocess
runs, or what was completed in it is undone in turn (BPMN 2.0.2, 10.7 and 13.5.5).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from SpiffWorkflow.util.task import TaskState

from workflows.engine.elements import Trigger, spec_name
from workflows.engine.marks import KeptScope, Phase, Undoable
from workflows.engine.routing.arming import event_subprocesses
from workflows.engine.stepping.withdrawal import withdraw_all
from workflows.engine.tree import Scope, SubScope, Token

if TYPE_CHECKING:
    from workflows.engine.act import Act


def remember(token: Token) -> None:
    """An activity is completed: it can be undone from now on by its handler, or by what was inside it.

    A handler has been run by a throw and is never undone itself; a repeated activity is undone every time.
    """
    marks, undoable = token.marks, token.workflow.undoable
    if marks.undone_for is not None:
        return
    if token.task_spec.node.compensation is not None:
        times = 1 if marks.body is None else marks.body.completed
        undoable.extend(Undoable(token.element_id) for _ in range(times))
        return
    kept = [marks.kept] if marks.body is None else marks.body.kept
    undoable.extend(Undoable(token.element_id, inside) for inside in kept if inside is not None)


def keep(act: Act, scope: SubScope) -> None:
    """A subprocess ends: its scope is kept where something in it can be undone."""
    if scope.undoable or _handler_in(act, scope) is not None:
        owner = scope.owner
        owner.marks.kept = KeptScope(dict(scope.data), dict(owner.data), scope.undoable, owner.marks.round)


def undo(act: Act, token: Token, trigger: Trigger) -> bool:
    """Begin to undo what the throw names. True if there is nothing to undo, or all of it is undone."""
    scope = thrown_in(token)
    if token.marks.undoing is None:
        token.marks.undoing = [item for item in scope.undoable if trigger.activity in (None, item.element_id)]
        scope.undoable = [item for item in scope.undoable if item not in token.marks.undoing]
    return _undo_next(act, token, scope)


def undo_inside(act: Act, again: Token) -> bool:
    """Go on undoing a subprocess opened again. Never True: its token leaves by no flow."""
    inner = act.instance.scope_in(again)
    if _undo_next(act, again, inner):
        inner.is_open = False
        withdraw_all(act, inner)
        del act.instance.subprocesses[again.key]
        again.remove()
        undone(act, again)
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


def is_undone(scope: Scope) -> bool:
    """Whether a finished subprocess was opened again to be undone: nothing is caught or ends there."""
    return scope.owner is not None and scope.owner.marks.undoing is not None


def _undo_next(act: Act, waiting: Token, scope: Scope) -> bool:
    """Undo the last of what the token waits for. True where nothing is left."""
    if not waiting.marks.undoing:
        waiting.marks.undoing = None
        return True
    last = waiting.marks.undoing.pop()
    waiting.marks.phase = Phase.ACTIVE
    if last.inside is None:
        handler = scope.spec.task_specs[spec_name(last.element_id)].node.compensation
        act.schedule(act.place(scope, handler, undone_for=waiting.key))
    else:
        _open_again(act, waiting, scope, last.element_id, last.inside)
    return False


def _open_again(act: Act, waiting: Token, scope: Scope, element_id: str, kept: KeptScope) -> None:
    again = act.place(
        scope, element_id, phase=Phase.ACTIVE, undone_for=waiting.key, undoing=[], round=kept.round
    )
    inner = SubScope(act.instance, again)
    again.data.update(kept.own)
    inner.data.update(kept.variables)
    handler = _handler_in(act, inner)
    if handler is None:
        again.marks.undoing = kept.undoable
        act.schedule(again)
    else:
        again._set_state(TaskState.STARTED)
        inner.undoable = kept.undoable
        act.schedule(act.place(inner, handler, undone_for=again.key))


def _handler_in(act: Act, scope: Scope) -> str | None:
    """The event subprocess that undoes its whole scope."""
    for spec in event_subprocesses(scope):
        if any(trigger.kind == "compensate" for trigger in spec.start_node(act.instance).triggers):
            return spec.node.id
    return None
