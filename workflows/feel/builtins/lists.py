"""Lists (DMN table 71). Positions count from 1, or from the end with negative numbers."""

from __future__ import annotations

from decimal import Decimal
from functools import cmp_to_key

from workflows.feel.builtins.registry import builtin
from workflows.feel.comparison import compared, same
from workflows.feel.errors import Null
from workflows.feel.evaluation import Run
from workflows.feel.numbers import as_integer
from workflows.feel.values import Function, Value


@builtin("list contains(list: list, element: any)")
def list_contains(run: Run, items: list, element: Value) -> bool:
    run.spend(len(items))
    return any(same(item, element) for item in items)


@builtin("count(list: list)")
def count(run: Run, items: list) -> Decimal:
    return Decimal(len(items))


@builtin("sublist(list: list, start position: number, length: number?)")
def sublist(run: Run, items: list, start: Decimal, length: Decimal | None = None) -> list:
    begin = _position(start, len(items))
    if length is None:
        return items[begin:]
    size = as_integer(length.to_integral_value("ROUND_DOWN"))
    if size is None or size < 0 or begin + size > len(items):
        raise Null("长度超出列表", "the length is beyond the list")
    return items[begin : begin + size]


@builtin("append(list: list, item: any*)")
def append(run: Run, items: list, *more: Value) -> list:
    run.spend(len(items))
    return [*items, *more]


@builtin("concatenate(list: list*)")
def concatenate(run: Run, *lists: list) -> list:
    run.spend(sum(map(len, lists)))
    return [item for items in lists for item in items]


@builtin("insert before(list: list, position: number, newItem: any)")
def insert_before(run: Run, items: list, position: Decimal, item: Value) -> list:
    run.spend(len(items))
    at = _position(position, len(items))
    return [*items[:at], item, *items[at:]]


@builtin("remove(list: list, position: number)")
def remove(run: Run, items: list, position: Decimal) -> list:
    run.spend(len(items))
    at = _position(position, len(items))
    return [*items[:at], *items[at + 1 :]]


@builtin("reverse(list: list)")
def reverse(run: Run, items: list) -> list:
    run.spend(len(items))
    return items[::-1]


@builtin("index of(list: list, match: any)")
def index_of(run: Run, items: list, match: Value) -> list[Decimal]:
    run.spend(len(items))
    return [Decimal(index) for index, item in enumerate(items, 1) if same(item, match)]


@builtin("union(list: list*)")
def union(run: Run, *lists: list) -> list:
    return distinct_values(run, concatenate(run, *lists))


@builtin("distinct values(list: list)")
def distinct_values(run: Run, items: list) -> list:
    """Each value once, where it first stands."""
    kept: list[Value] = []
    for item in items:
        run.spend(1 + len(kept) // 8)
        if not any(same(item, other) for other in kept):
            kept.append(item)
    return kept


@builtin("flatten(list: list)")
def flatten(run: Run, items: list) -> list:
    """The elements of lists inside lists, however deep, in their order."""
    flat: list[Value] = []
    waiting = [iter(items)]
    while waiting:
        for item in waiting[-1]:
            run.spend(1)
            if type(item) is list:
                waiting.append(iter(item))
                break
            flat.append(item)
        else:
            waiting.pop()
    return flat


@builtin("list replace(list: list, position: number, newItem: any)")
def list_replace(run: Run, items: list, position: Decimal, item: Value) -> list:
    run.spend(len(items))
    at = _position(position, len(items))
    return [*items[:at], item, *items[at + 1 :]]


@builtin("list replace(list: list, match: function, newItem: any)")
def list_replace_matching(run: Run, items: list, match: Function, item: Value) -> list:
    """Every element for which ``match(element, newItem)`` is true, replaced."""
    replaced = []
    for old in items:
        verdict = run.call(match, [old, item])
        if not isinstance(verdict, bool):
            raise Null("匹配函数应给出真或假", "the match function must give true or false")
        replaced.append(item if verdict else old)
    return replaced


@builtin("sort(list: list, precedes: function?)")
def sort(run: Run, items: list, precedes: Function | None = None) -> list:
    """In the order of ``precedes(x, y)``, keeping the order of equals; without it in the values' own
    order.
    """
    run.spend(len(items))

    def order(left: Value, right: Value) -> int:
        run.spend(1)
        if precedes is None:
            return compared(left, right)
        if run.call(precedes, [left, right]) is True:
            return -1
        return 1 if run.call(precedes, [right, left]) is True else 0

    return sorted(items, key=cmp_to_key(order))


def _position(position: Decimal, size: int) -> int:
    """A position of the standard as an index of Python; raises Null outside the list or at a fraction."""
    number = as_integer(position)
    if not number or abs(number) > size:
        raise Null(f"列表没有位置{position}", f"the list has no position {position}")
    return number - 1 if number > 0 else size + number
