"""FEEL text into tokens (DMN 10.3.1.2 and 10.3.1.5). Knows no names: joining words into names is the
parser's.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from workflows.feel.errors import FeelSyntaxError
from workflows.words import Sentence


class Token(NamedTuple):
    kind: str
    """``name``, ``number``, ``string``, ``at`` (a temporal literal), ``symbol`` or ``end``."""
    text: str
    """As written; for strings and temporal literals the content, unescaped."""
    start: int
    end: int


_NAME_START = (
    r"?A-Z_a-z\u00C0-\u00D6\u00D8-\u00F6\u00F8-\u02FF\u0370-\u037D\u037F-\u1FFF\u200C-\u200D\u2070-\u218F"
    r"\u2C00-\u2FEF\u3001-\uD7FF\uF900-\uFDCF\uFDF0-\uFEFE\uFF10-\uFF19\uFF21-\uFF3A\uFF41-\uFF5A\uFF66-\uFFFD"
    r"\U00010000-\U000EFFFF"
)
_NAME_PART = _NAME_START + r"0-9\u00B7\u0300-\u036F\u203F-\u2040"
_SPACE = r"[\s\u0085\u180E\u200B\u2060\uFEFF]"

_TOKEN = re.compile(
    rf"""(?P<space>{_SPACE}+|//[^\n]*|/\*.*?\*/)
    |(?P<number>(?:[0-9]+(?:\.[0-9]+)?|\.[0-9]+)(?:[eE][+-]?[0-9]+)?)
    |(?P<name>[{_NAME_START}][{_NAME_PART}]*)
    |(?P<at>@{_SPACE}*"(?:\\.|[^"\\\n\r])*")
    |(?P<string>"(?:\\.|[^"\\])*")
    |(?P<symbol>\.\.|\*\*|!=|<=|>=|->|[-+*/=<>()\[\]{{}},.:'’;|&%#$!~^])
    """,
    re.VERBOSE | re.DOTALL,
)

# Punctuation that a Chinese keyboard puts in, and what was meant.
_WIDE = {
    "（": "(",
    "）": ")",
    "，": ",",
    "：": ":",
    "；": ";",
    "“": '"',
    "”": '"',
    "【": "[",
    "】": "]",
    "＞": ">",
    "＜": "<",
    "＝": "=",
    "｛": "{",
    "｝": "}",
    "＋": "+",
    "－": "-",
    "＊": "*",
    "／": "/",
    "．": ".",
    "‘": '"',
    "［": "[",
    "］": "]",
}

_ESCAPES = {"n": "\n", "t": "\t", "r": "\r", "b": "\b", "f": "\f", '"': '"', "'": "'", "\\": "\\", "/": "/"}
_ESCAPE = re.compile(r"\\(u[0-9A-Fa-f]{4}|U[0-9A-Fa-f]{6}|.)", re.DOTALL)
_SURROGATES = re.compile(r"[\uD800-\uDBFF][\uDC00-\uDFFF]")


def tokens_of(text: str) -> list[Token]:
    """All tokens and an ``end``; raises FeelSyntaxError at a character FEEL has no use for."""
    tokens = []
    position = 0
    for found in iter(_TOKEN.scanner(text).match, None):
        kind = found.lastgroup
        position = found.end()
        if kind == "string" or kind == "at":
            tokens.append(_quoted_token(kind, found))
        elif kind != "space":
            tokens.append(Token(kind, found.group(), found.start(), position))
    if position < len(text):
        raise _unreadable(text, position)
    tokens.append(Token("end", "", len(text), len(text)))
    return tokens


def syntax_error(text: str, position: int, zh: str, en: str) -> FeelSyntaxError:
    """The error at an offset of the text, with its line and column."""
    line = text.count("\n", 0, position) + 1
    column = position - (text.rfind("\n", 0, position) + 1) + 1
    return FeelSyntaxError(line, column, Sentence(zh, en))


def _quoted_token(kind: str, found: re.Match[str]) -> Token:
    written = found.group()
    return Token(kind, unescaped(written[written.index('"') + 1 : -1]), found.start(), found.end())


def unescaped(content: str) -> str:
    """The characters a string literal's content stands for; an escape FEEL does not know stays as written."""
    if "\\" not in content:
        return content
    plain = _ESCAPE.sub(_escaped_character, content)
    return _SURROGATES.sub(
        lambda pair: pair.group().encode("utf-16", "surrogatepass").decode("utf-16"), plain
    )


def _escaped_character(found: re.Match[str]) -> str:
    code = found.group(1)
    if len(code) > 1:
        number = int(code[1:], 16)
        return chr(number) if number <= 0x10FFFF else found.group()
    return _ESCAPES.get(code, found.group())


def _unreadable(text: str, position: int) -> FeelSyntaxError:
    character = text[position]
    if character in _WIDE:
        return _wide_mark(text, position, character)
    if character == '"':
        return syntax_error(text, position, "字符串缺少右引号", "this string has no closing quotation mark")
    return syntax_error(
        text, position, f"不认识的字符“{character}”", f"FEEL has no use for the character {character!r}"
    )


def _wide_mark(text: str, position: int, mark: str) -> FeelSyntaxError:
    meant = _WIDE[mark]
    return syntax_error(
        text,
        position,
        f"“{mark}”是全角标点，请改用半角“{meant}”",
        f"{mark!r} is a full-width mark; write {meant!r} instead",
    )
