"""Every expression of a diagram goes through here to FEEL: a text that begins with `=` is FEEL, others are
literal.

Conditions and scripts are always FEEL; a leading `=`, which the modellers write there too, is dropped.
"""

from __future__ import annotations

from collections import ChainMap
from collections.abc import Mapping
from decimal import Decimal

from workflows.engine.faults import Fault
from workflows.engine.step import Value
from workflows.feel import Expression, FeelSyntaxError, compile_expression
from workflows.feel.values import type_name
from workflows.words import Sentence


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
    raise wrong_type(kind, text, variables, value, Sentence("是或否", "true or false"))


def wrong_type(kind: str, text: str, variables: Mapping[str, Value], value: Value, wanted: Sentence) -> Fault:
    """The fault of an expression that gave null or a value of another type than its place asks for."""
    expression = expression_of(text)
    found = "null" if value is None else f"{type_name(value)} {value!r}"
    return Fault(
        kind,
        Sentence(
            f"表达式“{expression}”应给出{wanted.zh}，实际给出 {found}",
            f"{expression!r} should give {wanted.en}, it gave {found}",
        ),
        expression,
        values_seen(expression, variables),
    )


def with_names(variables: Mapping[str, Value], more: Mapping[str, Value]) -> Mapping[str, Value]:
    """The variables and, before them, names that exist for one expression only."""
    return ChainMap(dict(more), variables)


def values_seen(expression: str, variables: Mapping[str, Value]) -> dict[str, Value]:
    """The variables an expression mentions, with the values they had."""
    needs = _compiled(expression, variables, "").needs
    return {name: variables[name] for name in sorted(needs) if name in variables}
