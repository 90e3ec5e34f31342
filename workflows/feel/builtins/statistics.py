"""``min``, ``max``, ``sum``, ``mean``, ``median``, ``stddev``, ``mode``, ``product`` (DMN table 71).

Each takes one list or the values themselves.
"""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

from workflows.feel.arithmetic import add, divide
from workflows.feel.builtins.registry import builtin
from workflows.feel.comparison import compared
from workflows.feel.errors import Null
from workflows.feel.evaluation import Run
from workflows.feel.numbers import DECIMAL128, ONE
from workflows.feel.values import Value, YearsMonthsDuration


def _values(run: Run, given: tuple) -> list:
    values = given[0] if len(given) == 1 and type(given[0]) is list else list(given)
    run.spend(len(values))
    return values


def _some(values: list) -> list:
    if not values:
        raise Null("空列表没有结果", "an empty list has no such value")
    return values


def _numbers(values: list) -> list[Decimal]:
    if not all(type(value) is Decimal for value in values):
        raise Null("列表中应当都是数", "the list must hold numbers only")
    return values


@builtin("min(list: list)", "min(c: any*)")
def minimum(run: Run, *given: Value) -> Value:
    return _extreme(_some(_values(run, given)), -1)


@builtin("max(list: list)", "max(c: any*)")
def maximum(run: Run, *given: Value) -> Value:
    return _extreme(_some(_values(run, given)), 1)


def _extreme(values: list, wanted: int) -> Value:
    best = values[0]
    compared(best, best)  # a single value must have an order too
    for value in values[1:]:
        if compared(value, best) == wanted:
            best = value
    return best


@builtin("sum(list: list)", "sum(n: any*)")
def total(run: Run, *given: Value) -> Value:
    return _sum(_some(_values(run, given)))


def _sum(values: list) -> Value:
    """The sum of numbers or of durations of one kind."""
    result = values[0]
    if not isinstance(result, Decimal | timedelta | YearsMonthsDuration):
        raise Null("只能对数或时长求和", "only numbers or durations have a sum")
    for value in values[1:]:
        if type(value) is not type(result):
            raise Null("只能对同类的值求和", "only values of one type have a sum")
        result = DECIMAL128.add(result, value) if type(result) is Decimal else add(result, value)
    return result


@builtin("mean(list: list)", "mean(n: any*)")
def mean(run: Run, *given: Value) -> Value:
    values = _some(_values(run, given))
    result, count = _sum(values), Decimal(len(values))
    return DECIMAL128.divide(result, count) if type(result) is Decimal else divide(result, count)


@builtin("product(list: list)", "product(n: any*)")
def product(run: Run, *given: Value) -> Decimal:
    result = ONE
    for value in _numbers(_some(_values(run, given))):
        result = DECIMAL128.multiply(result, value)
    return result


@builtin("median(list: list)", "median(n: any*)")
def median(run: Run, *given: Value) -> Decimal:
    ordered = sorted(_numbers(_some(_values(run, given))))
    middle = len(ordered) // 2
    if len(ordered) % 2:
        return ordered[middle]
    return DECIMAL128.divide(DECIMAL128.add(ordered[middle - 1], ordered[middle]), Decimal(2))


@builtin("stddev(list: list)", "stddev(n: any*)")
def standard_deviation(run: Run, *given: Value) -> Decimal:
    """The standard deviation of a sample: over n - 1."""
    values = _numbers(_values(run, given))
    if len(values) < 2:
        raise Null("标准差至少需要两个数", "a standard deviation takes two numbers at least")
    average = DECIMAL128.divide(_sum(values), Decimal(len(values)))
    squares = [DECIMAL128.power(DECIMAL128.subtract(value, average), 2) for value in values]
    return DECIMAL128.sqrt(DECIMAL128.divide(_sum(squares), Decimal(len(values) - 1)))


@builtin("mode(list: list)", "mode(n: any*)")
def mode(run: Run, *given: Value) -> list[Decimal]:
    """The most frequent numbers, ascending."""
    counts: dict[Decimal, int] = {}
    for value in _numbers(_values(run, given)):
        counts[value] = counts.get(value, 0) + 1
    most = max(counts.values(), default=0)
    return sorted(value for value, count in counts.items() if count == most)
