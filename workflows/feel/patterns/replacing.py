"""``replace``: what stands in the replacement for each match."""

from __future__ import annotations

from workflows.feel.errors import Null
from workflows.feel.patterns.matching import Slots, Spend, found_spans
from workflows.feel.patterns.program import Program

Part = str | int
"""Text as it is, or the number of a group."""


def replaced(program: Program, text: str, replacement: str, spend: Spend) -> str:
    """The text with every match replaced. Raises Null where the pattern matches nothing or the
    replacement is wrong.
    """
    parts = [replacement] if program.literal else replacement_parts(replacement, program.groups)
    pieces, end = [], 0
    for slots in found_spans(program, text, spend):
        if slots[0] == slots[1]:
            raise Null("模式不能匹配空串", "the pattern must not match nothing")
        spend(1)
        pieces.append(text[end : slots[0]])
        pieces.extend(_taken(part, text, slots) for part in parts)
        end = slots[1]
    return "".join([*pieces, text[end:]])


def _taken(part: Part, text: str, slots: Slots) -> str:
    if isinstance(part, str):
        return part
    begin, end = slots[2 * part], slots[2 * part + 1]
    return text[begin:end] if begin >= 0 and end >= 0 else ""


def replacement_parts(replacement: str, groups: int) -> list[Part]:
    """``$1`` is a group, ``\\$`` a dollar, ``\\\\`` a backslash; a group there is not is empty text."""
    parts: list[Part] = []
    position = 0
    while position < len(replacement):
        character = replacement[position]
        following = replacement[position + 1 : position + 2]
        if character == "\\":
            if following not in ("\\", "$"):
                raise Null(
                    "替换文本中的“\\”之后应为“\\”或“$”",
                    "a backslash in the replacement takes a backslash or $",
                )
            parts.append(following)
            position += 2
        elif character == "$":
            if not (following.isascii() and following.isdigit()):
                raise Null("替换文本中的“$”之后应为数字", "a $ in the replacement takes a digit")
            number, position = _group_number(replacement, position + 1, groups)
            parts.append(number if number <= groups else "")
        else:
            parts.append(character)
            position += 1
    return parts


def _group_number(replacement: str, position: int, groups: int) -> tuple[int, int]:
    """The longest number that names a group, and where it ends."""
    number = int(replacement[position])
    position += 1
    while (
        replacement[position : position + 1].isdigit() and number * 10 + int(replacement[position]) <= groups
    ):
        number = number * 10 + int(replacement[position])
        position += 1
    return number, position
