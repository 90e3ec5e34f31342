"""``in``, unary tests and cells (DMN 10.3.2.8 and table 55)."""

from __future__ import annotations

from workflows.feel import syntax
from workflows.feel.comparison import same
from workflows.feel.compile_operators import compare_by, includes_or_null
from workflows.feel.compiler import Compiled, Compiler, compiles
from workflows.feel.evaluation import Frame, Run
from workflows.feel.reading import names_read
from workflows.feel.values import Range, UnaryTest, Value

INPUT = "?"
"""The name under which a cell's tests see the value they test."""


@compiles(syntax.Test)
def _test(compiler: Compiler, node: syntax.Test) -> Compiled:
    operand = compiler.compile(node.operand)
    return lambda frame: UnaryTest(node.operator, operand(frame))


@compiles(syntax.In)
def _in(compiler: Compiler, node: syntax.In) -> Compiled:
    value = compiler.compile(node.value)
    tests = [_membership(compiler, test) for test in node.tests]

    def contained(frame: Frame) -> bool | None:
        tested = value(frame)
        return _any_holds(tests, tested, frame)

    return contained


@compiles(syntax.UnaryTests)
def _unary_tests(compiler: Compiler, node: syntax.UnaryTests) -> Compiled:
    if not node.tests:
        return lambda frame: True
    tests = [_cell_test(compiler, test) for test in node.tests]

    def holds(frame: Frame) -> bool | None:
        verdict = _any_holds(tests, _input(frame), frame)
        if not node.negated:
            return verdict
        return None if verdict is None else not verdict

    return holds


def _input(frame: Frame) -> Value:
    scope: Frame | None = frame
    while scope is not None:
        if INPUT in scope.names:
            return scope.names[INPUT]
        scope = scope.parent
    return None


def _any_holds(tests, tested: Value, frame: Frame) -> bool | None:
    verdict: bool | None = False
    for test in tests:
        answer = test(frame, tested)
        if answer is True:
            return True
        if answer is None:
            verdict = None
    return verdict


def _membership(compiler: Compiler, node: syntax.Node):
    """One test after ``in``, over a frame and the value tested."""
    if isinstance(node, syntax.Test):
        operand, symbol = compiler.compile(node.operand), node.operator
        return lambda frame, tested: compare_by(symbol, tested, operand(frame), frame.run)
    expression = compiler.compile(node)
    return lambda frame, tested: satisfies(tested, expression(frame), frame.run)


def _cell_test(compiler: Compiler, node: syntax.Node):
    """One test of a cell. A test that speaks of ``?`` says itself whether it holds; any other is asked about it."""
    membership = _membership(compiler, node)
    if isinstance(node, syntax.Test) or INPUT not in names_read(node):
        return lambda frame, tested: _boolean_or_member(membership, frame, tested)
    expression = compiler.compile(node)

    def test(frame: Frame, tested: Value) -> bool | None:
        verdict = expression(frame)
        return verdict if isinstance(verdict, bool) or verdict is None else satisfies(tested, verdict, frame.run)

    return test


def _boolean_or_member(membership, frame: Frame, tested: Value) -> bool | None:
    return membership(frame, tested)


def satisfies(tested: Value, test: Value, run: Run) -> bool | None:
    """Whether a value stands up to a test that is itself a value: a range, a list of such, or its equal."""
    if type(test) is Range:
        if type(tested) is Range:
            return same(tested, test)
        return False if tested is None else includes_or_null(test, tested, run)
    if type(test) is UnaryTest:
        return compare_by(test.operator, tested, test.operand, run)
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
        if type(test) in (Range, UnaryTest):
            if type(tested) is not Range and satisfies(tested, test, run) is True:
                return True
        if same(tested, test):
            return True
    return False
