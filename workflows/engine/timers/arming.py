"""Arming a timer from its expression, and arming it anew when the expression gives another time."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from workflows.engine import expressions
from workflows.engine.elements import Trigger
from workflows.engine.faults import Fault
from workflows.engine.marks import ArmedTimer
from workflows.engine.step import Value
from workflows.engine.timers.cycles import Cycle, parse_cycle
from workflows.engine.timers.moments import Interval, interval, moment
from workflows.engine.tree import Token
from workflows.feel import feel_text
from workflows.words import Sentence

if TYPE_CHECKING:
    from workflows.engine.act import Act

KIND = "timer"
_MOST_TURNS = 100_000
_TIME = Sentence("日期时间、时长或 ISO 8601 文字", "a date and time, a duration or an ISO 8601 text")


def arm_timer(act: Act, token: Token, trigger: Trigger) -> None:
    """Let a token wait for a time, counted from now. Null leaves it armed without a due time.

    Raises `Fault` of kind `timer` where the expression gives anything else that is no time.
    """
    token.marks.timer = ArmedTimer(since=act.now)
    try:
        _set(act, token, trigger)
    except Fault:
        token.marks.timer = None  # an incident, not a timer that waits; `retry` arms it
        raise


def arm_anew(act: Act, token: Token, trigger: Trigger) -> None:
    """Look at a waiting timer's expression again; another value moves it, never twice to one due time.

    Durations go on counting from the moment the timer was first armed. Raises `Fault` like `arm_timer`.
    """
    if expressions.is_feel(trigger.expression):
        _set(act, token, trigger)


def take_as_known(act: Act, token: Token, trigger: Trigger) -> None:
    """Note what a waiting timer's expression gives without moving the timer. Raises `Fault`."""
    token.marks.timer.value = _written(_value(act, token, trigger))


def _value(act: Act, token: Token, trigger: Trigger) -> Value:
    return act.literal_or_feel_at(token.marks.timer.since, trigger.expression or "", token, KIND)


def _written(value: Value) -> str | None:
    return None if value is None else feel_text(value)


def _set(act: Act, token: Token, trigger: Trigger) -> None:
    timer, value = token.marks.timer, _value(act, token, trigger)
    written = _written(value)
    if written == timer.value:
        return
    if written is None:
        timer.value = timer.due = None
        return
    if not _take(timer, value):
        raise act.wrong_type(token, KIND, trigger.expression or "", value, _TIME)
    timer.value = written
    if timer.due == timer.fired:
        timer.due = None


def _take(timer: ArmedTimer, value: Value) -> bool:
    """Set due time and turns from a value; False where it is no time."""
    try:
        cycle = parse_cycle(value) if isinstance(value, str) else None
        span, when = interval(value), moment(value)
        if cycle is not None:
            _take_cycle(timer, cycle)
        elif span is not None:
            _take_span(timer, span)
        elif when is not None:
            timer.due, timer.interval, timer.remaining = when, None, None
        else:
            return False
    except OverflowError:
        return False
    return True


def _take_cycle(timer: ArmedTimer, cycle: Cycle) -> None:
    timer.anchor = cycle.start or timer.since
    timer.turn = 0 if cycle.start else 1
    timer.due = cycle.every.after(timer.anchor, timer.turn)
    timer.interval = cycle.every_text
    timer.remaining = cycle.turns if cycle.end is None else _turns_until(cycle.end, timer, cycle)
    if timer.remaining == 0:
        timer.due = None


def _turns_until(end: datetime, timer: ArmedTimer, cycle: Cycle) -> int:
    """How many turns fit before the end."""
    low, high = 0, cycle.turns if cycle.turns is not None else _MOST_TURNS
    while low < high:
        middle = (low + high + 1) // 2
        if cycle.every.after(timer.anchor, timer.turn + middle - 1) <= end:
            low = middle
        else:
            high = middle - 1
    return low


def _take_span(timer: ArmedTimer, span: Interval) -> None:
    timer.due = span.after(timer.since)
    timer.interval = timer.remaining = None
