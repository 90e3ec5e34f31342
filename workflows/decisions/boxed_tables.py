"""Drawn decision tables into nodes of FEEL trees (DMN 8)."""

from __future__ import annotations

from lxml import etree

from workflows.decisions.errors import DecisionModelError
from workflows.decisions.items import referred_type
from workflows.decisions.scopes import Scope, boxs_type, held, parsed_text
from workflows.decisions.tables import HIT_POLICIES, Clause, DecisionTable, Rule
from workflows.decisions.xml import child, children, text_of
from workflows.feel import syntax


def table_of(element: etree._Element, scope: Scope) -> syntax.Node:
    policy = element.get("hitPolicy") or "UNIQUE"
    aggregation = element.get("aggregation") or ""
    if policy not in HIT_POLICIES or aggregation not in ("", "SUM", "COUNT", "MIN", "MAX"):
        raise DecisionModelError(
            scope.owner, f"没有命中策略“{policy} {aggregation}”", f"there is no hit policy {policy!r}"
        )
    inputs = tuple(_input_clause(clause, scope) for clause in children(element, "input"))
    outputs = tuple(_output_clause(clause, scope) for clause in children(element, "output"))
    rules = tuple(
        _rule(rule, number, inputs, len(outputs), scope)
        for number, rule in enumerate(children(element, "rule"), 1)
    )
    if not outputs:
        raise DecisionModelError(scope.owner, "决策表没有输出", "the decision table has no output")
    return DecisionTable(scope.owner, policy, aggregation, inputs, outputs, rules)


def _input_clause(element: etree._Element, scope: Scope) -> Clause:
    expression = child(element, "inputExpression")
    text = text_of(expression)
    if expression is None or not text:
        raise DecisionModelError(
            element.get("id") or scope.owner, "输入缺少表达式", "an input has no expression"
        )
    return Clause(
        label=element.get("label") or text,
        name=_input_variable(element),
        expression=parsed_text(text, scope, expression),
        type=referred_type(expression, scope.types),
        allowed=_allowed_values(child(element, "inputValues"), scope),
        default=None,
    )


def _input_variable(element: etree._Element) -> str:
    """The name Camunda lets a column's cells use for the value they test, where the standard has ``?``."""
    named = (value for key, value in element.attrib.items() if etree.QName(key).localname == "inputVariable")
    return next(named, "cellInput")


def _output_clause(element: etree._Element, scope: Scope) -> Clause:
    default = child(element, "defaultOutputEntry")
    return Clause(
        label=element.get("label") or element.get("name") or "",
        name=element.get("name") or "",
        expression=None,
        type=referred_type(element, scope.types),
        allowed=_allowed_values(child(element, "outputValues"), scope),
        default=parsed_text(text_of(default), scope, default) if text_of(default) else None,
    )


def _allowed_values(element: etree._Element | None, scope: Scope) -> syntax.UnaryTests | None:
    text = text_of(element)
    return parsed_text(text, scope, element, "unary") if text else None


def _rule(
    element: etree._Element, number: int, inputs: tuple[Clause, ...], outputs_wanted: int, scope: Scope
) -> Rule:
    entries = list(children(element, "inputEntry"))
    tests = tuple(_test(entry, clause, scope) for entry, clause in zip(entries, inputs, strict=False))
    outputs = tuple(
        held(parsed_text(text_of(entry) or "null", scope, entry), boxs_type(entry, scope))
        for entry in children(element, "outputEntry")
    )
    if (len(entries), len(outputs)) != (len(inputs), outputs_wanted):
        where = element.get("id") or scope.owner
        raise DecisionModelError(
            where, f"第{number}条规则的格数与表头不符", f"rule {number} has not as many cells as the table"
        )
    notes = tuple(text_of(entry) for entry in children(element, "annotationEntry"))
    description = child(element, "description")
    if description is not None and (description.text or "").strip():
        notes = (description.text.strip(), *notes)
    said = dict.fromkeys(note for note in notes if note)  # editors that show only one keep the same in both
    return Rule(number, element.get("id") or "", tests, outputs, tuple(said))


def _test(element: etree._Element, clause: Clause, scope: Scope) -> syntax.Node:
    return parsed_text(text_of(element) or "-", scope, element, "unary", frozenset({clause.name}))
