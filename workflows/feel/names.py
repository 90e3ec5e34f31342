"""The names a parser knows: those of more than one word, or with ``- + * / . '`` in them, need to be
known before.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

from workflows.feel.errors import FeelSyntaxError
from workflows.feel.lexer import Token, tokens_of


class KnownNames:
    """A stack of scopes. Only names that are not one plain word are held: plain words need no help."""

    def __init__(self) -> None:
        self._scopes: list[dict[str, list[tuple[tuple[str, ...], str]]]] = [{}]

    def open_scope(self, names: KnownNames | None = None) -> None:
        """A scope inside the present one, empty or with all that another holds."""
        self._scopes.append({})
        for scope in names._scopes if names else ():
            for first, known in scope.items():
                self._scopes[-1].setdefault(first, []).extend(known)

    def close_scope(self) -> None:
        self._scopes.pop()

    def add(self, names: Iterable[str]) -> None:
        """Make names known in the innermost scope. A name FEEL cannot write is left out: nobody can mean
        it.
        """
        for name in names:
            if name.isidentifier():
                continue
            words = words_of(name)
            if len(words) > 1:
                self._scopes[-1].setdefault(words[0], []).append((words, name))

    def longest_at(self, tokens: list[Token], index: int) -> tuple[str, int]:
        """The longest known name that begins at a token and its number of tokens; ``("", 0)`` if none
        does.
        """
        best, length = "", 0
        first = tokens[index].text
        for scope in self._scopes:
            for words, name in scope.get(first, ()):
                # An inner scope's name of the same length wins: it is the one a reader means.
                if len(words) >= length and _stands_at(words, tokens, index):
                    best, length = name, len(words)
        return best, length


@lru_cache(maxsize=4096)
def words_of(name: str) -> tuple[str, ...]:
    """A name cut as the lexer cuts it; empty where the lexer cannot."""
    try:
        return tuple(token.text for token in tokens_of(name)[:-1])
    except FeelSyntaxError:
        return ()


def _stands_at(words: tuple[str, ...], tokens: list[Token], index: int) -> bool:
    if index + len(words) >= len(tokens):
        return False
    return all(
        tokens[index + offset].text == word and tokens[index + offset].kind in ("name", "number", "symbol")
        for offset, word in enumerate(words)
    )


def normal_name(name: str) -> str:
    """A name with its white space as the standard compares names: none at the ends, single inside."""
    return " ".join(name.split())
