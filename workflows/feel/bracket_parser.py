"""Brackets: lists, ranges in every form, and what stands in round ones (DMN 10.3.1.2)."""

from __future__ import annotations

from collections.abc import Iterable

from workflows.feel import syntax
from workflows.feel.block_parser import BlockParser
from workflows.feel.token_reader import INFIX_WORDS

COMPARISONS = frozenset({"=", "!=", "<", "<=", ">", ">="})
_BOUNDS = ("<", "<=", ">", ">=")
_ENDS_A_RANGE = frozenset(
    {")", "]", "}", ",", "+", "*", "/", "=", "!=", "<", ">", "<=", ">=", "**", ".", ":"}
)


class BracketParser(BlockParser):
    """The brackets of the language. What stands inside them is read by the whole parser."""

    def __init__(
        self, text: str, names: Iterable[str], members: Iterable[str], builtin_names: Iterable[str]
    ) -> None:
        super().__init__(text, names, members, builtin_names)
        self.in_range_end = False
        self.primed: syntax.Node | None = None  # already parsed, to be taken up as the next operand

    def parse_sum(self) -> syntax.Node:
        """What may be an end of a range: anything that binds tighter than a comparison."""
        raise NotImplementedError

    def parse_test(self) -> syntax.Node:
        raise NotImplementedError

    def at_open_range(self) -> bool:
        """Whether ``> 5`` stands here as a value, without brackets.

        Not at the very beginning and not right behind another sign: there it is a slip, as in ``a => 5``.
        """
        if self.index == 0 or self.primed is not None or not self.at_symbol(*_BOUNDS):
            return False
        before = self.tokens[self.index - 1]
        return not (before.text in COMPARISONS and before.end == self.peek().start)

    def parse_open_range(self) -> syntax.Node:
        return as_value(syntax.Test(self.advance().text, self.parse_sum()))

    def bracket_closes_range(self) -> bool:
        """In ``[1..5[`` the last bracket closes the range: nothing that could be a filter follows it."""
        if not self.in_range_end:
            return False
        following = self.peek(1)
        return (
            following.kind == "end"
            or (following.kind == "symbol" and following.text in _ENDS_A_RANGE)
            or (following.kind == "name" and following.text in INFIX_WORDS)
            or (following.text == "instance" and self.peek(2).text == "of")
        )

    def parse_round_bracket(self) -> syntax.Node:
        self.index += 1
        if self.at_symbol(*COMPARISONS):
            test = self.parse_test()
            self.expect_symbol(")")
            return as_value(test)
        inner = self.parse_expression()
        if self.at_symbol(".."):
            return self.parse_range(inner, start_included=False)
        self.expect_symbol(")")
        return inner

    def parse_square_bracket(self) -> syntax.Node:
        self.index += 1
        if self.at_symbol("]") and not self.bracket_opens_range():
            self.index += 1
            return syntax.ListLiteral(())
        first = self.parse_expression()
        if self.at_symbol(".."):
            return self.parse_range(first, start_included=True)
        items = [first]
        while self.take_symbol(","):
            items.append(self.parse_expression())
        self.expect_symbol("]")
        return syntax.ListLiteral(tuple(items))

    def bracket_opens_range(self) -> bool:
        """In ``[]1..5[, 7]`` the second bracket opens a range: no value can follow an empty list."""
        following = self.peek(1)
        if following.kind == "name":
            return following.text not in INFIX_WORDS and following.text != "instance"
        return following.kind in ("number", "string", "at")

    def parse_range_start(self) -> syntax.Node:
        start = self.parse_sum()
        if not self.at_symbol(".."):
            raise self.expected("“..”", "'..'")
        return start

    def parse_range(self, start: syntax.Node, *, start_included: bool) -> syntax.Node:
        self.expect_symbol("..")
        outer, self.in_range_end = self.in_range_end, True
        end = self.parse_sum()
        self.in_range_end = outer
        if not self.at_symbol("]", ")", "["):
            raise self.expected("区间的右括号", "the end of the range")
        return syntax.RangeLiteral(start, end, start_included, self.advance().text == "]")


def as_value(test: syntax.Node) -> syntax.Node:
    """A test as a value is a range (DMN 1.4): ``(< 10)`` has one end, ``(= 10)`` and ``(!= 10)`` are at one
    point."""
    if not isinstance(test, syntax.Test):
        return test
    operator, operand = test.operator, test.operand
    match operator:
        case "<" | "<=":
            return syntax.RangeLiteral(None, operand, False, operator == "<=", operator)
        case ">" | ">=":
            return syntax.RangeLiteral(operand, None, operator == ">=", False, operator)
    return syntax.RangeLiteral(operand, operand, operator == "=", operator == "=", operator)
