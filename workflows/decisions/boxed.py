"""Boxed expressions into FEEL trees (DMN 7.3 and 10.2): what is drawn as boxes is FEEL written
differently.

A boxed context is a context literal, a relation a list of contexts, a boxed filter a filter. Only
decision tables and declared types are more than FEEL can write; they have nodes of their own, in
``tables`` and ``typed``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace

from lxml import etree

from workflows.decisions.errors import DecisionModelError, UnsupportedLogic
from workflows.decisions.items import Known, referred_type
from workflows.decisions.tables import HIT_POLICIES, Clause, DecisionTable, Rule
from workflows.decisions.typed import Typed
from workflows.decisions.xml import child, children, kind, text_of
from workflows.feel import FeelSyntaxError, syntax
from workflows.feel.builtins import BUILTINS
from workflows.feel.host import HOST_FUNCTIONS
from workflows.feel.parser import Parser
from workflows.feel.types import ANY, FeelType

MAX_NESTING = 40

_LANGUAGES_REFUSED = ("juel", "javascript", "groovy", "python", "java", "pmml", "sfeel-js")


@dataclass(frozen=True, slots=True)
class Scope:
    """What an expression may name where it stands."""

    owner: str
    names: frozenset[str]
    members: frozenset[str]
    types: Known
    nesting: int = field(default=0)

    def with_names(self, names: Iterable[str]) -> Scope:
        return Scope(self.owner, self.names | frozenset(names), self.members, self.types, self.nesting)

    def inside(self) -> Scope:
        if self.nesting >= MAX_NESTING:
            raise DecisionModelError(self.owner, "表达式嵌套过深", "the expression is nested too deep")
        return Scope(self.owner, self.names, self.members, self.types, self.nesting + 1)


def expression_in(element: etree._Element | None, scope: Scope) -> syntax.Node | None:
    """The first boxed expression among an element's children; None where there is none."""
    if element is None:
        return None
    found = child(element, *_READERS)
    return None if found is None else boxed(found, scope)


def boxed(element: etree._Element, scope: Scope) -> syntax.Node:
    """The tree of one boxed expression. Raises DecisionModelError naming the element that cannot be read."""
    return _held(_READERS[kind(element)](element, scope.inside()), _boxs_type(element, scope))


def _held(value: syntax.Node, declared: FeelType | None) -> syntax.Node:
    """A value held to its declared type. That of a function says what it gives, not what it is (DMN 1.1 to
    1.3).
    """
    if declared is None:
        return value
    if isinstance(value, syntax.FunctionLiteral):
        return replace(value, result=declared if value.result in (None, ANY) else value.result)
    return Typed(value, declared)


def _boxs_type(element: etree._Element, scope: Scope) -> FeelType | None:
    """The type a box says it has. One of a namespace this model does not know only describes the box."""
    try:
        return referred_type(element, scope.types)
    except DecisionModelError:
        if ":" in element.get("typeRef", ""):
            return None
        raise


def parsed_text(text: str, scope: Scope, element: etree._Element, mode: str = "expression") -> syntax.Node:
    """FEEL text inside the model; a syntax error names the element it stands in."""
    _refuse_language(element, scope)
    try:
        parser = Parser(text, scope.names, scope.members, [*BUILTINS, *HOST_FUNCTIONS])
        return parser.unary_tests() if mode == "unary" else parser.expression()
    except FeelSyntaxError as error:
        where = element.get("id") or scope.owner
        raise DecisionModelError(
            where, f"“{text}” {error.sentence.zh}", f"{text!r} {error.sentence.en}"
        ) from None


def _refuse_language(element: etree._Element, scope: Scope) -> None:
    language = (element.get("expressionLanguage") or "").lower()
    if language and any(language.endswith(refused) for refused in _LANGUAGES_REFUSED):
        raise UnsupportedLogic(
            scope.owner, f"只支持FEEL，不支持 {language}", f"only FEEL is evaluated, not {language}"
        )


def _required(element: etree._Element, name: str, scope: Scope) -> syntax.Node:
    """The expression inside a named child, such as the ``then`` of a conditional."""
    node = expression_in(child(element, name), scope)
    if node is None:
        raise DecisionModelError(
            element.get("id") or scope.owner, f"缺少 {name} 部分", f"the part {name!r} is missing"
        )
    return node


def _literal(element: etree._Element, scope: Scope) -> syntax.Node:
    if child(element, "importedValues") is not None:
        raise UnsupportedLogic(scope.owner, "不支持导入的值", "imported values are not supported")
    text = text_of(element)
    return parsed_text(text, scope, element) if text else syntax.Literal(None)


def _context(element: etree._Element, scope: Scope) -> syntax.Node:
    entries: list[tuple[str, syntax.Node]] = []
    result: syntax.Node | None = None
    for entry in children(element, "contextEntry"):
        variable = child(entry, "variable")
        value = expression_in(entry, scope)
        value = syntax.Literal(None) if value is None else value
        if variable is None:
            result = value
            continue
        name = variable.get("name", "")
        entries.append((name, _held(value, referred_type(variable, scope.types))))
        scope = scope.with_names([name])
    if result is None:
        return syntax.ContextLiteral(tuple(entries))
    return syntax.Path(syntax.ContextLiteral((*entries, (_RESULT, result))), _RESULT)


