"""How points and ranges stand to each other: Allen's relations as DMN 1.3 has them (table 79), and
``range``.
"""

from __future__ import annotations

import re
from decimal import Decimal

from workflows.feel.builtins.registry import builtin
from workflows.feel.comparison import compared, includes
from workflows.feel.errors import Null
from workflows.feel.evaluation import Run
from workflows.feel.lexer import unescaped
from workflows.feel.temporal_text import parsed_temporal
from workflows.feel.values import Range, Value

_POINTS = "(point1: any, point2: any)"
_RANGES = "(range1: any, range2: any)"
_POINT_RANGE = "(point: any, range: any)"
_RANGE_POINT = "(range: any, point: any)"


def _before(left: Value, right: Value) -> bool:
    """The left one ends before the right one starts; a bound that is left out just touches."""
    if not (isinstance(left, Range) or isinstance(right, Range)):
        return compared(left, right) < 0
    end, end_included = (left.end, left.end_included) if isinstance(left, Range) else (left, True)
    start, start_included = (right.start, right.start_included) if isinstance(right, Range) else (right, True)
    order = compared(end, start)
    return order < 0 or (order == 0 and not (end_included and start_included))


@builtin(f"before{_POINTS}", f"before{_POINT_RANGE}", f"before{_RANGE_POINT}", f"before{_RANGES}")
def before(run: Run, left: Value, right: Value) -> bool:
    return _before(left, right)


@builtin(f"after{_POINTS}", f"after{_POINT_RANGE}", f"after{_RANGE_POINT}", f"after{_RANGES}")
def after(run: Run, left: Value, right: Value) -> bool:
    return _before(right, left)


@builtin(f"meets{_RANGES}")
def meets(run: Run, left: Value, right: Value) -> bool:
    left, right = _both(left, right)
    return left.end_included and right.start_included and compared(left.end, right.start) == 0


@builtin(f"met by{_RANGES}")
def met_by(run: Run, left: Value, right: Value) -> bool:
    return meets(run, right, left)


@builtin(f"overlaps{_RANGES}")
def overlaps(run: Run, left: Value, right: Value) -> bool:
    left, right = _both(left, right)
    return not _before(left, right) and not _before(right, left)


@builtin(f"overlaps before{_RANGES}")
def overlaps_before(run: Run, left: Value, right: Value) -> bool:
    """The left one starts first, reaches into the right one and does not end after it."""
    left, right = _both(left, right)
    return _starts(left, right) < 0 and overlaps(run, left, right) and _ends(left, right) <= 0


@builtin(f"overlaps after{_RANGES}")
def overlaps_after(run: Run, left: Value, right: Value) -> bool:
    return overlaps_before(run, right, left)


@builtin(f"finishes{_POINT_RANGE}", f"finishes{_RANGES}")
def finishes(run: Run, left: Value, right: Value) -> bool:
    right = _range(right)
    if not isinstance(left, Range):
        return right.end_included and compared(left, right.end) == 0
    return (
        left.end_included == right.end_included
        and compared(left.end, right.end) == 0
        and _starts(right, left) <= 0
    )


@builtin(f"finished by{_RANGE_POINT}", f"finished by{_RANGES}")
def finished_by(run: Run, left: Value, right: Value) -> bool:
    return finishes(run, right, left)


@builtin(f"includes{_RANGE_POINT}", f"includes{_RANGES}")
def includes_(run: Run, left: Value, right: Value) -> bool:
    left = _range(left)
    if not isinstance(right, Range):
        return includes(left, right)
    return _starts(left, right) <= 0 and _ends(right, left) <= 0


@builtin(f"during{_POINT_RANGE}", f"during{_RANGES}")
def during(run: Run, left: Value, right: Value) -> bool:
    return includes_(run, right, left)


@builtin(f"starts{_POINT_RANGE}", f"starts{_RANGES}")
def starts(run: Run, left: Value, right: Value) -> bool:
    right = _range(right)
    if not isinstance(left, Range):
        return right.start_included and compared(left, right.start) == 0
    return (
        left.start_included == right.start_included
        and compared(left.start, right.start) == 0
        and _ends(left, right) <= 0
    )


@builtin(f"started by{_RANGE_POINT}", f"started by{_RANGES}")
def started_by(run: Run, left: Value, right: Value) -> bool:
    return starts(run, right, left)


@builtin(f"coincides{_POINTS}", f"coincides{_RANGES}")
def coincides(run: Run, left: Value, right: Value) -> bool:
    if not (isinstance(left, Range) or isinstance(right, Range)):
        return compared(left, right) == 0
    left, right = _both(left, right)
    return _starts(left, right) == 0 and _ends(left, right) == 0


def _starts(left: Range, right: Range) -> int:
    """-1, 0 or 1 as left starts before, with or after right; an included bound starts before an excluded
    one.
    """
    order = compared(left.start, right.start)
    return (
        order
        or (right.start_included > left.start_included) * 1 - (left.start_included > right.start_included) * 1
    )


def _ends(left: Range, right: Range) -> int:
    """-1, 0 or 1 as left ends before, with or after right; an included bound ends after an excluded one."""
    order = compared(left.end, right.end)
    return (
        order or (left.end_included > right.end_included) * 1 - (right.end_included > left.end_included) * 1
    )


def _range(value: Value) -> Range:
    if not isinstance(value, Range):
        raise Null("这里需要区间", "a range is needed here")
    return value


def _both(left: Value, right: Value) -> tuple[Range, Range]:
    return _range(left), _range(right)


_RANGE_FORM = re.compile(r"([\[(\]])(.*?)\.\.(.*)([\])\[])", re.DOTALL)
_STRING = re.compile(r'"((?:\\.|[^"\\])*)"')
_NUMBER = re.compile(r"-?(?:[0-9]+(?:\.[0-9]+)?|\.[0-9]+)")


@builtin("range(from: string)")
def range_from(run: Run, text: str) -> Range:
    """A range from its text, of literals only (DMN 1.5): ``[1..10)``, ``["a".."z"]``,
    ``[@"2026-01-01"..]``.
    """
    found = _RANGE_FORM.fullmatch(text.strip())
    if not found:
        raise Null(f"“{text}”不是区间", f"{text!r} is no range")
    opening, start_text, end_text, closing = found.groups()
    start, end = _end(start_text), _end(end_text)
    if (
        (start is None and opening == "[")
        or (end is None and closing == "]")
        or (start is None and end is None)
    ):
        raise Null(f"“{text}”不是区间", f"{text!r} is no range")
    if start is not None and end is not None and compared(start, end) > 0:
        raise Null("区间的起点大于终点", "the range starts after its end")
    operator = ("<=" if closing == "]" else "<") if start is None else ""
    if end is None:
        operator = ">=" if opening == "[" else ">"
    return Range(start, end, opening == "[", closing == "]", operator)


def _end(text: str) -> Value:
    text = text.strip()
    if not text or text == "null":
        return None
    if _NUMBER.fullmatch(text):
        return Decimal(text)
    if found := _STRING.fullmatch(text):
        return unescaped(found.group(1))
    quoted = re.fullmatch(r'@"(.*)"|(?:date|time|date and time|duration)\("(.*)"\)', text)
    value = parsed_temporal(quoted.group(1) or quoted.group(2)) if quoted else None
    if value is None:
        raise Null(f"“{text}”不能作区间的端点", f"{text!r} is no end of a range")
    return value
