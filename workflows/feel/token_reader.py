"""Tokens one after the other, the names known where they stand, and errors that point at them."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from workflows.feel.errors import FeelSyntaxError
from workflows.feel.lexer import Token, syntax_error, tokens_of
from workflows.feel.names import KnownNames, normal_name

MAX_NESTING = 50
"""Brackets and branches inside each other. People write five; Python's own stack bears about a hundred."""

INFIX_WORDS = frozenset({"and", "or", "in", "between", "then", "else", "return", "satisfies"})
"""Words that end a name, unless the whole name is known."""


class TokenReader:
    """Where a parse of one text stands."""

    def __init__(
        self, text: str, names: Iterable[str], members: Iterable[str], builtin_names: Iterable[str]
    ) -> None:
        self.text = text
        self.tokens = tokens_of(text)
        self.index = 0
        self.nesting = 0
        self.names = KnownNames()
        self.names.add(builtin_names)
        self.names.add(names)
        self.members = KnownNames()
        self.members.add(names)
        self.members.add(members)

    def peek(self, offset: int = 0) -> Token:
        return self.tokens[min(self.index + offset, len(self.tokens) - 1)]

    def advance(self) -> Token:
        token = self.tokens[self.index]
        if token.kind != "end":
            self.index += 1
        return token

    def at_symbol(self, *symbols: str) -> bool:
        token = self.tokens[self.index]
        return token.kind == "symbol" and token.text in symbols

    def at_word(self, *words: str) -> bool:
        token = self.tokens[self.index]
        return token.kind == "name" and token.text in words

    def take_symbol(self, symbol: str) -> bool:
        if self.at_symbol(symbol):
            self.index += 1
            return True
        return False

    def expect_symbol(self, symbol: str) -> None:
        if not self.take_symbol(symbol):
            raise self.expected(f"“{symbol}”", repr(symbol))

    def expect_word(self, word: str) -> None:
        if not self.at_word(word):
            raise self.expected(f"“{word}”", repr(word))
        self.index += 1

    def expect_end(self) -> None:
        if self.peek().kind != "end":
            raise self.expected("表达式到此结束", "the end of the expression")

    def expected(self, zh: str, en: str) -> FeelSyntaxError:
        token = self.peek()
        if token.kind == "end":
            return syntax_error(
                self.text,
                token.start,
                f"这里应为{zh}，表达式却已结束",
                f"the expression ends where {en} is expected",
            )
        seen = self.text[token.start : token.end]
        return syntax_error(
            self.text, token.start, f"这里应为{zh}，却是“{seen}”", f"expected {en}, found {seen!r}"
        )

    def separated(self, parse_one: Callable) -> tuple:
        items = [parse_one()]
        while self.take_symbol(","):
            items.append(parse_one())
        return tuple(items)

    def check_nesting(self, step: int) -> None:
        self.nesting += step
        if self.nesting > MAX_NESTING:
            raise syntax_error(
                self.text,
                self.peek().start,
                f"表达式嵌套超过{MAX_NESTING}层，请拆成几步",
                f"nested more than {MAX_NESTING} deep; split it into steps",
            )

    def parse_plain_name(self) -> str:
        """Words in a row are one name; a word that can only be an operator ends it."""
        words = [self.advance().text]
        while self.continues_name():
            words.append(self.advance().text)
        return " ".join(words)

    def continues_name(self) -> bool:
        token = self.peek()
        if token.kind != "name":
            return False
        return token.text not in INFIX_WORDS and not (token.text == "instance" and self.peek(1).text == "of")

    def parse_member_name(self) -> str:
        if self.peek().kind != "name":
            raise self.expected("条目名", "the name of an entry")
        name, length = self.members.longest_at(self.tokens, self.index)
        if length:
            self.index += length
            return name
        return self.parse_plain_name()

    def parse_key(self) -> str:
        token = self.peek()
        if token.kind == "string":
            self.index += 1
            return token.text
        return self.written_name(":")

    def written_name(self, *ends: str) -> str:
        """A new name as written, up to one of the marks that may follow it."""
        first = self.peek()
        if first.kind != "name":
            raise self.expected("名称", "a name")
        last = first
        while not self.at_symbol(*ends) and self.peek().kind in ("name", "number", "symbol"):
            if self.at_symbol("(", ")", "[", "]", "{", "}", ",", ":", ".."):
                break
            last = self.advance()
        return normal_name(self.text[first.start : last.end])
