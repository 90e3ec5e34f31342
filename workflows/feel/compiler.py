"""A tree into one Python function over a frame, so that evaluating walks no tree.

Every compiled function takes a ``Frame`` and gives a value; what fails gives null and leaves a warning.
The parts of the language register themselves with ``@compiles``; ``compile_*`` modules hold one part
each.
"""

from __future__ import annotations

from collections.abc import Callable

from workflows.feel import syntax
from workflows.feel.errors import FeelSyntaxError
from workflows.feel.evaluation import Frame
from workflows.feel.values import Value
from workflows.words import Sentence

Compiled = Callable[[Frame], Value]

MAX_DEPTH = 150
"""Levels of the tree. Evaluating takes about one Python frame a level, and a caller needs room of its own."""

_RULES: dict[type, Callable] = {}


class Compiler:
    """One compilation; knows how deep it is."""

    def __init__(self) -> None:
        self.depth = 0

    def compile(self, node: syntax.Node) -> Compiled:
        self.depth += 1
        if self.depth > MAX_DEPTH:
            raise FeelSyntaxError(
                1,
                1,
                Sentence(
                    f"表达式嵌套超过{MAX_DEPTH}层，请拆成几步",
                    f"nested more than {MAX_DEPTH} deep; split it into steps",
                ),
            )
        compiled = _RULES[type(node)](self, node)
        self.depth -= 1
        return compiled


def compiles(kind: type) -> Callable:
    """Register how one kind of node is compiled."""

    def register(rule: Callable) -> Callable:
        _RULES[kind] = rule
        return rule

    return register
