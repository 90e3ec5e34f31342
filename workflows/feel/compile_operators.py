"""Literals, names, arithmetic, comparison and logic."""

from __future__ import annotations

import operator
from decimal import Decimal, DecimalException

from workflows.feel import syntax
from workflows.feel.arithmetic import OPERATIONS, arithmetic_fault, negated
from workflows.feel.builtins.registry import BUILTINS
from workflows.feel.comparison import compared, equal, includes
from workflows.feel.compiler import Compiled, Compiler, compiles
from workflows.feel.errors import Null
from workflows.feel.evaluation import Frame, Run
from workflows.feel.host import HOST_FUNCTIONS
from workflows.feel.temporal_text import parsed_temporal
from workflows.feel.types import is_instance, is_known
from workflows.feel.values import Range, Value, type_name


@compiles(syntax.Literal)
def _literal(compiler: Compiler, node: syntax.Literal) -> Compiled:
    value = node.value
    return lambda frame: value


@compiles(syntax.AtLiteral)
def _at_literal(compiler: Compiler, node: syntax.AtLiteral) -> Compiled:
    value = parsed_temporal(node.text)
    if value is not None:
        return lambda frame: value
    return lambda frame: frame.run.warn(
        f'@"{node.text}" 不是日期、时间或时长', f'@"{node.text}" is no date, time or duration'
    )


@compiles(syntax.Name)
def _name(compiler: Compiler, node: syntax.Name) -> Compiled:
    name = node.name

    def read(frame: Frame) -> Value:
        scope: Frame | None = frame
        while scope is not None:
            if name in scope.names:
                return scope.names[name]
            scope = scope.parent
        # Looked up late: the office's functions may be registered after an expression is compiled and cached.
        known = HOST_FUNCTIONS.get(name) or BUILTINS.get(name)
        if known is not None:
            return known
        return frame.run.warn(f"没有名为“{name}”的变量", f"there is no variable named {name!r}")

    return read


@compiles(syntax.Arithmetic)
def _arithmetic(compiler: Compiler, node: syntax.Arithmetic) -> Compiled:
    first = compiler.compile(node.first)
    if len(node.rest) == 1:
        return _binary(node.rest[0][0], first, compiler.compile(node.rest[0][1]))
    rest = [(OPERATIONS[symbol], compiler.compile(operand)) for symbol, operand in node.rest]

    def chain(frame: Frame) -> Value:
        value = first(frame)
        for (on_numbers, on_others), operand in rest:
            value = _operate(on_numbers, on_others, value, operand(frame), frame.run)
        return value

    return chain


def _binary(symbol: str, left: Compiled, right: Compiled) -> Compiled:
    on_numbers, on_others = OPERATIONS[symbol]
    return lambda frame: _operate(on_numbers, on_others, left(frame), right(frame), frame.run)


def _operate(on_numbers, on_others, left: Value, right: Value, run: Run) -> Value:
    try:
        if type(left) is Decimal and type(right) is Decimal:
            return on_numbers(left, right)
        return on_others(left, right)
    except Null as null:
        return run.warn(null.sentence.zh, null.sentence.en)
    except DecimalException as error:
        sentence = arithmetic_fault(error).sentence
        return run.warn(sentence.zh, sentence.en)


@compiles(syntax.Negation)
def _negation(compiler: Compiler, node: syntax.Negation) -> Compiled:
    operand = compiler.compile(node.operand)

    def negate(frame: Frame) -> Value:
        try:
            return negated(operand(frame))
        except Null as null:
            return frame.run.warn(null.sentence.zh, null.sentence.en)

    return negate


_ORDERS = {"<": operator.lt, "<=": operator.le, ">": operator.gt, ">=": operator.ge}


def compare_by(symbol: str, left: Value, right: Value, run: Run) -> bool | None:
    """``left symbol right`` for any comparison operator; null and a warning where the two cannot be
    compared.
    """
    if symbol in ("=", "!="):
        answer = equal(left, right)
        if answer is None:
            run.warn(
                f"{type_name(left)}与{type_name(right)}不能比较是否相等",
                f"{type_name(left)} and {type_name(right)} cannot be compared",
            )
            return None
        return answer if symbol == "=" else not answer
    order = _ORDERS[symbol]
    try:
        return order(compared(left, right), 0)
    except Null as null:
        return run.warn(null.sentence.zh, null.sentence.en)


