"""Decision tables: which rules match, and what the hit policy makes of them (DMN 8.2 and 8.3)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from workflows.decisions.errors import ConflictingRules
from workflows.decisions.hits import LIST_POLICIES, Hits, chosen
from workflows.decisions.run import DecisionRun, FiredRule
from workflows.decisions.typed import input_value
from workflows.feel import syntax
from workflows.feel.builtins import BUILTINS
from workflows.feel.compile_calls import as_declared
from workflows.feel.compiler import Compiled, Compiler, compiles
from workflows.feel.evaluation import Frame
from workflows.feel.types import FeelType
from workflows.feel.values import Value

HIT_POLICIES = ("UNIQUE", "FIRST", "PRIORITY", "ANY", "COLLECT", "RULE ORDER", "OUTPUT ORDER")


@dataclass(frozen=True, slots=True)
class Clause:
    """One column. ``name`` is the output's, or what cells may call the input besides ``?``."""

    label: str
    name: str
    expression: syntax.Node | None
    type: FeelType | None
    allowed: syntax.UnaryTests | None
    default: syntax.Node | None


@dataclass(frozen=True, slots=True)
class Rule:
    number: int
    id: str
    tests: tuple[syntax.Node, ...]
    outputs: tuple[syntax.Node, ...]
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DecisionTable:
    """A table as a node of a FEEL tree. ``owner`` is the name of the decision or knowledge model it
    stands in.
    """

    owner: str
    policy: str
    aggregation: str
    inputs: tuple[Clause, ...]
    outputs: tuple[Clause, ...]
    rules: tuple[Rule, ...]


@dataclass(frozen=True, slots=True)
class CompiledRule:
    rule: Rule
    tests: tuple[tuple[int, Compiled], ...]
    """The cells that test something, with the number of their column; ``-`` is left out."""
    outputs: tuple[Compiled, ...]


@compiles(DecisionTable)
def _compiled_table(compiler: Compiler, table: DecisionTable) -> Compiled:
    inputs = [_input_reader(compiler, clause) for clause in table.inputs]
    rules = [_compiled_rule(compiler, rule) for rule in table.rules]
    defaults = [
        compiler.compile(clause.default) if clause.default is not None else None for clause in table.outputs
    ]
    ranks = [_output_ranks(compiler, clause) for clause in table.outputs]
    checks = [_output_check(compiler, clause) for clause in table.outputs]

    def decide(frame: Frame) -> Value:
        run = frame.run
        seen = [read(frame) for read in inputs]
        if any(value is _NOT_EXPECTED for value in seen):
            return None
        run.spend(len(rules))
        matching = _matching(rules, seen, frame)
        if not matching:
            return _without_match(table, defaults, frame)
        answers = [
            [check(cell(frame), run) for cell, check in zip(rule.outputs, checks, strict=True)]
            for rule in matching
        ]
        hits = Hits(table.owner, [rule.rule for rule in matching], answers, [rank(frame) for rank in ranks])
        try:
            kept = chosen(table.policy, hits)
        except ConflictingRules as conflict:
            if run.lenient:
                return run.warn(conflict.sentence.zh, conflict.sentence.en)
            raise
        _report(table, [matching[index].rule for index in kept], seen, run)
        return _result(table, [answers[index] for index in kept], run)

    return decide


_NOT_EXPECTED = object()
"""Stands for an input value outside the values its column expects."""


def _input_reader(compiler: Compiler, clause: Clause) -> Callable[[Frame], Value]:
    expression = compiler.compile(clause.expression)
    allowed = compiler.compile(clause.allowed) if clause.allowed is not None else None

    def read(frame: Frame) -> Value:
        value = input_value(expression(frame), clause.type, clause.label, frame.run)
        if allowed is None or value is None or allowed(frame.inside({"?": value})) is True:
            return value
        frame.run.warn(
            f"“{clause.label}”的值不在允许值之内",
            f"the value of {clause.label!r} is not among those expected",
        )
        return _NOT_EXPECTED

    return read


def _compiled_rule(compiler: Compiler, rule: Rule) -> CompiledRule:
    tests = tuple(
        (column, compiler.compile(test)) for column, test in enumerate(rule.tests) if not _is_irrelevant(test)
    )
    return CompiledRule(rule, tests, tuple(compiler.compile(output) for output in rule.outputs))


def _is_irrelevant(test: syntax.Node) -> bool:
    return isinstance(test, syntax.UnaryTests) and not test.tests


def _matching(rules: list[CompiledRule], seen: list[Value], frame: Frame) -> list[CompiledRule]:
    frames = [frame.inside({"?": value}) for value in seen]
    matching = []
    for rule in rules:
        for column, test in rule.tests:
            if test(frames[column]) is not True:
                break
        else:
            matching.append(rule)
    return matching


def _output_check(compiler: Compiler, clause: Clause) -> Callable[[Value, DecisionRun], Value]:
    return lambda value, run: as_declared(value, clause.type, run, clause.label)


def _output_ranks(compiler: Compiler, clause: Clause) -> Callable[[Frame], list[Value]]:
    """The output's values in the order of their priority."""
    values = [compiler.compile(test) for test in clause.allowed.tests] if clause.allowed is not None else []
    return lambda frame: [value(frame) for value in values]


def _without_match(table: DecisionTable, defaults: list[Compiled | None], frame: Frame) -> Value:
    if any(default is not None for default in defaults):
        answer = [
            as_declared(default(frame), clause.type, frame.run, clause.label) if default is not None else None
            for default, clause in zip(defaults, table.outputs, strict=True)
        ]
        single = _one(table, answer)
        return [single] if table.policy in LIST_POLICIES and not table.aggregation else single
    if table.aggregation == "COUNT":
        return aggregated("COUNT", [], frame.run)
    return [] if table.policy in LIST_POLICIES and not table.aggregation else None


def _result(table: DecisionTable, answers: list[list[Value]], run: DecisionRun) -> Value:
    if table.policy not in LIST_POLICIES:
        return _one(table, answers[0])
    if not table.aggregation:
        return [_one(table, answer) for answer in answers]
    columns = [aggregated(table.aggregation, list(column), run) for column in zip(*answers, strict=True)]
    return _one(table, columns)


def _one(table: DecisionTable, answer: list[Value]) -> Value:
    """The single output itself, or a context of several by their names."""
    if len(table.outputs) == 1:
        return answer[0]
    return {clause.name: value for clause, value in zip(table.outputs, answer, strict=True)}


def aggregated(aggregation: str, values: list[Value], run: DecisionRun) -> Value:
    return run.call(BUILTINS[aggregation.lower()], [values])


def _report(table: DecisionTable, rules: list[Rule], seen: list[Value], run: DecisionRun) -> None:
    labels = [clause.label for clause in table.inputs]
    for rule in rules:
        run.report(
            FiredRule(table.owner, rule.number, rule.id, rule.notes, dict(zip(labels, seen, strict=True)))
        )
