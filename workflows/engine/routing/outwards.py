"""Errors and escalations: from the thrower outwards, level by level, the exact code before the catch-all.

A level is first the boundary events of the activity the event comes out of, then the event subprocesses of
the
scope around it. (Stock SpiffWorkflow asks every waiting task of the instance.)
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from workflows.engine.elements import Node, spec_name
from workflows.engine.routing.arming import event_subprocesses
from workflows.engine.routing.catching import fire_boundary, start_handler
from workflows.engine.routing.compensation import is_undone
from workflows.engine.step import Happened, Outcome, ThrownEscalation, Value
from workflows.engine.stepping.withdrawal import withdraw_all
from workflows.engine.tree import Scope, Token

if TYPE_CHECKING:
    from workflows.engine.act import Act


def throw_error(act: Act, token: Token, code: str | None, variables: Mapping[str, Value]) -> None:
    """Route an error; caught, it interrupts; caught by nobody, the instance has failed."""
    if not _route(act, token, "error", code, variables):
        fail(act, token, code)


def throw_escalation(act: Act, token: Token, code: str | None) -> None:
    """Route an escalation; caught by nobody here, it goes out to whom called the instance."""
    if not _route(act, token, "escalation", code, {}):
        act.record.escalations.append(ThrownEscalation(token.element_id, code))


def fail(act: Act, token: Token, code: str | None) -> None:
    """Nobody caught the error: the instance ends, and says so."""
    act.record.line(token, Happened.ERROR)
    act.record.error_code = code or ""
    act.instance.outcome = Outcome.FAILED.value
    act.instance.is_open = False
    withdraw_all(act, act.instance)


def _route(act: Act, token: Token, kind: str, code: str | None, variables: Mapping[str, Value]) -> bool:
    for activity, scope in _levels(token):
        found = _boundary_for(activity, kind, code)
        if found is not None:
            fire_boundary(act, activity, found, variables)
            return True
        # What comes out of an event subprocess is not caught by that event subprocess again.
        found = _handler_for(act, scope, kind, code, other_than=activity.element_id)
        if found is not None:
            start_handler(act, scope, found, variables)
            return True
    return False


def _levels(token: Token) -> Iterator[tuple[Token, Scope]]:
    """The activities the event comes out of, each with its scope; an instance comes out of its body."""
    current: Token | None = token
    while current is not None:
        current = current.body or current
        yield current, current.workflow
        current = current.workflow.owner


def _boundary_for(activity: Token, kind: str, code: str | None) -> str | None:
    if activity.marks.undoing is not None:
        return None  # a finished subprocess that is undone: its boundary events wait no longer
    specs = activity.workflow.spec.task_specs
    return _best([specs[spec_name(event)].node for event in activity.task_spec.node.boundary], kind, code)


def _handler_for(act: Act, scope: Scope, kind: str, code: str | None, other_than: str) -> str | None:
    if scope.interrupted or not scope.is_open or is_undone(scope):
        return None
    handlers = {
        spec.start_node(act.instance).id: spec
        for spec in event_subprocesses(scope)
        if spec.node.id != other_than
    }
    found = _best([spec.start_node(act.instance) for spec in handlers.values()], kind, code)
    return None if found is None else handlers[found].node.id


def _best(nodes: list[Node], kind: str, code: str | None) -> str | None:
    """The catcher of exactly this code, else one that catches every code."""
    catchers = [
        (node.id, trigger.code) for node in nodes for trigger in node.triggers if trigger.kind == kind
    ]
    for wanted in (code, None):
        for element_id, caught in catchers:
            if caught == wanted:
                return element_id
    return None
