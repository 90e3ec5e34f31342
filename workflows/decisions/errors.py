"""What can be wrong with a file of decisions, and with one evaluation of it."""

from __future__ import annotations

from workflows.words import DomainError, Sentence


class DecisionModelError(DomainError):
    """The file is no decision model we can evaluate; ``element`` is the id or name of what is wrong in it."""

    def __init__(self, element: str, zh: str, en: str) -> None:
        super().__init__(
            Sentence(f"{element}：{zh}" if element else zh, f"{element}: {en}" if element else en)
        )
        self.element = element


class UnsupportedLogic(DecisionModelError):
    """The logic is in another language than FEEL, or outside the file: Java, PMML, imported values."""


class UnknownDecision(DecisionModelError):
    """There is no decision, knowledge model or service of that id or name in the file."""


class ConflictingRules(DecisionModelError):
    """More than one rule matched where the hit policy lets one fire, or rules disagree where they must
    agree.
    """

    def __init__(self, element: str, rules: tuple[str, ...], zh: str, en: str) -> None:
        super().__init__(element, zh, en)
        self.rules = rules
