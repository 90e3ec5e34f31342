"""Branches, loops, functions, contexts and calls: what begins with its own word or bracket."""

from __future__ import annotations

from workflows.feel import syntax
from workflows.feel.names import normal_name
from workflows.feel.token_reader import TokenReader
from workflows.feel.type_parser import TypeParser

_INSIDE_NAMES = ("-", "'", "’", ".", "/", "*", "+")
"""Marks a parameter's name may have; what is imported goes by its import's name, a dot and its own."""


class BlockParser(TokenReader):
    """The blocks of the language. What stands inside them is read by the whole parser."""

    def parse_expression(self) -> syntax.Node:
        raise NotImplementedError

    def parse_if(self) -> syntax.Node:
        branches = []
        while True:
            self.expect_word("if")
            condition = self.parse_expression()
            self.expect_word("then")
            branches.append((condition, self.parse_expression()))
            self.expect_word("else")
            if not self.at_word("if"):
                return syntax.If(tuple(branches), self.parse_expression())

    def parse_for(self) -> syntax.Node:
        self.expect_word("for")
        self.names.open_scope()
        iterators = self.separated(self.parse_iterator)
        self.expect_word("return")
        body = self.parse_expression()
        self.names.close_scope()
        return syntax.For(iterators, body)

    def parse_quantified(self) -> syntax.Node:
        kind = self.advance().text
        self.names.open_scope()
        iterators = self.separated(self.parse_iterator)
        self.expect_word("satisfies")
        condition = self.parse_expression()
        self.names.close_scope()
        return syntax.Quantified(kind, iterators, condition)

    def parse_iterator(self) -> syntax.Iterator:
        first = self.peek()
        if first.kind != "name":
            raise self.expected("名称", "a name")
        last = self.advance()
        while not self.at_word("in") and self.peek().kind in ("name", "number", "symbol"):
            last = self.advance()
        name = normal_name(self.text[first.start : last.end])
        self.expect_word("in")
        domain = self.parse_expression()
        end = self.parse_expression() if self.take_symbol("..") else None
        self.names.add([name])
        return syntax.Iterator(name, domain, end)

    def parse_function(self) -> syntax.Node:
        self.expect_word("function")
        self.expect_symbol("(")
        self.names.open_scope()
        parameters = () if self.at_symbol(")") else self.separated(self.parse_parameter)
        self.expect_symbol(")")
        self.names.add(name for name, _ in parameters)
        external = self.at_word("external")
        if external:
            self.index += 1
        body = self.parse_expression()
        self.names.close_scope()
        return syntax.FunctionLiteral(parameters, body, external)

    def parse_parameter(self) -> tuple:
        name = self.written_name(":", ",", ")")
        return name, TypeParser(self).parse() if self.take_symbol(":") else None

    def parse_context(self) -> syntax.Node:
        self.expect_symbol("{")
        self.names.open_scope()
        entries: list[tuple[str, syntax.Node]] = []
        while not self.at_symbol("}"):
            key = self.parse_key()
            self.expect_symbol(":")
            entries.append((key, self.parse_expression()))
            self.names.add([key])
            self.members.add([key])
            if not self.take_symbol(","):
                break
        self.expect_symbol("}")
        self.names.close_scope()
        return syntax.ContextLiteral(tuple(entries))

    def parse_call(self, function: syntax.Node) -> syntax.Node:
        self.expect_symbol("(")
        if self.take_symbol(")"):
            return syntax.Call(function, (), None)
        if self.at_named_argument():
            pairs = self.separated(self.parse_named_argument)
            self.expect_symbol(")")
            return syntax.Call(function, tuple(value for _, value in pairs), tuple(name for name, _ in pairs))
        arguments = self.separated(self.parse_expression)
        self.expect_symbol(")")
        return syntax.Call(function, arguments, None)

    def at_named_argument(self) -> bool:
        if self.peek().kind == "string":
            return self.peek(1).text == ":" and self.peek(1).kind == "symbol"
        offset = 0
        while self.peek(offset).kind == "name" or self.peek(offset).text in _INSIDE_NAMES:
            offset += 1
        return offset > 0 and self.peek(offset).kind == "symbol" and self.peek(offset).text == ":"

    def parse_named_argument(self) -> tuple[str, syntax.Node]:
        if not self.at_named_argument():
            raise self.expected("“参数名: 值”", "'parameter: value'")
        name = self.parse_key()
        self.expect_symbol(":")
        return name, self.parse_expression()
