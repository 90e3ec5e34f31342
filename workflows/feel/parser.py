"""FEEL text into a tree: a precedence parser over our own tokens (DMN 10.3.1.2).

Names are what keeps FEEL from LALR: whether ``a - b`` is one name or a subtraction depends on the scope,
and scopes open in the middle of an expression (iterators, parameters, entries of a context). So the
parser carries the known names with it. Words that follow each other without an operator can only be one
name, known or not.
"""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal, DecimalException

from workflows.feel import syntax
from workflows.feel.bracket_parser import COMPARISONS, BracketParser, as_value
from workflows.feel.lexer import Token, syntax_error
from workflows.feel.numbers import DECIMAL128
from workflows.feel.token_reader import INFIX_WORDS, MAX_NESTING
from workflows.feel.type_parser import TypeParser

_OR, _AND, _COMPARED, _SUM, _PRODUCT, _POWER = range(1, 7)
_LEVELS = {"or": _OR, "and": _AND, "in": _COMPARED, "between": _COMPARED, "+": _SUM, "-": _SUM, "*": _PRODUCT}
_LEVELS |= {"/": _PRODUCT, "**": _POWER} | dict.fromkeys(("=", "!=", "<", "<=", ">", ">="), _COMPARED)

_CONSTANTS = {"true": True, "false": False, "null": None}


