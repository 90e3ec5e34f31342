"""Sentences that people read, in the two languages the office uses."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence said in Chinese and in English; as text it is the Chinese one."""

    zh: str
    en: str

    def in_language(self, language: str) -> str:
        """The sentence for a language tag such as ``zh``, ``zh_Hans_CN`` or ``en``."""
        return self.en if language.lower().startswith("en") else self.zh

    def __str__(self) -> str:
        return self.zh


class DomainError(Exception):
    """Something the office's rules do not allow, said in the office's own words.

    Subclasses say what happened; ``webapp/errors.py`` alone decides the HTTP status.
    """

    def __init__(self, sentence: Sentence, *, field: str | None = None) -> None:
        super().__init__(sentence.zh)
        self.sentence = sentence
        self.field = field
