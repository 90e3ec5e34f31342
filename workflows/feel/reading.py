"""What an expression needs from outside: the names it reads, the functions it calls, and where they stand."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields, is_dataclass
from functools import singledispatch

from workflows.feel import syntax


@dataclass(frozen=True, slots=True)
class Mention:
    """A name read or a function called, at an offset of the expression's text."""

    name: str
    position: int
    within_filter: bool = False
    """Whether it stands in a filter's condition, where it may be an entry of the list's elements."""


@dataclass(frozen=True, slots=True)
class Mentions:
    reads: tuple[Mention, ...]
    calls: tuple[Mention, ...]


def mentions(tree: syntax.Node) -> Mentions:
    """Every free name of the tree: those not bound by a loop, a parameter or an earlier entry of a
    context.
    """
    reader = _Reader()
    reader.read(tree, frozenset())
    return Mentions(tuple(reader.reads), tuple(reader.calls))


def calls_in(node: object) -> Iterator[syntax.Call]:
    """Every call anywhere in a tree, with its arguments."""
    if isinstance(node, syntax.Call):
        yield node
    for part in _parts(node):
        yield from calls_in(part)


def _parts(node: object) -> Iterator[object]:
    """What a node, or a list of nodes, is made of; nothing for plain values."""
    if isinstance(node, tuple | list):
        yield from node
    elif is_dataclass(node) and type(node).__module__ == syntax.__name__:
        yield from (getattr(node, field.name) for field in fields(node))


def names_read(tree: syntax.Node) -> frozenset[str]:
    """The free names, read or called."""
    found = mentions(tree)
    return frozenset(mention.name for mention in (*found.reads, *found.calls))


class _Reader:
    def __init__(self) -> None:
        self.reads: list[Mention] = []
        self.calls: list[Mention] = []
        self.filters = 0

    def read(self, node: object, bound: frozenset[str]) -> None:
        _read(node, self, bound)


@singledispatch
def _read(node: object, reader: _Reader, bound: frozenset[str]) -> None:
    for part in _parts(node):
        if type(part) is not syntax.Literal:
            reader.read(part, bound)


@_read.register
def _(node: syntax.Name, reader: _Reader, bound: frozenset[str]) -> None:
    if node.name not in bound:
        reader.reads.append(Mention(node.name, node.position, reader.filters > 0))


@_read.register
def _(node: syntax.Call, reader: _Reader, bound: frozenset[str]) -> None:
    if isinstance(node.function, syntax.Name):
        if node.function.name not in bound:
            reader.calls.append(Mention(node.function.name, node.function.position))
    else:
        reader.read(node.function, bound)
    reader.read(node.arguments, bound)


@_read.register
def _(node: syntax.Filter, reader: _Reader, bound: frozenset[str]) -> None:
    # Entries of the elements are in scope too, but no one can know them here: they stay free reads.
    reader.read(node.source, bound)
    reader.filters += 1
    reader.read(node.condition, bound | {"item"})
    reader.filters -= 1


@_read.register
def _(node: syntax.ContextLiteral, reader: _Reader, bound: frozenset[str]) -> None:
    for key, value in node.entries:
        reader.read(value, bound)
        bound |= {key}


@_read.register
def _(node: syntax.For, reader: _Reader, bound: frozenset[str]) -> None:
    bound = _iterators(node.iterators, reader, bound)
    reader.read(node.body, bound | {"partial"})


@_read.register
def _(node: syntax.Quantified, reader: _Reader, bound: frozenset[str]) -> None:
    reader.read(node.condition, _iterators(node.iterators, reader, bound))


def _iterators(iterators, reader: _Reader, bound: frozenset[str]) -> frozenset[str]:
    for iterator in iterators:
        reader.read(iterator.domain, bound)
        reader.read(iterator.end, bound)
        bound |= {iterator.name}
    return bound


@_read.register
def _(node: syntax.FunctionLiteral, reader: _Reader, bound: frozenset[str]) -> None:
    if not node.external:
        reader.read(node.body, bound | {name for name, _ in node.parameters})
