"""Expressions: written in FEEL, not empty, and read by the same FEEL that will run them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree

from workflows.engine.findings import Finding, refusal
from workflows.engine.lint.drawing import Drawing
from workflows.engine.lint.expressions import MAX_ALL
from workflows.engine.lint.said import Said, expressions
from workflows.engine.lint.variables import names_set
from workflows.engine.vocabulary import ZEEBE, kind_of
from workflows.feel import FeelSyntaxError, compile_expression

_XSI_TYPE = "{http://www.w3.org/2001/XMLSchema-instance}type"
_TEMPLATE = re.compile(r"[$#]\{")
_MUST_HAVE_BODY = frozenset(["dataPath", "messagePath", "transformation"])
MAX_TEXT = 20_000
"""Characters of an expression that are looked at; a longer one is no expression a person wrote."""


def expressions_are_feel(drawing: Drawing) -> Iterator[Finding]:
    """Every expression parses as FEEL; other languages are named, with how to write it instead."""
    names = names_set(drawing)
    seen: set[str] = set()
    length = 0
    for said in expressions(drawing):
        length += 0 if said.text in seen else min(len(said.text), MAX_TEXT)
        seen.add(said.text)
        if length > MAX_ALL:
            zh, en = (
                f"全部表达式超过 {MAX_ALL} 个字符，其余未检查",
                f"expressions of more than {MAX_ALL} characters",
            )
            yield _refused(said, "expressions-too-long", zh, en)
            return
        if len(said.text) > MAX_TEXT:
            yield _refused(
                said,
                "expression-too-long",
                f"表达式超过 {MAX_TEXT} 个字符",
                f"longer than {MAX_TEXT} characters",
            )
        elif _TEMPLATE.match(said.text):
            yield _refused(
                said,
                "foreign-expression",
                f"“{_short(said)}”是 JUEL（${{…}}）写法；请改写为 FEEL，如 =amount > 100",
                f"{_short(said)!r} is JUEL (${{…}}); write FEEL instead, such as =amount > 100",
            )
        else:
            yield from _unreadable(said, names)


def _unreadable(said: Said, names: frozenset[str]) -> Iterator[Finding]:
    try:
        compile_expression(said.text, names)
    except FeelSyntaxError as fault:
        python = re.search(r"==|!==|&&|\|\||\bNone\b|\bTrue\b|\bFalse\b|\.equals\(", said.text)
        zh = "（FEEL 里相等写 =，并且写 and，或者写 or，空值写 null，真假写 true / false）" if python else ""
        en = " (in FEEL: = for equal, and, or, null, true, false)" if python else ""
        yield _refused(
            said,
            "expression-not-feel",
            f"{said.place}“{_short(said)}”不合 FEEL 语法：{fault.sentence.zh}{zh}",
            f"{said.place} {_short(said)!r} is not FEEL: {fault.sentence.en}{en}",
        )


def formal_expressions_are_written(drawing: Drawing) -> Iterator[Finding]:
    """A formal expression has a body (BPMN 2.0, 8.3.6)."""
    for element in drawing.elements:
        formal = element.get(_XSI_TYPE, "").rsplit(":", 1)[-1] == "tFormalExpression"
        behaviour = (
            kind_of(element) == "condition" and kind_of(element.getparent()) == "complexBehaviorDefinition"
        )
        if (formal or behaviour or kind_of(element) in _MUST_HAVE_BODY) and not (element.text or "").strip():
            yield refusal(
                "expression-empty",
                _nearest_id(element),
                f"{kind_of(element)} 没有内容；请写表达式或删去该元素",
                f"the {kind_of(element)} is empty; write the expression or remove the element",
            )


def expressions_say_they_are_formal(drawing: Drawing) -> Iterator[Finding]:
    """An executable process has formal expressions (`xsi:type="tFormalExpression"`), no natural language.

    A file in the zeebe vocabulary needs no such mark: there every expression is FEEL.
    """
    if drawing.uses(ZEEBE):
        return
    for said in drawing.of_kind["assignment"]:
        for side in said:
            if drawing.may_run(said) and kind_of(side) in ("from", "to") and _XSI_TYPE not in side.attrib:
                yield _informal(said, kind_of(side))
    for kind in _FORMAL:
        for element in drawing.of_kind[kind]:
            is_gateway = kind != "condition" or kind_of(element.getparent()) == "conditionalEventDefinition"
            if (
                is_gateway
                and drawing.may_run(element)
                and (element.text or "").strip()
                and _XSI_TYPE not in element.attrib
            ):
                yield _informal(element, kind)


_FORMAL = (
    "conditionExpression",
    "condition",
    "activationCondition",
    "completionCondition",
    "loopCardinality",
    "loopCondition",
    "timeDate",
    "timeDuration",
    "timeCycle",
)


def _informal(element: etree._Element, kind: str) -> Finding:
    return refusal(
        "expression-not-formal",
        _nearest_id(element),
        f'{kind} 没有标明是形式表达式（xsi:type="tFormalExpression"），按标准是自然语言，不能执行',
        f'the {kind} is not marked xsi:type="tFormalExpression"; by the standard it is natural language '
        "and cannot be executed",
    )


def _refused(said: Said, rule: str, zh: str, en: str) -> Finding:
    return refusal(rule, said.owner.get("id"), zh, en)


def _short(said: Said) -> str:
    return said.text if len(said.text) <= 80 else said.text[:80] + "…"


def _nearest_id(element: etree._Element) -> str | None:
    here: etree._Element | None = element
    while here is not None and (
        here.get("id") is None or kind_of(here).endswith(("Definition", "Characteristics"))
    ):
        here = here.getparent()
    return None if here is None else here.get("id")


RULES = (expressions_are_feel, formal_expressions_are_written, expressions_say_they_are_formal)
