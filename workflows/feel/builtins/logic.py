"""``not``, ``all``, ``any`` and ``is`` (DMN tables 68, 69, 76)."""

from __future__ import annotations

from datetime import datetime, time

from workflows.feel.builtins.registry import builtin
from workflows.feel.comparison import same
from workflows.feel.evaluation import Run
from workflows.feel.temporal import offset_of
from workflows.feel.values import Value


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
    """The same value in the same domain: like ``=``, but never null, and times must be written with the
    same zone.
    """
    if type(value1) is not type(value2):
        return False
    if isinstance(value1, datetime | time):
        return (
            same(value1, value2)
            and value1.replace(tzinfo=None) == value2.replace(tzinfo=None)
            and offset_of(value1) == offset_of(value2)
        )
    return same(value1, value2)
