"""Firing what is due: in the order of due times, each with all it brings about before the next."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import TYPE_CHECKING

from workflows.engine.faults import Fault
from workflows.engine.incidents import raise_incident, resolve_incidents
from workflows.engine.marks import ArmedTimer
from workflows.engine.routing.arming import trigger_node, trigger_of
from workflows.engine.routing.catching import fire
from workflows.engine.step import FiredTimer
from workflows.engine.stepping.run import run_to_rest
from workflows.engine.timers.arming import KIND, arm_anew
from workflows.engine.timers.moments import interval
from workflows.engine.tree import Instance, Token, outermost_first

if TYPE_CHECKING:
    from workflows.engine.act import Act


def rearm_all(act: Act) -> None:
    """Look at every waiting timer's expression again. One that fails is an incident and keeps its time."""
    for token in list(_timers(act.instance)):
        try:
            arm_anew(act, token, trigger_of(token))
        except Fault as fault:
            if not _has_incident(act, token):
                raise_incident(act, token, fault)
        else:
            if _has_incident(act, token):
                resolve_incidents(act, token)


def fire_due(act: Act) -> None:
    """Fire every timer that is due, and those the firing itself arms in the past."""
    while act.instance.is_open:
        due = [token for token in _timers(act.instance) if _is_due(token, act.now)]
        if not due:
            return
        _fire(act, min(due, key=lambda token: (token.marks.timer.due, *outermost_first(token))))
        run_to_rest(act)


def next_due(instance: Instance) -> datetime | None:
    """The earliest time any timer waits for."""
    times = [token.marks.timer.due for token in _timers(instance) if token.marks.timer.due is not None]
    return min(times, default=None)


def unset_timers(instance: Instance) -> tuple[str, ...]:
    """Elements whose timer waits without a due time because its expression gave null."""
    return tuple(
        dict.fromkeys(
            trigger_node(token).id for token in _timers(instance) if token.marks.timer.value is None
        )
    )


def _timers(instance: Instance) -> Iterator[Token]:
    return (token for token in instance.tokens.values() if token.marks.timer is not None)


def _is_due(token: Token, now: datetime) -> bool:
    return token.marks.timer.due is not None and token.marks.timer.due <= now


def _fire(act: Act, token: Token) -> None:
    timer = token.marks.timer
    due = timer.due
    skipped = advance(timer, act.now)
    act.record.fired_timers.append(FiredTimer(trigger_node(token).id, due, act.now, skipped))
    act.moves += 1
    fire(act, token, {})


def advance(timer: ArmedTimer, now: datetime) -> int:
    """Move a timer past a firing, a cycle to its next turn after now; answers how many turns it skipped."""
    timer.fired = timer.due
    if timer.interval is None:
        timer.due = None
        return 0
    every, turn = interval(timer.interval), timer.turn + 1
    if not every.months:
        turn = max(turn, (now - timer.anchor) // every.rest + 1)
    while every.after(timer.anchor, turn) <= now:
        turn += 1
    turns = turn - timer.turn
    if timer.remaining is not None:
        turns = min(turns, timer.remaining)
        timer.remaining -= turns
    timer.turn += turns
    timer.due = None if timer.remaining == 0 else every.after(timer.anchor, timer.turn)
    return turns - 1


def _has_incident(act: Act, token: Token) -> bool:
    return any(
        key == token.key and incident.kind == KIND for key, incident in act.instance.incidents.values()
    )


def _resolve(act: Act, token: Token) -> None:
    if _has_incident(act, token):
        resolve_incidents(act, token)
