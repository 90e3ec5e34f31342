"""``if``, ``for``, ``some`` and ``every`` (DMN 10.3.2.14, table 63)."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date, timedelta
from decimal import Decimal

from workflows.feel import syntax
from workflows.feel.comparison import compared
from workflows.feel.compiler import Compiled, Compiler, compiles
from workflows.feel.errors import Null
from workflows.feel.evaluation import Frame
from workflows.feel.numbers import as_integer
from workflows.feel.values import Range, Value, type_name


@compiles(syntax.If)
def _if(compiler: Compiler, node: syntax.If) -> Compiled:
    branches = [
        (compiler.compile(condition), compiler.compile(answer)) for condition, answer in node.branches
    ]
    otherwise = compiler.compile(node.otherwise)

    def choose(frame: Frame) -> Value:
        for condition, answer in branches:
            if condition(frame) is True:
                return answer(frame)
        return otherwise(frame)

    return choose


Domain = Callable[[Frame], Iterable[Value]]


def _domain(compiler: Compiler, iterator: syntax.Iterator) -> Domain:
    """The values an iterator runs through; raises Null where it has none to run through."""
    start = compiler.compile(iterator.domain)
    if iterator.end is None:
        return lambda frame: _values_of(start(frame))
    end = compiler.compile(iterator.end)
    return lambda frame: values_between(start(frame), end(frame))


def _values_of(domain: Value) -> Iterable[Value]:
    if type(domain) is list:
        return domain
    if type(domain) is Range:
        return _values_in(domain)
    if domain is None:
        raise Null("不能遍历空值", "there is nothing to iterate over in null")
    return [domain]


def _values_in(bounds: Range) -> Iterable[Value]:
    """A range as an iteration domain (DMN 1.5): its whole numbers or days from start to end."""
    values = list(_bounded(values_between(bounds.start, bounds.end)))
    if compared(bounds.start, bounds.end) > 0:
        raise Null("区间的起点大于终点", "the range starts after its end")
    first = 0 if bounds.start_included else 1
    last = len(values) if bounds.end_included else len(values) - 1
    return values[first:last]


def _bounded(values: Iterable[Value]) -> Iterable[Value]:
    for count, value in enumerate(values):
        if count > 1_000_000:
            raise Null("区间过长，无法遍历", "the range is too long to iterate over")
        yield value


def values_between(start: Value, end: Value) -> Iterable[Value]:
    """Whole numbers or days from start to end, upwards or downwards, both included."""
    if type(start) is Decimal and type(end) is Decimal:
        low, high = as_integer(start), as_integer(end)
        if low is not None and high is not None:
            step = 1 if low <= high else -1
            return (Decimal(number) for number in range(low, high + step, step))
    if type(start) is date and type(end) is date:
        days = (end - start).days
        step = 1 if days >= 0 else -1
        return (start + timedelta(days=offset) for offset in range(0, days + step, step))
    raise Null(
        f"不能从{type_name(start)}遍历到{type_name(end)}",
        f"cannot iterate from {type_name(start)} to {type_name(end)}",
    )


def _turns(iterators: list[tuple[str, Domain]], frame: Frame, names: dict) -> Iterable[Frame]:
    """A frame for every combination of the iterators' values; later domains may use earlier variables."""
    (name, domain), *rest = iterators
    for value in domain(frame):
        frame.run.spend(1)
        inner = frame.inside({**names, name: value})
        if rest:
            yield from _turns(rest, inner, {})
        else:
            yield inner


@compiles(syntax.For)
def _for(compiler: Compiler, node: syntax.For) -> Compiled:
    iterators = [(iterator.name, _domain(compiler, iterator)) for iterator in node.iterators]
    body = compiler.compile(node.body)

    def loop(frame: Frame) -> list | None:
        results: list[Value] = []
        start = frame.inside({"partial": results})
        try:
            for turn in _turns(iterators, start, {}):
                # The body sees the results so far; what it keeps of them must not grow afterwards.
                start.names["partial"] = results
                value = body(turn)
                results.append(list(value) if value is results else value)
        except Null as null:
            return frame.run.warn(null.sentence.zh, null.sentence.en)
        return results

    return loop


@compiles(syntax.Quantified)
def _quantified(compiler: Compiler, node: syntax.Quantified) -> Compiled:
    iterators = [(iterator.name, _domain(compiler, iterator)) for iterator in node.iterators]
    condition = compiler.compile(node.condition)
    deciding = node.kind == "some"

    def test(frame: Frame) -> bool | None:
        verdict: bool | None = not deciding
        try:
            for turn in _turns(iterators, frame, {}):
                answer = condition(turn)
                if answer is deciding:
                    return deciding
                if answer is not (not deciding):
                    if node.boxed and answer is not None:
                        raise Null(
                            f"条件应为真或假，却是{type_name(answer)}",
                            f"the condition is a {type_name(answer)}, neither true nor false",
                        )
                    verdict = None
        except Null as null:
            return frame.run.warn(null.sentence.zh, null.sentence.en)
        return verdict

    return test