_RESULT = " result"
"""The name of a context's final result cell: a name no author can write."""


def _list(element: etree._Element, scope: Scope) -> syntax.Node:
    return syntax.ListLiteral(tuple(boxed(item, scope) for item in children(element, *_READERS)))


def _relation(element: etree._Element, scope: Scope) -> syntax.Node:
    columns = [
        (column.get("name", ""), referred_type(column, scope.types)) for column in children(element, "column")
    ]
    rows = []
    for row in children(element, "row"):
        cells = [boxed(cell, scope) for cell in children(row, *_READERS)]
        if len(cells) != len(columns):
            raise DecisionModelError(
                scope.owner, "关系表有一行的格数与列数不符", "a row has not as many cells as columns"
            )
        entries = [(name, _held(cell, kind_)) for (name, kind_), cell in zip(columns, cells, strict=True)]
        rows.append(syntax.ContextLiteral(tuple(entries)))
    return syntax.ListLiteral(tuple(rows))


def _invocation(element: etree._Element, scope: Scope) -> syntax.Node:
    function = expression_in(element, scope)
    if function is None:
        raise DecisionModelError(scope.owner, "调用缺少被调用的函数", "the invocation names no function")
    names, values = [], []
    for binding in children(element, "binding"):
        parameter = child(binding, "parameter")
        names.append("" if parameter is None else parameter.get("name", ""))
        value = expression_in(binding, scope) or syntax.Literal(None)
        values.append(_held(value, referred_type(parameter, scope.types)))
    return syntax.Call(function, tuple(values), tuple(names) if names else None)


def _function(element: etree._Element, scope: Scope) -> syntax.Node:
    parameters = formal_parameters(element, scope)
    if (element.get("kind") or "FEEL") != "FEEL":
        return syntax.FunctionLiteral(parameters, syntax.Literal(None), external=True)
    body = expression_in(element, scope.with_names(name for name, _ in parameters))
    return syntax.FunctionLiteral(parameters, syntax.Literal(None) if body is None else body)


def formal_parameters(element: etree._Element, scope: Scope) -> tuple:
    return tuple(
        (parameter.get("name", ""), referred_type(parameter, scope.types))
        for parameter in children(element, "formalParameter")
    )


def _conditional(element: etree._Element, scope: Scope) -> syntax.Node:
    branch = (_required(element, "if", scope), _required(element, "then", scope))
    return syntax.If((branch,), _required(element, "else", scope))


def _for(element: etree._Element, scope: Scope) -> syntax.Node:
    name = element.get("iteratorVariable", "")
    iterator = syntax.Iterator(name, _required(element, "in", scope))
    return syntax.For((iterator,), _required(element, "return", scope.with_names([name, "partial"])))


def _quantified(element: etree._Element, scope: Scope) -> syntax.Node:
    name = element.get("iteratorVariable", "")
    iterator = syntax.Iterator(name, _required(element, "in", scope))
    condition = _required(element, "satisfies", scope.with_names([name]))
    return syntax.Quantified(kind(element), (iterator,), condition)


def _filter(element: etree._Element, scope: Scope) -> syntax.Node:
    match = _required(element, "match", scope.with_names(scope.members))
    return syntax.Filter(_required(element, "in", scope), match, boxed=True)


# -- decision tables


def _table(element: etree._Element, scope: Scope) -> syntax.Node:
    policy = element.get("hitPolicy") or "UNIQUE"
    aggregation = element.get("aggregation") or ""
    if policy not in HIT_POLICIES or aggregation not in ("", "SUM", "COUNT", "MIN", "MAX"):
        raise DecisionModelError(
            scope.owner, f"没有命中策略“{policy} {aggregation}”", f"there is no hit policy {policy!r}"
        )
    inputs = tuple(_input_clause(clause, scope) for clause in children(element, "input"))
    outputs = tuple(_output_clause(clause, scope) for clause in children(element, "output"))
    rules = tuple(
        _rule(rule, number, (len(inputs), len(outputs)), scope)
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
        name="",
        expression=parsed_text(text, scope, expression),
        type=referred_type(expression, scope.types),
        allowed=_allowed_values(child(element, "inputValues"), scope),
        default=None,
    )


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


def _rule(element: etree._Element, number: int, sizes: tuple[int, int], scope: Scope) -> Rule:
    tests = tuple(_cell(entry, scope, "unary", "-") for entry in children(element, "inputEntry"))
    outputs = tuple(
        _held(_cell(entry, scope, "expression", "null"), _boxs_type(entry, scope))
        for entry in children(element, "outputEntry")
    )
    if (len(tests), len(outputs)) != sizes:
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


def _cell(element: etree._Element, scope: Scope, mode: str, empty: str) -> syntax.Node:
    return parsed_text(text_of(element) or empty, scope, element, mode)


_READERS: dict[str, Callable[[etree._Element, Scope], syntax.Node]] = {
    "literalExpression": _literal,
    "context": _context,
    "list": _list,
    "relation": _relation,
    "invocation": _invocation,
    "functionDefinition": _function,
    "decisionTable": _table,
    "conditional": _conditional,
    "for": _for,
    "every": _quantified,
    "some": _quantified,
    "filter": _filter,
}
