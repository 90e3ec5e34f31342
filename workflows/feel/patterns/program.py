"""A pattern's tree into instructions for a backtracking machine."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from workflows.feel.errors import Null
from workflows.feel.patterns.characters import one_character
from workflows.feel.patterns.parsing import (
    Anchor,
    Branches,
    Character,
    Group,
    PatternParser,
    Reference,
    Repeat,
)

MAX_INSTRUCTIONS = 20_000
FLAGS = frozenset("smixq")

CHARACTER, SPLIT, JUMP, SAVE, REFERENCE, LINE_START, LINE_END, MARK, MOVED, MATCH = range(10)


@dataclass(frozen=True, slots=True)
class Program:
    """``code`` is a list of ``(operation, argument, second argument)``; slots hold the bounds of groups
    and loops.
    """

    code: tuple[tuple, ...]
    groups: int
    slots: int
    multi_line: bool
    ignore_case: bool
    literal: bool


@lru_cache(maxsize=512)
def compiled_pattern(pattern: str, flags: str) -> Program:
    """The program of a pattern; raises Null where the pattern or a flag is not one."""
    if not set(flags) <= FLAGS:
        raise Null(f"没有标志“{flags}”", f"there are no such flags: {flags!r}")
    parser = PatternParser(pattern, flags)
    literal = "q" in flags
    tree = _literal(pattern, parser.ignore_case) if literal else parser.parse()
    writer = _Writer(parser.groups)
    writer.emit(SAVE, 0)
    writer.write(tree)
    writer.emit(SAVE, 1)
    writer.emit(MATCH)
    return Program(
        tuple(tuple(step) for step in writer.code),
        parser.groups,
        writer.slots,
        "m" in flags,
        parser.ignore_case,
        literal,
    )


def _literal(pattern: str, ignore_case: bool) -> Branches:
    return Branches((tuple(Character(one_character(c, ignore_case=ignore_case)) for c in pattern),))


class _Writer:
    def __init__(self, groups: int) -> None:
        self.code: list[list] = []
        self.slots = 2 * (groups + 1)

    def emit(self, operation: int, argument: object = None, second: object = None) -> int:
        if len(self.code) >= MAX_INSTRUCTIONS:
            raise Null("正则表达式过大", "the pattern is too large")
        self.code.append([operation, argument, second])
        return len(self.code) - 1

    def write(self, node: object) -> None:
        match node:
            case Character(test):
                self.emit(CHARACTER, test)
            case Anchor(at_start):
                self.emit(LINE_START if at_start else LINE_END)
            case Reference(group):
                self.emit(REFERENCE, group)
            case Group(inner, None):
                self.write(inner)
            case Group(inner, number):
                self.emit(SAVE, 2 * number)
                self.write(inner)
                self.emit(SAVE, 2 * number + 1)
            case Branches(branches):
                self.write_branches(branches)
            case Repeat():
                self.write_repeat(node)

    def write_branches(self, branches: tuple[tuple[object, ...], ...]) -> None:
        jumps = []
        for index, branch in enumerate(branches):
            split = self.emit(SPLIT, len(self.code) + 1) if index < len(branches) - 1 else None
            for piece in branch:
                self.write(piece)
            if split is not None:
                jumps.append(self.emit(JUMP))
                self.code[split][2] = len(self.code)
        for jump in jumps:
            self.code[jump][1] = len(self.code)

    def write_repeat(self, repeat: Repeat) -> None:
        for _ in range(repeat.least):
            self.write(repeat.inner)
        if repeat.most is None:
            self.write_loop(repeat)
            return
        splits = []
        for _ in range(repeat.most - repeat.least):
            splits.append(self.emit(SPLIT))
            self.choose(splits[-1], len(self.code), None, repeat.greedy)
            self.write(repeat.inner)
        for split in splits:
            self.code[split][2 if repeat.greedy else 1] = len(self.code)

    def write_loop(self, repeat: Repeat) -> None:
        """Round and round, but never a round that consumes nothing: such a loop would not end."""
        slot = self.slots
        self.slots += 1
        split = self.emit(SPLIT)
        self.emit(MARK, slot)
        self.write(repeat.inner)
        self.emit(MOVED, slot)
        self.emit(JUMP, split)
        self.choose(split, split + 1, len(self.code), repeat.greedy)

    def choose(self, split: int, inside: int | None, outside: int | None, greedy: bool) -> None:
        first, second = (inside, outside) if greedy else (outside, inside)
        self.code[split][1:] = [first, second]
