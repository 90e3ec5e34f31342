"""What can be wrong with an expression before, and while, it is evaluated."""

from __future__ import annotations

from workflows.words import DomainError, Sentence


class FeelSyntaxError(DomainError):
    """The text is not FEEL. ``line`` and ``column`` count from 1 and point at the first thing not
    understood.
    """

    def __init__(self, line: int, column: int, sentence: Sentence) -> None:
        super().__init__(
            Sentence(
                zh=f"第{line}行第{column}列：{sentence.zh}",
                en=f"line {line}, column {column}: {sentence.en}",
            )
        )
        self.line = line
        self.column = column
        self.detail = sentence

    def __reduce__(self) -> tuple:
        return FeelSyntaxError, (self.line, self.column, self.detail)


class NotAFeelValue(DomainError):
    """A value from outside has no counterpart in FEEL (an arbitrary object, a float that is not a number
    …).
    """


class BudgetSpent(Exception):
    """One evaluation took more steps than it may; the evaluation ends and answers null.

    Raised and caught inside this room only: callers see a warning in the answer.
    """


class Null(Exception):
    """Inside a built-in function: the standard's answer here is null, and this is why.

    Raised and caught inside this room only: callers see null and a warning.
    """

    def __init__(self, zh: str, en: str) -> None:
        super().__init__(en)
        self.sentence = Sentence(zh, en)
