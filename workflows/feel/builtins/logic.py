"""``not``, ``all``, ``any`` and ``is`` (DMN tables 68, 69, 76)."""

from __future__ import annotations

from dataclasses import replace

from workflows.feel.builtins.registry import builtin
from workflows.feel.comparison import same
from workflows.feel.evaluation import Run
from workflows.feel.temporal import zone_offset
from workflows.feel.values import Value
from workflows.feel.wide_time import WIDE, Clock, Moment, is_moment, is_time


@builtin("not(negand: any)")
def negation(run: Run, negand: Value) -> bool | None:
    return (not negand) if isinstance(negand, bool) else None


@builtin("all(list: list)", "all(b: any*)")
def all_of(run: Run, *values: Value) -> bool | None:
    """False if any is false, null if any is no boolean, else true — also of nothing."""
    return _verdict(run, values, deciding=False)


@builtin("any(list: list)", "any(b: any*)")
def any_of(run: Run, *values: Value) -> bool | None:
    """True if any is true, null if any is no boolean, else false — also of nothing."""
    return _verdict(run, values, deciding=True)


def _verdict(run: Run, values: tuple, *, deciding: bool) -> bool | None:
    items = values[0] if len(values) == 1 and type(values[0]) is list else values
    run.spend(len(items))
    if any(item is deciding for item in items):
        return deciding
    return None if any(not isinstance(item, bool) for item in items) else not deciding


@builtin("is(value1: any, value2: any)")
def is_same(run: Run, value1: Value, value2: Value) -> bool:
    """The same value in the same domain: like ``=``, but never null, and times must be the same on the clock
    and in their offset, whether a zone's name or a number tells it.
    """
    if type(value1) is not type(value2):
        return False
    if is_time(value1) or is_moment(value1):
        return _on_the_clock(value1) == _on_the_clock(value2) and zone_offset(value1) == zone_offset(value2)
    return same(value1, value2)


def _on_the_clock(value: Clock | Moment) -> Clock | Moment:
    """A point in time as its own clock shows it, without the zone."""
    return replace(value, tzinfo=None) if isinstance(value, WIDE) else value.replace(tzinfo=None)
