"""Gaps and overlaps of a decision table: inputs no rule answers, and inputs that more than one rule
answers.

The values that occur in a column's cells cut what may be asked into pieces inside which every cell says
the same; one sample of each piece stands for all of it. Cells that depend on more than their own input
are not judged.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import cmp_to_key

from workflows.decisions.model import Decision, Model
from workflows.decisions.run import DecisionRun
from workflows.decisions.tables import Clause, DecisionTable
from workflows.decisions.typed import Typed
from workflows.feel import syntax
from workflows.feel.border import feel_text, quoted
from workflows.feel.comparison import compared, same
from workflows.feel.compiler import Compiled, Compiler
from workflows.feel.errors import Null
from workflows.feel.evaluation import Frame
from workflows.feel.reading import names_read
from workflows.feel.temporal_text import parsed_temporal
from workflows.feel.values import Value, YearsMonthsDuration

MAX_FINDINGS = 50
MAX_COMBINATIONS = 50_000
OTHER_TEXT = "\u2026"
"""A text no cell names: it stands for all the others."""


@dataclass(frozen=True, slots=True)
class Finding:
    """A region of a table's inputs, by their labels, that no rule (``gap``) or several rules
    (``overlap``) answer.
    """

    table: str
    kind: str
    region: dict[str, str]
    rules: tuple[int, ...]


class NotJudged(Exception):
    """The table cannot be judged: a cell depends on more than its own input, or there are too many
    combinations.
    """


def findings(model: Model, decision_id: str) -> tuple[Finding, ...]:
    """Gaps of a decision's table, and overlaps where its policy lets one rule fire; at most fifty.

    Raises NotJudged where the table's cells cannot be judged one by one.
    """
    element = model.elements.get(decision_id)
    logic = element.logic if isinstance(element, Decision) else None
    if isinstance(logic, Typed):
        logic = logic.value
    if not isinstance(logic, DecisionTable):
        return ()
    return tuple(found for found, _ in zip(_judged(logic, model), range(MAX_FINDINGS), strict=False))


@dataclass(frozen=True, slots=True)
class _Piece:
    """A part of a column's values: how it reads, and for which rules its cell holds (one bit a rule)."""

    text: str
    holds: int


def _judged(table: DecisionTable, model: Model) -> Iterator[Finding]:
    columns = [_pieces(table, index, clause, model) for index, clause in enumerate(table.inputs)]
    combinations = 1
    for column in columns:
        combinations *= max(len(column), 1)
    if combinations > MAX_COMBINATIONS:
        raise NotJudged("too many combinations")
    has_default = any(clause.default is not None for clause in table.outputs)
    labels = [clause.label for clause in table.inputs]
    for region, rules in _regions(columns, (1 << len(table.rules)) - 1):
        numbers = tuple(rule.number for bit, rule in enumerate(table.rules) if rules >> bit & 1)
        named = dict(zip(labels, region, strict=True))
        if not numbers and not has_default:
            yield Finding(table.owner, "gap", named, ())
        elif len(numbers) > 1 and table.policy == "UNIQUE":
            yield Finding(table.owner, "overlap", named, numbers)


def _regions(columns: list[list[_Piece]], rules: int) -> Iterator[tuple[tuple[str, ...], int]]:
    """Every combination of pieces with the rules whose cells all hold there."""
    if not columns:
        yield (), rules
        return
    for piece in columns[0]:
        for rest, left in _regions(columns[1:], rules & piece.holds):
            yield (piece.text, *rest), left


def _pieces(table: DecisionTable, index: int, clause: Clause, model: Model) -> list[_Piece]:
    cells = [rule.tests[index] for rule in table.rules]
    compiler = Compiler()
    tests = [_judgeable(cell, compiler) for cell in cells]
    allowed = _judgeable(clause.allowed, compiler) if clause.allowed is not None else None
    sources = cells if clause.allowed is None else [*cells, clause.allowed]
    run = DecisionRun(None, model.types)
    pieces = []
    for text, sample in _samples(_constants(sources)):
        frame = Frame({"?": sample}, None, run)
        if allowed is not None and allowed(frame) is not True:
            continue
        holds = sum(1 << bit for bit, test in enumerate(tests) if test(frame) is True)
        pieces.append(_Piece(text, holds))
    return pieces


def _judgeable(cell: syntax.Node, compiler: Compiler) -> Compiled:
    if names_read(cell) - {"?", "date", "time", "date and time", "duration", "not"}:
        raise NotJudged("a cell depends on more than its own input")
    return compiler.compile(cell)


def _constants(cells: list[syntax.Node]) -> list[Value]:
    """Every constant in the cells, each once."""
    found: list[Value] = []
    waiting: list[object] = list(cells)
    while waiting:
        node = waiting.pop()
        value = _constant(node)
        if value is not None:
            if not any(same(value, other) for other in found):
                found.append(value)
        elif isinstance(node, tuple | list):
            waiting.extend(node)
        elif hasattr(node, "__dataclass_fields__"):
            waiting.extend(getattr(node, name) for name in node.__dataclass_fields__)
    return found


def _constant(node: object) -> Value:
    match node:
        case syntax.Literal(value):
            return value
        case syntax.AtLiteral(text):
            return parsed_temporal(text)
        case syntax.Negation(syntax.Literal(Decimal() as value)):
            return -value
        case syntax.Call(syntax.Name(name), (syntax.Literal(str() as text),), None) if name != "not":
            return parsed_temporal(text)
    return None


def _samples(constants: list[Value]) -> Iterator[tuple[str, Value]]:
    """For each piece between and at the constants: how it reads, and a value in it."""
    if any(isinstance(value, bool) for value in constants):
        yield from (("true", True), ("false", False))
        return
    texts = sorted(value for value in constants if isinstance(value, str))
    if texts:
        yield from ((quoted(text), text) for text in texts)
        yield "其他", OTHER_TEXT
        return
    ordered = _ordered([value for value in constants if _step(value) is not None])
    if not ordered:
        yield "-", None
        return
    yield f"< {feel_text(ordered[0])}", _moved(ordered[0], -1)
    for low, high in zip(ordered, [*ordered[1:], None], strict=True):
        yield feel_text(low), low
        if high is None:
            yield f"> {feel_text(low)}", _moved(low, 1)
        elif (between := _between(low, high)) is not None:
            yield f"({feel_text(low)}..{feel_text(high)})", between


def _ordered(values: list[Value]) -> list[Value]:
    try:
        return sorted(values, key=cmp_to_key(compared))
    except Null:
        raise NotJudged("a column's constants have no common order") from None


def _step(value: Value) -> Value:
    """A distance by which a value of this type can be moved."""
    match value:
        case bool():
            return None
        case Decimal():
            return Decimal(1)
        case datetime() | timedelta():
            return timedelta(seconds=1)
        case date():
            return timedelta(days=1)
        case YearsMonthsDuration():
            return YearsMonthsDuration(1)
    return None


def _moved(value: Value, direction: int) -> Value:
    step = _step(value)
    if isinstance(value, YearsMonthsDuration):
        return YearsMonthsDuration(value.months + direction)
    return value + direction * step


def _between(low: Value, high: Value) -> Value:
    """A value strictly between two; None where the type has none, as between a day and the next."""
    if isinstance(low, Decimal):
        return (low + high) / 2
    middle = _moved(low, 1)
    return middle if compared(middle, high) < 0 else None
