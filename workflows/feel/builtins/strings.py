"""Strings (DMN table 70). Positions count characters, not UTF-16 units, from 1."""

from __future__ import annotations

from decimal import Decimal

from workflows.feel.arithmetic import MAX_STRING
from workflows.feel.builtins.registry import builtin
from workflows.feel.errors import Null
from workflows.feel.evaluation import Run
from workflows.feel.numbers import as_integer
from workflows.feel.patterns import compiled_pattern, found_spans, replaced
from workflows.feel.values import Value


@builtin("substring(string: string, start position: number, length: number?)")
def substring(run: Run, text: str, start: Decimal, length: Decimal | None = None) -> str:
    first = as_integer(start)
    if not first or abs(first) > len(text):
        raise Null("起始位置不在字符串内", "the start position is outside the string")
    begin = first - 1 if first > 0 else len(text) + first
    if length is None:
        return text[begin:]
    count = as_integer(length.to_integral_value("ROUND_DOWN"))
    if count is None or count < 1:
        raise Null("长度应当是正数", "the length must be positive")
    return text[begin : begin + count]


@builtin("string length(string: string)")
def string_length(run: Run, text: str) -> Decimal:
    return Decimal(len(text))


@builtin("upper case(string: string)")
def upper_case(run: Run, text: str) -> str:
    return text.upper()


@builtin("lower case(string: string)")
def lower_case(run: Run, text: str) -> str:
    return text.lower()


@builtin("substring before(string: string, match: string)")
def substring_before(run: Run, text: str, match: str) -> str:
    before, found, _ = text.partition(match) if match else ("", "", "")
    return before if found else ""


@builtin("substring after(string: string, match: string)")
def substring_after(run: Run, text: str, match: str) -> str:
    if not match:
        return text
    return text.partition(match)[2]


@builtin("contains(string: string, match: string)")
def contains(run: Run, text: str, match: str) -> bool:
    return match in text


@builtin("starts with(string: string, match: string)")
def starts_with(run: Run, text: str, match: str) -> bool:
    return text.startswith(match)


@builtin("ends with(string: string, match: string)")
def ends_with(run: Run, text: str, match: str) -> bool:
    return text.endswith(match)


@builtin("matches(input: string, pattern: string, flags: string?)")
def matches(run: Run, text: str, pattern: str, flags: str | None = None) -> bool:
    """Whether the pattern (XPath's regular expressions) is found anywhere in the text."""
    return next(found_spans(compiled_pattern(pattern, flags or ""), text, run.spend), None) is not None


@builtin("replace(input: string, pattern: string, replacement: string, flags: string?)")
def replace(run: Run, text: str, pattern: str, replacement: str, flags: str | None = None) -> str:
    return _bounded(replaced(compiled_pattern(pattern, flags or ""), text, replacement, run.spend))


@builtin("split(string: string, delimiter: string)")
def split(run: Run, text: str, delimiter: str) -> list[str]:
    """The parts between the matches of a pattern."""
    parts, end = [], 0
    for match in found_spans(compiled_pattern(delimiter, ""), text, run.spend):
        if match[0] == match[1]:
            raise Null("分隔符不能匹配空串", "the delimiter must not match nothing")
        parts.append(text[end : match[0]])
        end = match[1]
    return [*parts, text[end:]]


@builtin(
    "string join(list: list, delimiter: any?)",
    "string join(list: list, delimiter: any, prefix: any, suffix: any)",
)
def string_join(
    run: Run, items: list, delimiter: Value = None, prefix: Value = None, suffix: Value = None
) -> str:
    """The strings of a list in a row; nulls are left out."""
    run.spend(len(items))
    parts = [item for item in items if item is not None]
    marks = [mark or "" for mark in (delimiter, prefix, suffix)]
    if not all(isinstance(part, str) for part in [*parts, *marks]):
        raise Null("只能连接字符串", "only strings can be joined")
    return marks[1] + _bounded(marks[0].join(parts)) + marks[2]


def _bounded(text: str) -> str:
    if len(text) > MAX_STRING:
        raise Null(f"字符串超过{MAX_STRING}个字符", f"a string of more than {MAX_STRING} characters")
    return text
