"""Item definitions into FEEL types (DMN 7.3.2), and what a ``typeRef`` stands for."""

from __future__ import annotations

from collections.abc import Mapping

from lxml import etree

from workflows.decisions.errors import DecisionModelError
from workflows.decisions.importing import File
from workflows.decisions.xml import child, children, label, text_of
from workflows.feel import FeelSyntaxError, compile_expression
from workflows.feel.evaluation import Frame, Run
from workflows.feel.types import (
    ANY,
    SIMPLE_TYPES,
    Constrained,
    ContextOf,
    FeelType,
    FunctionOf,
    ListOf,
    Named,
)
from workflows.feel.values import Value

MAX_NESTING = 30


_NUMBERS_ELSEWHERE = ("integer", "int", "long", "short", "double", "float", "decimal")
"""What editors for engines in Java call numbers (Camunda 7)."""

Known = Mapping[str, str]
"""The item definitions a file may name, and the names they are held by among all files."""


def item_types(files: list[File]) -> dict[str, FeelType]:
    """The item definitions of all files; every name they use must be a definition or a built-in type."""
    types: dict[str, FeelType] = {}
    for file in files:
        known = known_types(file, files)
        for element in children(file.root, "itemDefinition"):
            types[file.prefix + element.get("name", "")] = _item_type(element, known, 0)
    for name in types:
        _refuse_cycle(name, types)
    # In the text of the asked model the types of the others go by the names it imports them under.
    return types | {
        name: Named(held) for name, held in known_types(files[0], files).items() if name not in types
    }


def known_types(file: File, files: list[File]) -> Known:
    """Its own types by their names, those of imported files behind the name of the import and a dot.

    What an import without a name brings stands behind the file's own, in the order of the imports (DMN 1.5).
    """
    of_namespace = {other.namespace: other for other in files}
    known: dict[str, str] = {}
    for opening, other in [("", file), *((alias, of_namespace[uri]) for uri, alias in file.aliases.items())]:
        for element in children(other.root, "itemDefinition"):
            name = element.get("name", "")
            known.setdefault(f"{opening}.{name}" if opening else name, other.prefix + name)
    return known


def referred_type(element: etree._Element | None, known: Known) -> FeelType | None:
    """The type of an element's ``typeRef``; None where it has none. Raises DecisionModelError for an
    unknown one.
    """
    if element is None:
        return None
    reference = element.get("typeRef") or _text(child(element, "typeRef"))
    return _referred(reference, element, known) if reference else None


def _text(element: etree._Element | None) -> str:
    return (element.text or "").strip() if element is not None else ""


def _referred(reference: str, element: etree._Element, known: Known) -> FeelType:
    """The type of that name; an editor may put any prefix before it, declared in the file or not."""
    name = reference.strip()
    for candidate in (name, name.partition(":")[2].strip()):
        if candidate in known:
            return Named(known[candidate])
        if candidate in SIMPLE_TYPES:
            return SIMPLE_TYPES[candidate]
        if candidate in _NUMBERS_ELSEWHERE:
            return SIMPLE_TYPES["number"]
    raise DecisionModelError(
        label(element), f"没有名为“{reference}”的类型", f"there is no type named {reference!r}"
    )


def _item_type(element: etree._Element, known: Known, nesting: int) -> FeelType:
    if nesting > MAX_NESTING:
        raise DecisionModelError(label(element), "类型嵌套过深", "the type is nested too deep")
    kind = _base_type(element, known, nesting)
    kind = _constrained(kind, element, "allowedValues")
    if element.get("isCollection") == "true":
        kind = ListOf(kind)
    return _constrained(kind, element, "typeConstraint")


def _base_type(element: etree._Element, known: Known, nesting: int) -> FeelType:
    components = list(children(element, "itemComponent"))
    if components:
        return ContextOf(
            tuple((part.get("name", ""), _item_type(part, known, nesting + 1)) for part in components)
        )
    function = child(element, "functionItem")
    if function is not None:
        return _function_type(function, known)
    return referred_type(element, known) or ANY


def _function_type(element: etree._Element, known: Known) -> FunctionOf:
    parameters = tuple(referred_type(part, known) or ANY for part in children(element, "parameters"))
    output = element.get("outputTypeRef")
    return FunctionOf(parameters, _referred(output, element, known) if output else ANY)


def _constrained(base: FeelType, element: etree._Element, kind: str) -> FeelType:
    text = text_of(child(element, kind))
    if not text:
        return base
    try:
        tests = compile_expression(text, mode="unary")
    except FeelSyntaxError as error:
        raise DecisionModelError(label(element), error.sentence.zh, error.sentence.en) from None

    def allows(value: Value) -> bool:
        return tests.value_in(Frame({"?": value}, None, Run())) is True

    return Constrained(base, allows)


def _refuse_cycle(start: str, types: dict[str, FeelType]) -> None:
    """A definition that is nothing but another name must end at a type in the end."""
    seen = set()
    kind: FeelType = Named(start)
    while isinstance(kind, Named | Constrained | ListOf):
        if isinstance(kind, Named):
            if kind.name in seen:
                raise DecisionModelError(start, "类型的定义绕成一圈", "the type is defined by itself")
            seen.add(kind.name)
            kind = types[kind.name]
        else:
            kind = kind.base if isinstance(kind, Constrained) else kind.item


def member_names(types: dict[str, FeelType]) -> frozenset[str]:
    """Every name that may stand behind a dot because a type has such a member."""
    found: set[str] = set()
    waiting = list(types.values())
    while waiting:
        kind = waiting.pop()
        match kind:
            case ContextOf(members):
                found.update(name for name, _ in members)
                waiting.extend(member for _, member in members)
            case ListOf(item):
                waiting.append(item)
            case Constrained(base, _):
                waiting.append(base)
    return frozenset(found)