@compiles(syntax.Comparison)
def _comparison(compiler: Compiler, node: syntax.Comparison) -> Compiled:
    left, right, symbol = compiler.compile(node.left), compiler.compile(node.right), node.operator
    order = _ORDERS.get(symbol)
    if order is None:
        return lambda frame: compare_by(symbol, left(frame), right(frame), frame.run)

    def compare(frame: Frame) -> bool | None:
        one, other = left(frame), right(frame)
        if type(one) is Decimal and type(other) is Decimal:
            return order(one, other)
        return compare_by(symbol, one, other, frame.run)

    return compare


@compiles(syntax.Between)
def _between(compiler: Compiler, node: syntax.Between) -> Compiled:
    value, low, high = compiler.compile(node.value), compiler.compile(node.low), compiler.compile(node.high)

    def between(frame: Frame) -> bool | None:
        bounds = (low(frame), high(frame))
        tested = value(frame)
        try:
            return compared(bounds[0], tested) <= 0 and compared(tested, bounds[1]) <= 0
        except Null as null:
            return frame.run.warn(null.sentence.zh, null.sentence.en)

    return between


@compiles(syntax.Logic)
def _logic(compiler: Compiler, node: syntax.Logic) -> Compiled:
    """Three-valued: one deciding operand decides, otherwise one that is no boolean makes it null."""
    operands = [compiler.compile(operand) for operand in node.operands]
    deciding = node.operator == "or"
    if len(operands) == 2:
        return _two_valued_logic(deciding, *operands)

    def logic(frame: Frame) -> bool | None:
        verdict: bool | None = not deciding
        for operand in operands:
            value = operand(frame)
            if value is deciding:
                return deciding
            if value is not (not deciding):
                verdict = None
        return verdict

    return logic


def _two_valued_logic(deciding: bool, left: Compiled, right: Compiled) -> Compiled:
    other = not deciding

    def logic(frame: Frame) -> bool | None:
        one = left(frame)
        if one is deciding:
            return deciding
        two = right(frame)
        if two is deciding:
            return deciding
        return other if one is other and two is other else None

    return logic


@compiles(syntax.RangeLiteral)
def _range(compiler: Compiler, node: syntax.RangeLiteral) -> Compiled:
    start = compiler.compile(node.start) if node.start is not None else None
    end = compiler.compile(node.end) if node.end is not None else None
    if node.operator in ("=", "!="):
        return _point(start, node)

    def build(frame: Frame) -> Value:
        low = start(frame) if start else None
        high = end(frame) if end else None
        if low is not None and high is not None:
            try:
                compared(low, high)
            except Null as null:
                return frame.run.warn(null.sentence.zh, null.sentence.en)
        return Range(low, high, node.start_included, node.end_included, node.operator)

    return build


def _point(value: Compiled, node: syntax.RangeLiteral) -> Compiled:
    """``(= 10)`` and ``(!= 10)``: any value may be asked for, those that have no order too."""

    def build(frame: Frame) -> Range:
        at = value(frame)
        return Range(at, at, node.start_included, node.end_included, node.operator)

    return build


@compiles(syntax.InstanceOf)
def _instance_of(compiler: Compiler, node: syntax.InstanceOf) -> Compiled:
    value, kind = compiler.compile(node.value), node.type

    def test(frame: Frame) -> bool | None:
        if not is_known(kind, frame.run.types):
            return frame.run.warn(
                "“instance of”之后的类型不存在", "there is no such type as the one after 'instance of'"
            )
        return is_instance(value(frame), kind, frame.run.types)

    return test


def includes_or_null(bounds: Range, value: Value, run: Run) -> bool | None:
    try:
        return includes(bounds, value)
    except Null as null:
        return run.warn(null.sentence.zh, null.sentence.en)
