"""The frame every act runs in: load, act, run to rest, store, report."""

from __future__ import annotations

from collections.abc import Callable

from workflows.engine import codec
from workflows.engine.act import Act
from workflows.engine.definition import Definition
from workflows.engine.faults import AlreadyEnded
from workflows.engine.routing.throwing import signal_of
from workflows.engine.step import Context, Outcome, Result
from workflows.engine.stepping.run import run_to_rest
from workflows.engine.timers.firing import next_due, unset_timers
from workflows.engine.tree import Instance


def perform(definition: Definition, state: bytes, context: Context, change: Callable[[Act], None]) -> Result:
    """Do one thing to a living instance. Raises `AlreadyEnded`; whatever `change` raises leaves no trace."""
    instance = codec.load(definition, state)
    if not instance.is_open:
        raise AlreadyEnded(f"the instance of {definition.process_id!r} has ended: {instance.outcome}")
    return perform_on(instance, context, change)


def perform_on(instance: Instance, context: Context, change: Callable[[Act], None]) -> Result:
    """Do one thing to a loaded instance, run it to rest, and say what came of it."""
    act = Act(instance, context)
    change(act)
    run_to_rest(act)
    if not instance.is_open:
        instance.incidents.clear()
    step = act.record.step(
        signal_subscriptions=frozenset(
            name for token in instance.tokens.values() if (name := signal_of(act, token)) is not None
        ),
        next_due_at=next_due(instance),
        unset_timers=unset_timers(instance),
        outcome=None if instance.outcome is None else Outcome(instance.outcome),
        variables=dict(instance.data),
    )
    return Result(codec.dump(instance), step)
