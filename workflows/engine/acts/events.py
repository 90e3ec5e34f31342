"""Time, messages and signals from outside."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from workflows.engine.act import Act
from workflows.engine.acts.frame import perform
from workflows.engine.definition import Definition
from workflows.engine.routing.catching import fire
from workflows.engine.routing.throwing import broadcast
from workflows.engine.step import Context, Result, UnknownKey
from workflows.engine.timers.firing import fire_due, rearm_all
from workflows.engine.values import feel_variables


def wake(definition: Definition, state: bytes, context: Context) -> Result:
    """Look at every waiting timer's expression again, then fire what is due, in the order of due times.

    A one-shot timer never fires twice for the same due time; an overdue cycle fires once and says how many
    turns it skipped. Timers armed on the way with a time already past fire in the same act.
    """

    def look_at_the_clock(act: Act) -> None:
        rearm_all(act)
        fire_due(act)

    return perform(definition, state, context, look_at_the_clock)


def deliver_message(
    definition: Definition,
    state: bytes,
    subscription_key: str,
    variables: Mapping[str, Any],
    context: Context,
) -> Result:
    """A message reaches one subscription. Raises `UnknownKey` where it is no longer open."""
    caught = feel_variables(variables)

    def deliver(act: Act) -> None:
        token = act.instance.token(subscription_key)
        if token.marks.message is None:
            raise UnknownKey(subscription_key)
        fire(act, token, caught)

    return perform(definition, state, context, deliver)


def deliver_signal(
    definition: Definition, state: bytes, name: str, variables: Mapping[str, Any], context: Context
) -> Result:
    """A signal from another instance reaches everything in this one that waits for it; maybe nothing."""
    caught = feel_variables(variables)

    def publish(act: Act) -> None:
        broadcast(act, name, caught)

    return perform(definition, state, context, publish)