class Parser(BracketParser):
    """One parse of one text. ``expression()`` or ``unary_tests()`` is called once."""

    def __init__(
        self,
        text: str,
        names: Iterable[str],
        members: Iterable[str],
        builtin_names: Iterable[str],
        input_names: frozenset[str] = frozenset(),
    ) -> None:
        """``input_names`` are further names for ``?``, the value that a cell tests."""
        super().__init__(text, names, members, builtin_names)
        self.input_names = input_names

    def expression(self) -> syntax.Node:
        tree = self.parse_expression()
        self.expect_end()
        return tree

    def unary_tests(self) -> syntax.UnaryTests:
        """The text of a cell: ``-``, ``not(…)`` or tests separated by commas."""
        if self.at_symbol("-") and self.peek(1).kind == "end":
            return syntax.UnaryTests(())
        if (negated := self.negated_tests()) is not None:
            return negated
        tests = self.separated(self.parse_test)
        self.expect_end()
        return syntax.UnaryTests(tests)

    def negated_tests(self) -> syntax.UnaryTests | None:
        """``not(…)`` around the whole cell negates its tests; ``not(…) and …`` is the function, taken up
        again.
        """
        if not (self.at_word("not") and self.peek(1).text == "("):
            return None
        position = self.peek().start
        self.index += 2
        tests = self.separated(self.parse_test)
        self.expect_symbol(")")
        if self.peek().kind == "end":
            return syntax.UnaryTests(tests, negated=True)
        self.primed = syntax.Call(syntax.Name("not", position), tuple(map(as_value, tests)), None)
        return None

    def parse_expression(self) -> syntax.Node:
        if (literal := self.lone_literal()) is not None:
            return literal
        if self.at_open_range():
            return self.parse_open_range()
        self.check_nesting(+1)
        in_range_end, self.in_range_end = self.in_range_end, False
        tree = self.parse_infix(_OR)
        self.in_range_end = in_range_end
        self.check_nesting(-1)
        return tree

    def lone_literal(self) -> syntax.Literal | None:
        """A number or string with nothing behind it, taken at once: most of a long list is such."""
        token = self.tokens[self.index]
        if token.kind not in ("number", "string") or self.primed is not None:
            return None
        following = self.tokens[self.index + 1]
        if following.kind != "symbol" or following.text not in (",", "]", ")", "}"):
            return None
        self.index += 1
        return syntax.Literal(self.number(token) if token.kind == "number" else token.text)

    def parse_infix(self, loosest: int) -> syntax.Node:
        """Operands joined by operators that bind at least as tightly as ``loosest``."""
        left = self.parse_prefix()
        while (level := self.infix_level()) >= loosest:
            if level in (_OR, _AND):
                left = syntax.Logic(self.peek().text, (left, *self.further_operands(level)))
            elif level == _COMPARED:
                left = self.parse_comparison(left)
            else:
                left = syntax.Arithmetic(left, self.further_terms(level))
        return left

    def parse_sum(self) -> syntax.Node:
        return self.parse_infix(_SUM)

    def infix_level(self) -> int:
        token = self.tokens[self.index]
        return _LEVELS.get(token.text, 0) if token.kind in ("symbol", "name") else 0

    def further_operands(self, level: int) -> list[syntax.Node]:
        operands = []
        while self.infix_level() == level:
            self.index += 1
            operands.append(self.parse_infix(level + 1))
        return operands

    def further_terms(self, level: int) -> tuple[tuple[str, syntax.Node], ...]:
        terms = []
        while self.infix_level() == level:
            operator = self.advance().text
            terms.append((operator, self.parse_infix(level + 1)))
        return tuple(terms)

    def parse_comparison(self, left: syntax.Node) -> syntax.Node:
        operator = self.advance().text
        if operator == "in":
            return syntax.In(left, self.parse_in_tests())
        if operator == "between":
            low = self.parse_sum()
            self.expect_word("and")
            return syntax.Between(left, low, self.parse_sum())
        right = self.parse_open_range() if self.at_open_range() else self.parse_sum()
        return syntax.Comparison(operator, left, right)

    def parse_in_tests(self) -> tuple[syntax.Node, ...]:
        """``in (a, b)``, ``in a`` and ``in > a``; ``in (1..5)`` is one range, ``in (a)`` one test."""
        if self.at_symbol(*COMPARISONS):
            return (self.parse_test(),)
        if not self.take_symbol("("):
            return (self.parse_sum(),)
        first = self.parse_test()
        if self.at_symbol(".."):
            return (self.parse_range(first, start_included=False),)
        tests = [first]
        while self.take_symbol(","):
            tests.append(self.parse_test())
        self.expect_symbol(")")
        if len(tests) == 1 and self.at_symbol("+", "-", "*", "/", "**", "[", "."):
            self.primed = as_value(first)
            return (self.parse_sum(),)
        return tuple(tests)

    def parse_test(self) -> syntax.Node:
        """A positive unary test: ``> 5``, ``[1..5]`` or an expression."""
        if self.at_symbol(*COMPARISONS):
            operator = self.advance().text
            return syntax.Test(operator, self.parse_sum())
        return self.parse_expression()

    def parse_prefix(self) -> syntax.Node:
        """Signs, then a value with its path, and what it is tested to be an instance of."""
        signs = 0
        while self.primed is None and self.take_symbol("-"):
            signs += 1
        operand = self.parse_postfix()
        while self.at_word("instance") and self.peek(1).text == "of":
            self.index += 2
            operand = syntax.InstanceOf(operand, TypeParser(self).parse())
        # Two signs cancel, but the operand must still be something that has a sign.
        for _ in range(min(signs, 2 - signs % 2)):
            operand = syntax.Negation(operand)
        return operand

    def parse_postfix(self) -> syntax.Node:
        tree = self.parse_primary()
        steps = 0
        while True:
            if self.take_symbol("."):
                tree = syntax.Path(tree, self.parse_member_name())
            elif self.at_symbol("[") and not self.bracket_closes_range():
                tree = self.parse_filter(tree)
            elif self.at_symbol("("):
                tree = self.parse_call(tree)
            else:
                return tree
            steps += 1
            if steps > MAX_NESTING:
                raise syntax_error(
                    self.text,
                    self.peek().start,
                    f"路径超过{MAX_NESTING}级",
                    f"a path of more than {MAX_NESTING} steps",
                )

    def parse_filter(self, source: syntax.Node) -> syntax.Node:
        """In the brackets the entries of the elements are in scope, whatever they are called."""
        self.expect_symbol("[")
        if self.at_symbol(*COMPARISONS):
            raise self.expected("一个条件", "a condition")
        self.names.open_scope(self.members)
        condition = self.parse_expression()
        self.names.close_scope()
        self.expect_symbol("]")
        return syntax.Filter(source, condition)

    def parse_primary(self) -> syntax.Node:
        if self.primed is not None:
            primed, self.primed = self.primed, None
            return primed
        token = self.peek()
        if token.kind == "number":
            self.index += 1
            return syntax.Literal(self.number(token))
        if token.kind == "string":
            self.index += 1
            return syntax.Literal(token.text)
        if token.kind == "at":
            self.index += 1
            return syntax.AtLiteral(token.text)
        if token.kind == "name":
            return self.parse_word()
        if token.text == "(":
            return self.parse_round_bracket()
        if token.text == "[":
            return self.parse_square_bracket()
        if token.text == "]":
            self.index += 1
            return self.parse_range(self.parse_range_start(), start_included=False)
        if token.text == "{":
            return self.parse_context()
        raise self.expected("一个值", "a value")

    def number(self, token: Token) -> Decimal:
        try:
            return DECIMAL128.create_decimal(token.text)
        except DecimalException:
            raise syntax_error(self.text, token.start, "数值超出范围", "the number is out of range") from None

    def parse_word(self) -> syntax.Node:
        token = self.peek()
        name, length = self.names.longest_at(self.tokens, self.index)
        if length:
            self.index += length
            return self.name_node(name, token)
        match token.text:
            case "true" | "false" | "null":
                self.index += 1
                return syntax.Literal(_CONSTANTS[token.text])
            case "if":
                return self.parse_if()
            case "for":
                return self.parse_for()
            case "some" | "every" if self.peek(1).kind == "name":
                return self.parse_quantified()
            case "function" if self.peek(1).text == "(":
                return self.parse_function()
        if token.text in INFIX_WORDS:
            raise self.expected("一个值", "a value")
        return self.name_node(self.parse_plain_name(), token)

    def name_node(self, name: str, token: Token) -> syntax.Name:
        return syntax.Name("?" if name in self.input_names else name, token.start)
