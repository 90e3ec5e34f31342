"""``in``, unary tests and cells (DMN 10.3.2.8 and table 55)."""

from __future__ import annotations

import operator
from collections.abc import Callable
from decimal import Decimal

from workflows.feel import syntax
from workflows.feel.comparison import same
from workflows.feel.compile_operators import compare_by, includes_or_null
from workflows.feel.compiler import Compiled, Compiler, compiles
from workflows.feel.evaluation import Frame, Run
from workflows.feel.reading import names_read
from workflows.feel.values import Range, Value

ValueTest = Callable[[Frame, Value], bool | None]

INPUT = "?"
"""The name under which a cell's tests see the value they test."""


@compiles(syntax.In)
def _in(compiler: Compiler, node: syntax.In) -> Compiled:
    value = compiler.compile(node.value)
    holds = _any_of(node.tests, [_membership(compiler, test) for test in node.tests])
    return lambda frame: holds(frame, value(frame))


@compiles(syntax.UnaryTests)
def _unary_tests(compiler: Compiler, node: syntax.UnaryTests) -> Compiled:
    if not node.tests:
        return lambda frame: True
    any_holds = _any_of(node.tests, [_cell_test(compiler, test) for test in node.tests])
    if not node.negated:
        return lambda frame: any_holds(frame, _input(frame))

    def none_holds(frame: Frame) -> bool | None:
        verdict = any_holds(frame, _input(frame))
        return None if verdict is None else not verdict

    return none_holds


def _input(frame: Frame) -> Value:
    scope: Frame | None = frame
    while scope is not None:
        if INPUT in scope.names:
            return scope.names[INPUT]
        scope = scope.parent
    return None


def _any_of(nodes: tuple[syntax.Node, ...], tests: list[ValueTest]) -> ValueTest:
    """Whether one of the tests holds: true if any does, null if none does and one cannot say."""

    def any_holds(frame: Frame, tested: Value) -> bool | None:
        verdict: bool | None = False
        for test in tests:
            answer = test(frame, tested)
            if answer is True:
                return True
            if answer is None:
                verdict = None
        return verdict

    if len(tests) == 1:
        any_holds = tests[0]
    return _quick_where_constant(nodes, any_holds)


def _quick_where_constant(nodes: tuple[syntax.Node, ...], otherwise: ValueTest) -> ValueTest:
    """Constants of one type are looked up at once: most cells and most conditions are lists of codes or
    numbers.
    """
    constants = {node.value for node in nodes if isinstance(node, syntax.Literal)}
    kinds = {type(constant) for constant in constants}
    if len(constants) < len(nodes) or len(kinds) != 1 or not kinds <= {str, Decimal}:
        return otherwise
    (kind,) = kinds
    return lambda frame, tested: tested in constants if type(tested) is kind else otherwise(frame, tested)


def _membership(compiler: Compiler, node: syntax.Node) -> ValueTest:
    """One test after ``in``, over a frame and the value tested."""
    if isinstance(node, syntax.Test):
        operand, symbol = compiler.compile(node.operand), node.operator
        return lambda frame, tested: compare_by(symbol, tested, operand(frame), frame.run)
    expression = compiler.compile(node)
    return _quick_within(node, lambda frame, tested: satisfies(tested, expression(frame), frame.run))


def _quick_within(node: syntax.Node, otherwise: ValueTest) -> ValueTest:
    """A range between two constant numbers, asked about a number, needs no range to be built."""
    if not isinstance(node, syntax.RangeLiteral) or node.operator == "!=":
        return otherwise
    low, high = (end.value if isinstance(end, syntax.Literal) else None for end in (node.start, node.end))
    if type(low) is not Decimal or type(high) is not Decimal:
        return otherwise
    after = operator.le if node.start_included else operator.lt
    before = operator.le if node.end_included else operator.lt

    def within(frame: Frame, tested: Value) -> bool | None:
        if type(tested) is Decimal:
            return after(low, tested) and before(tested, high)
        return otherwise(frame, tested)

    return within


def _cell_test(compiler: Compiler, node: syntax.Node) -> ValueTest:
    """One test of a cell. A test that speaks of ``?`` says itself whether it holds; any other is asked
    about it.
    """
    if isinstance(node, syntax.Test) or INPUT not in names_read(node):
        return _membership(compiler, node)
    expression = compiler.compile(node)

    def test(frame: Frame, tested: Value) -> bool | None:
        verdict = expression(frame)
        return (
            verdict if isinstance(verdict, bool) or verdict is None else satisfies(tested, verdict, frame.run)
        )

    return test


def satisfies(tested: Value, test: Value, run: Run) -> bool | None:
    """Whether a value stands up to a test that is itself a value: a range, a list of such, or its equal."""
    if type(test) is Range:
        if test.operator in ("=", "!="):
            return compare_by(test.operator, tested, test.start, run)
        if type(tested) is Range:
            return same(tested, test)
        return includes_or_null(test, tested, run)
    if type(test) is list:
        return _in_list(tested, test, run)
    if tested is None or test is None:
        return tested is test
    return compare_by("=", tested, test, run)


def _in_list(tested: Value, tests: list, run: Run) -> bool | None:
    run.spend(len(tests))
    if type(tested) is list and same(tested, tests):
        return True
    for test in tests:
        if type(test) is Range and type(tested) is not Range and satisfies(tested, test, run) is True:
            return True
        if same(tested, test):
            return True
    return False
