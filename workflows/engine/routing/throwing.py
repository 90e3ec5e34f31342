"""What an event throws, and where it goes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from workflows.engine.elements import Trigger
from workflows.engine.routing.arming import correlation_key, message_name, trigger_of
from workflows.engine.routing.catching import fire, fire_boundary
from workflows.engine.routing.outwards import throw_error, throw_escalation
from workflows.engine.routing.waiting import waits_for_trigger
from workflows.engine.step import ThrownMessage, ThrownSignal
from workflows.engine.stepping.withdrawal import withdraw_all
from workflows.engine.tree import Instance, Token, outermost_first

if TYPE_CHECKING:
    from collections.abc import Mapping

    from workflows.engine.act import Act
    from workflows.engine.step import Value


def throw(act: Act, token: Token, trigger: Trigger) -> None:
    """Send what a throw or end event throws to whoever catches it."""
    match trigger.kind:
        case "message":
            throw_message(act, token, trigger)
        case "signal":
            throw_signal(act, token, trigger)
        case "escalation":
            throw_escalation(act, token, trigger.code)
        case "error":
            throw_error(act, token, trigger.code, {})
        case "terminate":
            terminate(act, token)
        case "cancel":
            cancel_transaction(act, token)


def throw_message(act: Act, token: Token, trigger: Trigger) -> None:
    """Messages leave the instance; delivering them, to it as well, is the outside's."""
    act.record.messages.append(
        ThrownMessage(
            element_id=token.element_id,
            name=message_name(act, token, trigger),
            correlation_key=correlation_key(act, token, trigger),
            variables=_along(token),
        )
    )


def throw_signal(act: Act, token: Token, trigger: Trigger) -> None:
    """Whoever waits for it in the instance catches it at once; it is published to all other instances too."""
    name = message_name(act, token, trigger)
    variables = _along(token)
    act.record.signals.append(ThrownSignal(token.element_id, name, variables))
    broadcast(act, name, variables)


def broadcast(act: Act, name: str, variables: Mapping[str, Value]) -> bool:
    """Fire everything that waits for the signal now, outer scopes first. True if anything did."""
    waiting = [token for token in act.instance.tokens.values() if signal_of(act, token) == name]
    for token in sorted(waiting, key=outermost_first):
        # An outer catcher may have interrupted the scope of an inner one.
        if token.is_live:
            fire(act, token, variables)
    return bool(waiting)


def signal_of(act: Act, token: Token) -> str | None:
    """The signal a token waits for."""
    if not waits_for_trigger(token):
        return None
    trigger = trigger_of(token)
    return message_name(act, token, trigger) if trigger.kind == "signal" else None


def terminate(act: Act, token: Token) -> None:
    """End the scope with everything in it, its event subprocesses included; outside, the flow goes on."""
    scope = token.workflow
    withdraw_all(act, scope, keep=token)
    if isinstance(scope, Instance):
        scope.outcome = "terminated"


def cancel_transaction(act: Act, token: Token) -> None:
    """All is undone: the transaction is left by its cancel boundary event."""
    transaction = token.workflow.owner
    specs = transaction.workflow.node_specs()
    for spec in specs:
        is_cancel = spec.node.trigger is not None and spec.node.trigger.kind == "cancel"
        if is_cancel and spec.node.attached_to == transaction.element_id:
            fire_boundary(act, transaction.body or transaction, spec.node.id, {})
            return


def _along(token: Token) -> dict[str, Value]:
    """What goes along: the event's own input variables and nothing else."""
    names = dict.fromkeys(mapping.target.split(".")[0] for mapping in token.task_spec.node.inputs)
    return {name: token.data[name] for name in names if name in token.data}
