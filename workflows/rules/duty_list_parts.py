"""The parts of a duty list and their clauses, each number in its turn."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from workflows.rules import document_furniture as furniture
from workflows.rules.chinese_numbers import chinese_number, in_chinese
from workflows.rules.duty_list_form import DutyListUnreadable, Line, ParsedClause, ParsedRole, refused
from workflows.rules.duty_roles import role_holder, role_letter

LONGEST_HEADING = 40

_HEADING = re.compile(r"([一二三四五六七八九十]{1,3})[、.．，,](.+)")
_CLAUSE = re.compile(r"[（(]\s*([一二三四五六七八九十]{1,3}|[0-9０-９]{1,2})\s*[）)][\s、.．]*(.*)", re.S)
_ENCLOSED = {chr(0x3220 + value): f"（{in_chinese(value + 1)}）" for value in range(10)}  # ㈠ … ㈩
_SENTENCE_ENDS = "。；;！？!?”"


@dataclass(frozen=True, slots=True)
class Heading:
    """一、市长职责"""

    number: int
    words: str
    holder: str
    letter: str | None


@dataclass(slots=True)
class _Clause:
    number: int
    line: Line
    text: str


@dataclass(slots=True)
class _Part:
    heading: Heading
    line: Line
    chapeau: str = ""
    clauses: list[_Clause] = field(default_factory=list)

    def is_unfinished(self) -> bool:
        """Whether the last words written break off within a sentence."""
        last = self.clauses[-1].text if self.clauses else self.chapeau
        return bool(last) and last[-1] not in _SENTENCE_ENDS

    def go_on(self, text: str) -> None:
        if self.clauses:
            self.clauses[-1].text += text
        else:
            self.chapeau += text


def heading_of(line: Line) -> Heading | None:
    """The heading a line is: a short numbered line that is no sentence."""
    text = line.squeezed.rstrip("：:")
    found = _HEADING.fullmatch(text)
    if found is None or len(text) > LONGEST_HEADING or text[-1] in _SENTENCE_ENDS:
        return None
    number = chinese_number(found[1])
    holder = role_holder(found[2])
    return Heading(number, found[2], holder, role_letter(holder)) if number else None


def clause_of(line: Line) -> tuple[int, str] | None:
    """The number and the first words of the clause a line begins."""
    text = _ENCLOSED.get(line.text[0], line.text[0]) + line.text[1:]
    found = _CLAUSE.fullmatch(text)
    number = chinese_number(found[1]) if found else None
    return (number, found[2]) if found and number else None


def first_part(lines: Sequence[Line]) -> int:
    """Where the list's first part begins. Raises DutyListUnreadable when no heading names an office."""
    for index, line in enumerate(lines):
        heading = heading_of(line)
        if heading is not None and heading.letter is not None:
            return index
    numbered = next((line for line in lines if heading_of(line) or clause_of(line)), None)
    raise refused(
        numbered,
        "没有职务标题（如“一、市长职责”）",
        "there is no heading that names an office (such as 一、市长职责)",
    )


def list_end(lines: Sequence[Line]) -> int:
    """Where the list ends: at the signature, a remark, the distribution or the printing line.

    Raises DutyListUnreadable when what comes after that may still belong to the list: nothing may be lost.
    """
    end = next((index for index in range(len(lines)) if _ends_the_list(lines, index)), len(lines))
    free = False  # the distribution list and enclosures are free text
    for line in lines[end:]:
        free = free or furniture.opens_free_text(line.text)
        if clause_of(line) or ((heading := heading_of(line)) and heading.letter):
            raise refused(
                line, "清单结束之后又出现条款", "a numbered clause stands after the end of the list"
            )
        if not free and not _is_furniture(line):
            raise refused(line, "清单结束之后又有文字", "there is more text after the end of the list")
    return end


