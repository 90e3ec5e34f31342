"""A pattern's text into a tree. Grammar: XML Schema's regular expressions with XPath's anchors, groups
and references.
"""

from __future__ import annotations

from dataclasses import dataclass

from workflows.feel.errors import Null
from workflows.feel.patterns.characters import (
    SINGLE_ESCAPES,
    CharacterTest,
    character_range,
    class_escape,
    one_character,
    property_escape,
)

MAX_NESTING = 40
MAX_REPEATS = 1000


@dataclass(frozen=True, slots=True)
class Character:
    test: CharacterTest


@dataclass(frozen=True, slots=True)
class Anchor:
    at_start: bool


@dataclass(frozen=True, slots=True)
class Reference:
    group: int


@dataclass(frozen=True, slots=True)
class Group:
    inner: Branches
    number: int | None


@dataclass(frozen=True, slots=True)
class Repeat:
    inner: object
    least: int
    most: int | None
    greedy: bool


@dataclass(frozen=True, slots=True)
class Branches:
    """Alternatives, each a sequence of pieces."""

    branches: tuple[tuple[object, ...], ...]


class PatternParser:
    """One parse of one pattern. Raises Null with the reason where the pattern is not one."""

    def __init__(self, text: str, flags: str) -> None:
        self.text = _without_space(text) if "x" in flags else text
        self.position = 0
        self.ignore_case = "i" in flags
        self.dot_all = "s" in flags
        self.groups = 0
        self.closed: set[int] = set()
        self.nesting = 0

    def parse(self) -> Branches:
        tree = self.branches()
        if self.peek():
            raise self.fault()
        return tree

    # -- characters of the pattern

    def peek(self) -> str:
        return self.text[self.position : self.position + 1]

    def take(self) -> str:
        character = self.peek()
        if not character:
            raise self.fault()
        self.position += 1
        return character

    def accept(self, mark: str) -> bool:
        if self.peek() == mark:
            self.position += 1
            return True
        return False

    def fault(self) -> Null:
        return Null(
            f"正则表达式在第{self.position + 1}个字符处有误",
            f"the pattern is wrong at its character {self.position + 1}",
        )

    # -- grammar

    def branches(self) -> Branches:
        self.nesting += 1
        if self.nesting > MAX_NESTING:
            raise self.fault()
        found = [self.sequence()]
        while self.accept("|"):
            found.append(self.sequence())
        self.nesting -= 1
        return Branches(tuple(found))

    def sequence(self) -> tuple[object, ...]:
        pieces = []
        while self.peek() not in ("", "|", ")"):
            pieces.append(self.quantified(self.atom()))
        return tuple(pieces)

    def quantified(self, atom: object) -> object:
        mark = self.peek()
        bounds = {"?": (0, 1), "*": (0, None), "+": (1, None)}.get(mark)
        if bounds:
            self.position += 1
        elif mark == "{":
            bounds = self.counted()
        else:
            return atom
        return Repeat(atom, *bounds, greedy=not self.accept("?"))

    def counted(self) -> tuple[int, int | None]:
        self.position += 1
        least = self.digits()
        most: int | None = least
        if self.accept(","):
            most = None if self.peek() == "}" else self.digits()
        if not self.accept("}") or (most is not None and most < least):
            raise self.fault()
        return least, most

    def digits(self) -> int:
        start = self.position
        while self.peek().isascii() and self.peek().isdigit():
            self.position += 1
        number = self.text[start : self.position]
        if not number or len(number) > 6 or int(number) > MAX_REPEATS:
            raise self.fault()
        return int(number)

    def atom(self) -> object:
        character = self.take()
        match character:
            case "(":
                return self.group()
            case "[":
                return Character(self.character_class())
            case ".":
                return Character((lambda c: True) if self.dot_all else (lambda c: c not in "\n\r"))
            case "^" | "$":
                return Anchor(character == "^")
            case "\\":
                return self.escape()
            case "?" | "*" | "+" | "{" | "}" | "]" | ")":
                raise self.fault()
        return Character(one_character(character, ignore_case=self.ignore_case))

    def group(self) -> Group:
        number = None
        if self.accept("?"):
            if not self.accept(":"):
                raise self.fault()
        else:
            self.groups += 1
            number = self.groups
        inner = self.branches()
        if not self.accept(")"):
            raise self.fault()
        if number:
            self.closed.add(number)
        return Group(inner, number)

    def escape(self) -> object:
        following = self.text[self.position : self.position + 1]
        if following.isascii() and following.isdigit():
            return self.reference()
        return Character(self.escaped_test())

    def reference(self) -> Reference:
        """As many digits as still name a group: ``\\11`` is group 11 if there is one, else group 1 and a
        1.
        """
        number = int(self.take())
        while (
            self.peek().isascii() and self.peek().isdigit() and number * 10 + int(self.peek()) <= self.groups
        ):
            number = number * 10 + int(self.take())
        if number not in self.closed:
            raise self.fault()
        return Reference(number)

    def escaped_test(self) -> CharacterTest:
        letter = self.text[self.position : self.position + 1]
        self.position += 1
        if letter in ("p", "P"):
            return self.property(negated=letter == "P")
        if test := class_escape(letter) if letter else None:
            return test
        if letter not in SINGLE_ESCAPES:
            raise self.fault()
        return one_character(SINGLE_ESCAPES[letter], ignore_case=self.ignore_case)

    def property(self, *, negated: bool) -> CharacterTest:
        end = self.text.find("}", self.position)
        if self.text[self.position : self.position + 1] != "{" or end < 0:
            raise self.fault()
        name = self.text[self.position + 1 : end]
        self.position = end + 1
        return property_escape(name, negated=negated)

    # -- classes

    def character_class(self) -> CharacterTest:
        """After ``[``: members, perhaps negated, perhaps less another class (``[a-z-[aeiou]]``)."""
        self.nesting += 1
        if self.nesting > MAX_NESTING:
            raise self.fault()
        negated = self.accept("^")
        tests: list[CharacterTest] = []
        without: CharacterTest | None = None
        while not self.accept("]"):
            if self.peek() == "-" and self.text[self.position + 1 : self.position + 2] == "[" and tests:
                self.position += 2
                without = self.character_class()
                if not self.accept("]"):
                    raise self.fault()
                break
            tests.append(self.class_member())
        if not tests:
            raise self.fault()
        self.nesting -= 1
        return _class_test(tuple(tests), negated, without)

    def class_member(self) -> CharacterTest:
        low = self.class_character()
        if not isinstance(low, str):
            return low
        following = self.text[self.position + 1 : self.position + 2]
        if self.peek() != "-" or following in ("]", "["):
            return one_character(low, ignore_case=self.ignore_case)
        self.position += 1
        high = self.class_character()
        if not isinstance(high, str):
            raise self.fault()
        return character_range(low, high, ignore_case=self.ignore_case)

    def class_character(self) -> str | CharacterTest:
        character = self.take()
        if character == "[":
            raise self.fault()
        if character != "\\":
            return character
        letter = self.text[self.position : self.position + 1]
        if letter in SINGLE_ESCAPES:
            self.position += 1
            return SINGLE_ESCAPES[letter]
        return self.escaped_test()


def _class_test(
    tests: tuple[CharacterTest, ...], negated: bool, without: CharacterTest | None
) -> CharacterTest:
    def member(c: str) -> bool:
        return any(test(c) for test in tests) is not negated and not (without and without(c))

    return member


def _without_space(text: str) -> str:
    """The pattern without white space, as the flag ``x`` asks; inside a character class it stays."""
    kept: list[str] = []
    nesting, escaped = 0, False
    for character in text:
        if character in " \t\n\r" and not nesting:
            continue
        kept.append(character)
        if escaped:
            escaped = False
        elif character == "\\":
            escaped = True
        else:
            nesting = max(0, nesting + (character == "[") - (character == "]"))
    return "".join(kept)
