"""A tree back into FEEL text that parses into the same tree. Brackets stand wherever they could be needed."""

from __future__ import annotations

from functools import singledispatch

from workflows.feel import syntax
from workflows.feel.border import feel_text, quoted
from workflows.feel.types import ContextOf, FeelType, FunctionOf, ListOf, Named, RangeOf, Simple

_ATOMS = (syntax.Literal, syntax.AtLiteral, syntax.Name, syntax.ListLiteral, syntax.ContextLiteral)


def printed(tree: syntax.Node) -> str:
    """FEEL text of a tree that a parser gave."""
    return _print(tree)


def _inner(node: syntax.Node) -> str:
    text = _print(node)
    return text if isinstance(node, _ATOMS) else f"({text})"


def _row(nodes: tuple[syntax.Node, ...]) -> str:
    return ", ".join(_print(node) for node in nodes)


@singledispatch
def _print(node: syntax.Node) -> str:
    raise TypeError(f"{type(node).__name__} is no part of an expression")


@_print.register
def _(node: syntax.Literal) -> str:
    return quoted(node.value) if isinstance(node.value, str) else feel_text(node.value)


@_print.register
def _(node: syntax.AtLiteral) -> str:
    return f"@{quoted(node.text)}"


@_print.register
def _(node: syntax.Name) -> str:
    return node.name


@_print.register
def _(node: syntax.Path) -> str:
    return f"{_inner(node.source)}.{node.name}"


@_print.register
def _(node: syntax.Filter) -> str:
    return f"{_inner(node.source)}[{_print(node.condition)}]"


@_print.register
def _(node: syntax.Call) -> str:
    if node.names is None:
        return f"{_inner(node.function)}({_row(node.arguments)})"
    pairs = zip(node.names, node.arguments, strict=True)
    return f"{_inner(node.function)}({', '.join(f'{name}: {_print(value)}' for name, value in pairs)})"


@_print.register
def _(node: syntax.ListLiteral) -> str:
    return f"[{_row(node.items)}]"


@_print.register
def _(node: syntax.ContextLiteral) -> str:
    return "{" + ", ".join(f"{quoted(key)}: {_print(value)}" for key, value in node.entries) + "}"


@_print.register
def _(node: syntax.RangeLiteral) -> str:
    if node.operator:
        return f"({node.operator} {_inner(node.end if node.start is None else node.start)})"
    opening, closing = "[" if node.start_included else "(", "]" if node.end_included else ")"
    return f"{opening}{_inner(node.start)}..{_inner(node.end)}{closing}"


@_print.register
def _(node: syntax.Arithmetic) -> str:
    rest = "".join(f" {operator} {_inner(operand)}" for operator, operand in node.rest)
    return f"{_inner(node.first)}{rest}"


@_print.register
def _(node: syntax.Negation) -> str:
    return f"-{_inner(node.operand)}"


@_print.register
def _(node: syntax.Logic) -> str:
    return f" {node.operator} ".join(_inner(operand) for operand in node.operands)


@_print.register
def _(node: syntax.Comparison) -> str:
    return f"{_inner(node.left)} {node.operator} {_inner(node.right)}"


@_print.register
def _(node: syntax.Between) -> str:
    return f"{_inner(node.value)} between {_inner(node.low)} and {_inner(node.high)}"


@_print.register
def _(node: syntax.In) -> str:
    return f"{_inner(node.value)} in ({_row(node.tests)})"


@_print.register
def _(node: syntax.InstanceOf) -> str:
    return f"{_inner(node.value)} instance of {type_text(node.type)}"


@_print.register
def _(node: syntax.If) -> str:
    branches = (f"if {_print(condition)} then {_print(answer)}" for condition, answer in node.branches)
    return f"{' else '.join(branches)} else {_print(node.otherwise)}"


def _iterators(iterators: tuple[syntax.Iterator, ...]) -> str:
    return ", ".join(_iterator(each) for each in iterators)


def _iterator(node: syntax.Iterator) -> str:
    end = f"..{_inner(node.end)}" if node.end is not None else ""
    return f"{node.name} in {_inner(node.domain)}{end}"


@_print.register
def _(node: syntax.For) -> str:
    return f"for {_iterators(node.iterators)} return {_print(node.body)}"


@_print.register
def _(node: syntax.Quantified) -> str:
    return f"{node.kind} {_iterators(node.iterators)} satisfies {_print(node.condition)}"


@_print.register
def _(node: syntax.FunctionLiteral) -> str:
    parameters = (name if kind is None else f"{name}: {type_text(kind)}" for name, kind in node.parameters)
    return f"function({', '.join(parameters)}) {'external ' if node.external else ''}{_print(node.body)}"


@_print.register
def _(node: syntax.Test) -> str:
    return f"{node.operator} {_inner(node.operand)}"


@_print.register
def _(node: syntax.UnaryTests) -> str:
    tests = _row(node.tests) or "-"
    return f"not({tests})" if node.negated else tests


def type_text(kind: FeelType) -> str:
    """A type as it is written after ``instance of``."""
    match kind:
        case Simple(name) | Named(name):
            return name
        case ListOf(item):
            return f"list<{type_text(item)}>"
        case RangeOf(item):
            return f"range<{type_text(item)}>"
        case ContextOf(members):
            return "context<" + ", ".join(f"{name}: {type_text(member)}" for name, member in members) + ">"
        case FunctionOf(parameters, result):
            return f"function<{', '.join(map(type_text, parameters))}>->{type_text(result)}"
    raise TypeError(f"{type(kind).__name__} cannot be written")
