"""Every expression of a diagram goes through here to FEEL; a text that does not begin with `=` is literal.

Conditions and scripts are always FEEL; a leading `=`, which the modellers write there too, is dropped.
"""

from __future__ import annotations

from collections import ChainMap
from collections.abc import Mapping
from decimal import Decimal

from workflows.engine import camunda_functions  # noqa: F401 — registers them for every expression
from workflows.engine.faults import Fault
from workflows.engine.step import Value
from workflows.feel import Expression, FeelSyntaxError, NotAFeelValue, compile_expression, feel_text
from workflows.feel.values import Function, Range, type_name
from workflows.words import Sentence

_ALWAYS_FEEL = frozenset(["condition", "script", "collection"])
"""Kinds of expressions that are FEEL with or without the leading `=`."""


def is_feel(text: str | None) -> bool:
    """Whether a text is an expression rather than a literal."""
    return bool(text) and text.lstrip().startswith("=")


def is_number(value: Value) -> bool:
    """Whether a value is a FEEL number."""
    return isinstance(value, Decimal)


def expression_of(text: str) -> str:
    """The expression without the modellers' leading `=`."""
    stripped = text.strip()
    return stripped[1:].strip() if stripped.startswith("=") else stripped


def evaluate(text: str, variables: Mapping[str, Value], host: object | None, kind: str) -> Value:
    """The value of an expression. Raises `Fault` of that kind where the text is no FEEL."""
    expression = expression_of(text)
    return _compiled(expression, variables, kind).evaluate(variables, host=host).value


def _compiled(expression: str, variables: Mapping[str, Value], kind: str) -> Expression:
    try:
        # Only names a lexer could not read by itself are told to it, so one compiled form serves every
        # instance.
        return compile_expression(expression, names=variables)
    except FeelSyntaxError as fault:
        zh, en = fault.sentence.zh, fault.sentence.en
        raise Fault(
            kind,
            Sentence(f"表达式“{expression}”不合 FEEL 语法：{zh}", f"{expression!r} is not FEEL: {en}"),
            expression,
        ) from fault


def literal_or_feel(text: str, variables: Mapping[str, Value], host: object | None, kind: str) -> Value:
    """The value of a text that may be literal."""
    return evaluate(text, variables, host, kind) if is_feel(text) else text


def condition(
    text: str, variables: Mapping[str, Value], host: object | None, kind: str = "condition"
) -> bool:
    """The truth of a condition. Raises `Fault` where it gives anything but true or false."""
    value = evaluate(text, variables, host, kind)
    if value is True or value is False:
        return value
    raise wrong_type(kind, text, variables, value, Sentence("是或否", "true or false"), host)


def script(text: str, variables: Mapping[str, Value], host: object | None) -> Value:
    """The value of a script. Null is a value where the script says so; null because something failed is not.

    Raises `Fault` of kind `script`.
    """
    expression = expression_of(text)
    evaluation = _compiled(expression, variables, "script").evaluate(variables, host=host)
    if evaluation.value is None and evaluation.warnings:
        wanted = Sentence("可用的结果", "a usable result")
        raise wrong_type("script", text, variables, None, wanted, host)
    return storable(text, evaluation.value, "script")


def storable(text: str, value: Value, kind: str) -> Value:
    """The value itself, if it can be kept as a variable. Raises `Fault` for functions."""
    if _holds_function(value):
        expression = expression_of(text)
        raise Fault(
            kind,
            Sentence(
                f"表达式“{expression}”给出函数，不能存为变量",
                f"{expression!r} gives a function, which is no variable's value",
            ),
            expression,
        )
    return value


def _holds_function(value: Value) -> bool:
    match value:
        case list():
            return any(_holds_function(item) for item in value)
        case dict():
            return any(_holds_function(item) for item in value.values())
        case Range(start, end):
            return _holds_function(start) or _holds_function(end)
    return isinstance(value, Function)


def wrong_type(
    kind: str,
    text: str,
    variables: Mapping[str, Value],
    value: Value,
    wanted: Sentence,
    host: object | None = None,
) -> Fault:
    """The fault of a text that gave null or a value of another type than its place asks for, and why."""
    expression = expression_of(text)
    found = "null" if value is None else f"{type_name(value)} {_shown(value)}"
    because_zh = because_en = ""
    if value is None and (is_feel(text) or kind in _ALWAYS_FEEL):
        warnings = _compiled(expression, variables, kind).evaluate(variables, host=host).warnings
        because_zh = "".join(f"（{warning.zh}）" for warning in warnings[:1])
        because_en = "".join(f" ({warning.en})" for warning in warnings[:1])
    return Fault(
        kind,
        Sentence(
            f"表达式“{expression}”应给出{wanted.zh}，实际给出 {found}{because_zh}",
            f"{expression!r} should give {wanted.en}, it gave {found}{because_en}",
        ),
        expression,
        values_seen(expression, variables),
    )


def _shown(value: Value) -> str:
    try:
        text = feel_text(value)
    except NotAFeelValue:
        return type(value).__name__
    return text if len(text) <= 200 else text[:200] + "…"


def with_names(variables: Mapping[str, Value], more: Mapping[str, Value]) -> Mapping[str, Value]:
    """The variables and, before them, names that exist for one expression only."""
    return ChainMap(dict(more), variables)


def values_seen(expression: str, variables: Mapping[str, Value]) -> dict[str, Value]:
    """The variables an expression mentions, with the values they had; none for a literal text."""
    try:
        needs = _compiled(expression, variables, "").needs
    except Fault:
        return {}
    return {name: variables[name] for name in sorted(needs) if name in variables}
