"""What an expression of a model may name where it stands, and FEEL text read there."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from lxml import etree

from workflows.decisions.errors import DecisionModelError, UnsupportedLogic
from workflows.decisions.items import Known, referred_type
from workflows.decisions.typed import Typed
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


def parsed_text(
    text: str,
    scope: Scope,
    element: etree._Element,
    mode: str = "expression",
    input_names: frozenset[str] = frozenset(),
) -> syntax.Node:
    """FEEL text inside the model; a syntax error names the element it stands in."""
    _refuse_language(element, scope)
    try:
        names = scope.names | input_names
        parser = Parser(text, names, scope.members, [*BUILTINS, *HOST_FUNCTIONS], input_names)
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


def held(value: syntax.Node, declared: FeelType | None) -> syntax.Node:
    """A value held to its declared type. That of a function says what it gives, not what it is (DMN 1.1 to
    1.3).
    """
    if declared is None:
        return value
    if isinstance(value, syntax.FunctionLiteral):
        return replace(value, result=declared if value.result in (None, ANY) else value.result)
    return Typed(value, declared)


def boxs_type(element: etree._Element, scope: Scope) -> FeelType | None:
    """The type a box says it has. One of a namespace this model does not know only describes the box."""
    try:
        return referred_type(element, scope.types)
    except DecisionModelError:
        if ":" in element.get("typeRef", ""):
            return None
        raise
