"""The door of the room: text in, a compiled expression out, evaluated as often as one likes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Literal, NamedTuple

from workflows.feel import syntax
from workflows.feel.border import to_feel
from workflows.feel.builtins import BUILTINS
from workflows.feel.compiler import Compiled, Compiler
from workflows.feel.errors import BudgetSpent, FeelSyntaxError
from workflows.feel.evaluation import STEPS, Frame, Run
from workflows.feel.host import HOST_FUNCTIONS
from workflows.feel.language import PARTS
from workflows.feel.parser import Parser
from workflows.feel.reading import Mention, mentions
from workflows.feel.types import Types
from workflows.feel.values import Value
from workflows.words import Sentence

Mode = Literal["expression", "unary"]

MAX_TEXT = 200_000
"""Characters an expression may have; longer ones are data, not expressions."""

assert PARTS  # the modules that register how each part of the language is compiled


class Evaluation(NamedTuple):
    """The value of one evaluation, and why parts of it became null."""

    value: Value
    warnings: tuple[Sentence, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Expression:
    """A compiled expression. ``reads`` and ``calls`` say what it needs from outside, with offsets into
    ``text``.
    """

    text: str
    mode: Mode
    tree: syntax.Node
    reads: tuple[Mention, ...]
    calls: tuple[Mention, ...]
    needs: frozenset[str]
    compiled: Compiled

    def evaluate(
        self,
        variables: Mapping[str, Any],
        host: object | None = None,
        *,
        types: Types | None = None,
        steps: int = STEPS,
    ) -> Evaluation:
        """The value for these variables. Never raises for what an expression does: that is null with a
        warning.

        In mode ``unary`` the tested value is the variable ``?``. Raises NotAFeelValue if a variable it
        reads is no FEEL value.
        """
        names = {}
        for name in self.needs:
            if name in variables:
                names[name] = to_feel(variables[name])
        run = Run(host, types, steps)
        value = self.value_in(Frame(names, None, run))
        return Evaluation(value, tuple(run.warnings))

    def value_in(self, frame: Frame) -> Value:
        """The value in a frame of FEEL values; for callers that evaluate many expressions in one run."""
        try:
            return self.compiled(frame)
        except BudgetSpent:
            return frame.run.warn("表达式的运算步数超过上限", "the expression takes more steps than it may")
        except RecursionError:
            # The caller was already deep in Python's stack, or the data is nested as deep as a stack.
            return frame.run.warn("运算嵌套过深", "the evaluation is nested too deep")


def compile_expression(
    text: str, names: Iterable[str] = (), mode: Mode = "expression", *, members: Iterable[str] = ()
) -> Expression:
    """Parse and compile FEEL text, remembering the last few thousand results.

    ``names`` are the variables in scope: those of several words or with operators in them can be read
    only if they are given here. ``members`` are such names behind a dot. ``mode`` "unary" reads the tests
    of a decision cell. Raises FeelSyntaxError.
    """
    return _compiled(text, _unplain(names), mode, _unplain(members))


def evaluate(text: str, variables: Mapping[str, Any], host: object | None = None) -> Evaluation:
    """Compile and evaluate once; the names in scope are the variables' own, those inside contexts
    included.
    """
    members = member_names(variables) if _reaches_inside(text) else ()
    return compile_expression(text, variables, members=members).evaluate(variables, host)


def _reaches_inside(text: str) -> bool:
    """Whether names inside contexts can matter: behind a dot, and in a filter's brackets. Looking for them
    in a form of a thousand fields takes longer than all its expressions."""
    return "." in text or "[" in text


def member_names(value: Any, depth: int = 0) -> frozenset[str]:
    """Every name used as a key anywhere inside a value that plain words would not read."""
    found: set[str] = set()
    if depth < 20:
        if isinstance(value, Mapping):
            found |= _unplain(str(key) for key in value)
            for item in value.values():
                found |= member_names(item, depth + 1)
        elif isinstance(value, list | tuple):
            for item in value:
                found |= member_names(item, depth + 1)
    return frozenset(found)


def _unplain(names: Iterable[str]) -> frozenset[str]:
    return frozenset(name for name in names if not name.isidentifier())


@lru_cache(maxsize=4096)
def _compiled(text: str, names: frozenset[str], mode: Mode, members: frozenset[str]) -> Expression:
    if len(text) > MAX_TEXT:
        raise FeelSyntaxError(
            1,
            1,
            Sentence(f"表达式超过{MAX_TEXT}个字符", f"the expression has more than {MAX_TEXT} characters"),
        )
    try:
        parser = Parser(text, names, members, [*BUILTINS, *HOST_FUNCTIONS])
        tree = parser.unary_tests() if mode == "unary" else parser.expression()
        found = mentions(tree)
        compiled = Compiler().compile(tree)
    except RecursionError:
        # The nesting limits leave room for a caller of ordinary depth; this one was called from deeper.
        raise FeelSyntaxError(
            1, 1, Sentence("表达式嵌套过深，请拆成几步", "nested too deep; split it into steps")
        ) from None
    needs = frozenset(mention.name for mention in (*found.reads, *found.calls))
    if mode == "unary":
        needs |= {"?"}
    return Expression(text, mode, tree, found.reads, found.calls, needs, compiled)
