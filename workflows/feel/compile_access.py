"""Lists, contexts, paths and filters (DMN 10.3.2.5, 10.3.2.6, table 52)."""

from __future__ import annotations

from decimal import Decimal

from workflows.feel import syntax
from workflows.feel.compiler import Compiled, Compiler, compiles
from workflows.feel.evaluation import Frame, Run
from workflows.feel.numbers import as_integer
from workflows.feel.temporal import PROPERTIES
from workflows.feel.values import Range, Value, type_name


@compiles(syntax.ListLiteral)
def _list(compiler: Compiler, node: syntax.ListLiteral) -> Compiled:
    items = [compiler.compile(item) for item in node.items]

    def build(frame: Frame) -> list:
        frame.run.spend(len(items))
        return [item(frame) for item in items]

    return build


@compiles(syntax.ContextLiteral)
def _context(compiler: Compiler, node: syntax.ContextLiteral) -> Compiled:
    entries = [(key, compiler.compile(value)) for key, value in node.entries]
    if len({key for key, _ in entries}) < len(entries):
        return lambda frame: frame.run.warn("上下文中有条目重复", "an entry stands twice in the context")

    def build(frame: Frame) -> dict:
        frame.run.spend(len(entries))
        context: dict[str, Value] = {}
        inner = frame.inside(context)  # each entry sees the ones before it
        for key, value in entries:
            context[key] = value(inner)
        return context

    return build


@compiles(syntax.Path)
def _path(compiler: Compiler, node: syntax.Path) -> Compiled:
    source, name = compiler.compile(node.source), node.name

    def follow(frame: Frame) -> Value:
        value = source(frame)
        if type(value) is list:
            frame.run.spend(len(value))
            return [member(each, name, frame.run) for each in value]
        return member(value, name, frame.run)

    return follow


_RANGE_PROPERTIES = {
    "start": lambda bounds: bounds.start,
    "end": lambda bounds: bounds.end,
    "start included": lambda bounds: bounds.start_included,
    "end included": lambda bounds: bounds.end_included,
}


def member(value: Value, name: str, run: Run) -> Value:
    """``value.name``: an entry of a context or a property the standard gives the type; never a Python
    attribute.
    """
    kind = type(value)
    if kind is dict:
        if name in value:
            return value[name]
        return run.warn(f"上下文中没有条目“{name}”", f"the context has no entry {name!r}")
    properties = _RANGE_PROPERTIES if kind is Range else PROPERTIES.get(kind)
    if properties is not None and name in properties:
        return properties[name](value)
    return run.warn(f"{type_name(value)}没有属性“{name}”", f"a {type_name(value)} has no property {name!r}")


@compiles(syntax.Filter)
def _filter(compiler: Compiler, node: syntax.Filter) -> Compiled:
    source, condition = compiler.compile(node.source), compiler.compile(node.condition)
    if isinstance(node.condition, syntax.Literal | syntax.Negation) and not node.boxed:
        return lambda frame: _element_or_all(source(frame), condition(frame), frame.run)

    def select(frame: Frame) -> Value:
        value = source(frame)
        items = value if type(value) is list else [] if value is None else [value]
        return (_kept if node.boxed else _selected)(items, condition, frame)

    return select


def _kept(items: list, condition: Compiled, frame: Frame) -> list | None:
    """The elements a boxed filter keeps; null where it is asked anything but whether to keep one."""
    kept = []
    for each in items:
        frame.run.spend(1)
        answer = condition(frame.inside(_element_scope(each)))
        if answer is True:
            kept.append(each)
        elif answer is not False and answer is not None:
            kind = type_name(answer)
            return frame.run.warn(
                f"筛选条件应为真或假，却是{kind}", f"a filter keeps what is true, its condition is a {kind}"
            )
    return kept


def _element_or_all(value: Value, selector: Value, run: Run) -> Value:
    """A filter that does not look at the elements: an index, or a constant that keeps all or none."""
    items = value if type(value) is list else [] if value is None else [value]
    if type(selector) is Decimal:
        return element(items, selector, run)
    return list(items) if selector is True else []


def element(items: list, index: Decimal, run: Run) -> Value:
    """The element at a position from 1, or from the end with a negative one; null outside."""
    position = as_integer(index)
    if position is not None and 1 <= abs(position) <= len(items):
        return items[position - 1 if position > 0 else position]
    return run.warn(f"列表没有第{index}个元素", f"the list has no element {index}")


def _selected(items: list, condition: Compiled, frame: Frame) -> Value:
    """The elements for which the condition holds; a condition that is a number is an index."""
    run = frame.run
    if not items:
        # Only the answer's type matters here; what looks at elements has none to look at.
        warnings = len(run.warnings)
        index = condition(frame)
        del run.warnings[warnings:]
        return element(items, index, run) if type(index) is Decimal else []
    kept = []
    for each in items:
        run.spend(1)
        answer = condition(frame.inside(_element_scope(each)))
        if type(answer) is Decimal:
            return element(items, answer, run)
        if answer is True:
            kept.append(each)
    return kept


def _element_scope(each: Value) -> dict:
    if type(each) is not dict:
        return {"item": each}
    # An entry the element itself calls "item" is the one its author means.
    return {"item": each, **each}
