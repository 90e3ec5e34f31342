"""The backtracking machine: no recursion, and every few steps are paid for."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from workflows.feel.patterns.characters import case_variants
from workflows.feel.patterns.program import (
    CHARACTER,
    JUMP,
    LINE_END,
    LINE_START,
    MARK,
    MATCH,
    MOVED,
    REFERENCE,
    SAVE,
    SPLIT,
    Program,
)

Spend = Callable[[int], None]
Slots = list[int]
"""Start and end of the match and of each group; -1 where a group took no part."""

_STEPS_PER_UNIT = 10
"""Steps of the machine that cost one step of the evaluation."""


def found_spans(program: Program, text: str, spend: Spend) -> Iterator[Slots]:
    """The matches from left to right, none overlapping; an empty match moves on by one character."""
    position = 0
    while position <= len(text):
        slots = _match_at(program, text, position, spend)
        if slots is None:
            position += 1
            continue
        yield slots
        position = slots[1] if slots[1] > slots[0] else slots[1] + 1


def _match_at(program: Program, text: str, start: int, spend: Spend) -> Slots | None:
    code = program.code
    slots: Slots = [-1] * program.slots
    # What to try next when stuck: (pc, position), or (-slot - 1, old value) to undo a change of a slot.
    waiting: list[tuple[int, int]] = []
    pc, position, steps = 0, start, 0
    while True:
        steps += 1
        if steps % _STEPS_PER_UNIT == 0:
            spend(1)
        operation, argument, second = code[pc]
        if operation == CHARACTER:
            stuck = position >= len(text) or not argument(text[position])
            position += 1
        elif operation == SPLIT:
            waiting.append((second, position))
            pc = argument
            continue
        elif operation == JUMP:
            pc = argument
            continue
        elif operation in (SAVE, MARK):
            waiting.append((-argument - 1, slots[argument]))
            slots[argument] = position
            stuck = False
        elif operation == MOVED:
            stuck = slots[argument] == position
        elif operation == MATCH:
            return slots
        elif operation == REFERENCE:
            end = _end_of_reference(program, text, position, slots, argument)
            stuck = end is None
            position = end if end is not None else position
        else:
            stuck = not _at_anchor(operation, program, text, position)
        if not stuck:
            pc += 1
            continue
        while waiting:
            pc, position = waiting.pop()
            if pc >= 0:
                break
            slots[-pc - 1] = position
        else:
            return None


def _end_of_reference(program: Program, text: str, position: int, slots: Slots, group: int) -> int | None:
    """Where a repetition of what a group took ends; a group that took no part repeats nothing."""
    begin, end = slots[2 * group], slots[2 * group + 1]
    wanted = text[begin:end] if begin >= 0 and end >= 0 else ""
    there = text[position : position + len(wanted)]
    if there == wanted or (
        program.ignore_case and len(there) == len(wanted) and _same_but_case(there, wanted)
    ):
        return position + len(wanted)
    return None


def _same_but_case(left: str, right: str) -> bool:
    return all(
        not case_variants(one).isdisjoint(case_variants(other))
        for one, other in zip(left, right, strict=True)
    )


def _at_anchor(operation: int, program: Program, text: str, position: int) -> bool:
    if operation == LINE_START:
        return position == 0 or (program.multi_line and text[position - 1] == "\n" and position < len(text))
    assert operation == LINE_END
    return position == len(text) or (program.multi_line and text[position] == "\n")