def _ends_the_list(lines: Sequence[Line], index: int) -> bool:
    """A line that only names a body is a signature after a full sentence or before a date; within a sentence
    it is a piece of text the page has broken off."""
    text = lines[index].text
    if not furniture.is_issuing_body(text):
        return _is_furniture(lines[index])
    after_sentence = index > 0 and lines[index - 1].text[-1] in _SENTENCE_ENDS
    before_date = index + 1 < len(lines) and furniture.signature_line(lines[index + 1].text) is not None
    return after_sentence or before_date


def _is_furniture(line: Line) -> bool:
    return (
        furniture.opens_free_text(line.text)
        or furniture.is_remark(line.text)
        or furniture.is_issuing_body(line.text)
        or furniture.signature_line(line.text) is not None
    )


def read_parts(lines: Sequence[Line]) -> tuple[ParsedRole, ...]:
    """All parts with their clauses. Raises DutyListUnreadable for anything out of turn, double or empty."""
    parts: list[_Part] = []
    for line in lines:
        heading, clause = heading_of(line), clause_of(line)
        if heading is not None and not (heading.letter is None and parts and parts[-1].is_unfinished()):
            parts.append(_new_part(heading, line, parts))
        elif clause is not None:
            _add_clause(parts[-1], *clause, line)
        else:
            parts[-1].go_on(line.text)
    letters = _letters(parts)
    return tuple(_finished(part, letter) for part, letter in zip(parts, letters, strict=True))


def _new_part(heading: Heading, line: Line, parts: list[_Part]) -> _Part:
    expected = len(parts) + 1
    if heading.number != expected:
        raise _out_of_turn(line, heading.number, expected, "部分", "part", "、")
    if heading.letter is None:
        raise refused(
            line,
            f"标题“{heading.words}”没有写明市（县、区）政府的职务",
            f"the heading “{heading.words}” names no office we know",
        )
    return _Part(heading, line)


def _add_clause(part: _Part, number: int, text: str, line: Line) -> None:
    expected = len(part.clauses) + 1
    if number != expected:
        raise _out_of_turn(line, number, expected, f"“{part.heading.words}”", f"“{part.heading.words}”", "")
    part.clauses.append(_Clause(number, line, text))


def _out_of_turn(
    line: Line, number: int, expected: int, where_zh: str, where_en: str, sign: str
) -> DutyListUnreadable:
    shown, wanted = (f"{in_chinese(n)}{sign}" if sign else f"（{in_chinese(n)}）" for n in (number, expected))
    if number < expected:
        return refused(line, f"{where_zh}中“{shown}”出现两次", f"{shown} stands twice in {where_en}")
    return refused(
        line,
        f"{where_zh}中编号不连续：应为“{wanted}”，却是“{shown}”",
        f"{wanted} is missing before {shown} in {where_en}",
    )


def _letters(parts: Sequence[_Part]) -> list[str]:
    """M, E, S, V, G; a second part of the same kind is V2, so that codes stay single."""
    letters: list[str] = []
    for part in parts:
        earlier = sum(letter.rstrip("0123456789") == part.heading.letter for letter in letters)
        letters.append(f"{part.heading.letter}{earlier + 1 if earlier else ''}")
    return letters


def _finished(part: _Part, letter: str) -> ParsedRole:
    if not part.clauses:
        raise refused(
            part.line,
            f"“{part.heading.words}”之下没有条款",
            f"there is no clause under “{part.heading.words}”",
        )
    clauses = []
    for clause in part.clauses:
        number, text = f"（{in_chinese(clause.number)}）", clause.text.strip()
        if not re.search(r"[\u4e00-\u9fff]", text):
            raise refused(clause.line, f"条款{number}没有内容", f"the clause {number} is empty")
        clauses.append(ParsedClause(f"{letter}-{clause.number:02d}", number, text, clause.line.number))
    heading = part.heading
    return ParsedRole(
        in_chinese(heading.number),
        heading.words,
        heading.holder,
        letter,
        part.chapeau.strip(),
        tuple(clauses),
        part.line.number,
    )
