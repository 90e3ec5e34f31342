"""Boxed expressions into FEEL trees (DMN 7.3 and 10.2): what is drawn as boxes is FEEL written
differently.

A boxed context is a context literal, a relation a list of contexts, a boxed filter a filter. Only
decision tables and declared types are more than FEEL can write; they have nodes of their own, in
``tables`` and ``typed``.
"""

from __future__ import annotations

from collections.abc import Callable

from lxml import etree

from workflows.decisions.boxed_tables import table_of
from workflows.decisions.errors import DecisionModelError, UnsupportedLogic
from workflows.decisions.items import referred_type
from workflows.decisions.scopes import Scope, boxs_type, held, parsed_text
from workflows.decisions.xml import child, children, kind, text_of
from workflows.feel import syntax


def expression_in(element: etree._Element | None, scope: Scope) -> syntax.Node | None:
    """The first boxed expression among an element's children; None where there is none."""
    if element is None:
        return None
    found = child(element, *_READERS)
    return None if found is None else boxed(found, scope)


def boxed(element: etree._Element, scope: Scope) -> syntax.Node:
    """The tree of one boxed expression. Raises DecisionModelError naming the element that cannot be read."""
    return held(_READERS[kind(element)](element, scope.inside()), boxs_type(element, scope))


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
        entries.append((name, held(value, referred_type(variable, scope.types))))
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
        entries = [(name, held(cell, kind_)) for (name, kind_), cell in zip(columns, cells, strict=True)]
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
        values.append(held(value, referred_type(parameter, scope.types)))
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
    return syntax.Quantified(kind(element), (iterator,), condition, boxed=True)


def _filter(element: etree._Element, scope: Scope) -> syntax.Node:
    match = _required(element, "match", scope.with_names(scope.members))
    return syntax.Filter(_required(element, "in", scope), match, boxed=True)


_READERS: dict[str, Callable[[etree._Element, Scope], syntax.Node]] = {
    "literalExpression": _literal,
    "context": _context,
    "list": _list,
    "relation": _relation,
    "invocation": _invocation,
    "functionDefinition": _function,
    "decisionTable": table_of,
    "conditional": _conditional,
    "for": _for,
    "every": _quantified,
    "some": _quantified,
    "filter": _filter,
}
