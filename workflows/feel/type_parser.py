"""The types that can be written in an expression: after ``instance of`` and behind the parameters of a
function.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from workflows.feel.types import SIMPLE_TYPES, ContextOf, FeelType, FunctionOf, ListOf, Named, RangeOf

if TYPE_CHECKING:
    from workflows.feel.token_reader import TokenReader

_TYPES_OF_SEVERAL_WORDS = (
    "date and time",
    "days and time duration",
    "years and months duration",
)


class TypeParser:
    """Reads one type from where a parser stands, and leaves the parser behind it."""

    def __init__(self, parser: TokenReader) -> None:
        self.parser = parser

    def parse(self) -> FeelType:
        parser = self.parser
        if parser.peek().kind != "name":
            raise parser.expected("类型", "a type")
        opening = parser.peek(1).text
        match parser.peek().text:
            case "list" if opening == "<":
                return ListOf(self._one_inside())
            case "range" if opening == "<":
                return RangeOf(self._one_inside())
            case "context" if opening == "<":
                return self._context()
            case "function" if opening == "<":
                return self._function()
        return self._named()

    def _one_inside(self) -> FeelType:
        self.parser.index += 2
        inner = self.nested()
        self.parser.expect_symbol(">")
        return inner

    def nested(self) -> FeelType:
        """A type inside a type counts as nesting, as a bracket inside a bracket does."""
        self.parser.check_nesting(+1)
        inner = self.parse()
        self.parser.check_nesting(-1)
        return inner

    def _context(self) -> ContextOf:
        parser = self.parser
        parser.index += 2
        members = parser.separated(self._member)
        parser.expect_symbol(">")
        return ContextOf(members)

    def _member(self) -> tuple[str, FeelType]:
        name = self.parser.written_name(":")
        self.parser.expect_symbol(":")
        return name, self.nested()

    def _function(self) -> FunctionOf:
        parser = self.parser
        parser.index += 2
        parameters = () if parser.at_symbol(">") else parser.separated(self.nested)
        parser.expect_symbol(">")
        parser.expect_symbol("->")
        return FunctionOf(parameters, self.nested())

    def _named(self) -> FeelType:
        parser = self.parser
        for name in _TYPES_OF_SEVERAL_WORDS:
            words = name.split()
            if [parser.peek(offset).text for offset in range(len(words))] == words:
                parser.index += len(words)
                return SIMPLE_TYPES[name]
        name, length = parser.names.longest_at(parser.tokens, parser.index)
        if length:
            parser.index += length
        else:
            name = parser.parse_plain_name()
        while parser.at_symbol(".") and parser.peek(1).kind == "name":
            parser.index += 1
            name = f"{name}.{parser.parse_plain_name()}"
        return SIMPLE_TYPES.get(name) or Named(name)
