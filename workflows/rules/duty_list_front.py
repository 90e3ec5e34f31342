"""What stands before a list's first part: covering notice, signature, title and preamble."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from workflows.rules import document_furniture as furniture
from workflows.rules.chinese_numbers import date_in
from workflows.rules.duty_list_form import Line, ParsedClause, paragraphs, refused

_TITLE = re.compile(r"[^，。；,;：:]*清单([（(].*[）)])?")
_NAMED_TITLE = re.compile(r"《([^《》]*清单[^《》]*)》")
_LONGEST_TITLE_LINES = 3
_NOTICE_DUTY = re.compile(r"各[^，。；]{1,20}?(要|应|须)")
_SENTENCE = re.compile(r"[^。]*。|[^。]+$")
_ISSUER_IN_TITLE = re.compile(r"(.{2,30}?)(关于)?印发")


@dataclass(frozen=True, slots=True)
class FrontMatter:
    """The covering notice and the opening of the list."""

    title: str
    notice_title: str
    notice_text: str
    notice_duties: tuple[ParsedClause, ...]
    preamble: str


@dataclass(frozen=True, slots=True)
class Signature:
    """Who issued the document, and when."""

    issuing_body: str
    issued_on: date | None


def read_front(lines: Sequence[Line]) -> FrontMatter:
    """The notice, its own duties, the list's title and preamble. Raises DutyListUnreadable."""
    notice, opening = _at_the_signature(lines)
    title, preamble = _title(notice, opening)
    notice_title, notice_lines = _notice(notice)
    text = paragraphs(notice_lines)
    return FrontMatter(
        title,
        notice_title,
        "\n".join(paragraph.text for paragraph in text),
        _notice_duties(text),
        "\n".join(paragraph.text for paragraph in paragraphs(preamble)),
    )


def _at_the_signature(lines: Sequence[Line]) -> tuple[Sequence[Line], Sequence[Line]]:
    """What stands before the notice's signature and after it; without one, the list's title divides."""
    for index, line in enumerate(lines):
        if furniture.signature_line(line.text) is not None:
            unsigned = [line for line in lines[:index] if not furniture.is_issuing_body(line.text)]
            return unsigned, lines[index + 1 :]
    titles = [index for index, line in enumerate(lines) if _TITLE.fullmatch(line.squeezed)]
    return (lines[: titles[-1]], lines[titles[-1] :]) if titles else (lines, [])


def _title(notice: Sequence[Line], opening: Sequence[Line]) -> tuple[str, Sequence[Line]]:
    """The list's title and its preamble: the title's line, or as the notice names it."""
    for count in range(1, min(_LONGEST_TITLE_LINES, len(opening)) + 1):
        words = "".join(line.squeezed for line in opening[:count])
        if _TITLE.fullmatch(words):
            return words, opening[count:]
    alone = [line.squeezed for line in notice if _TITLE.fullmatch(line.squeezed)]
    named = _NAMED_TITLE.findall("".join(line.squeezed for line in notice))
    if not alone and not named:
        raise refused(None, "找不到清单的标题", "the list has no title")
    return (alone or named)[-1], opening


def _notice(lines: Sequence[Line]) -> tuple[str, Sequence[Line]]:
    """The notice's title, and its text from the addressees on."""
    for index, line in enumerate(lines):
        if line.text[-1] in "：:" or line.squeezed.endswith("通知"):
            begin = index if line.text[-1] in "：:" else index + 1
            return "".join(before.squeezed for before in lines[:begin]), lines[begin:]
    return "", lines


def _notice_duties(text: Sequence[Line]) -> tuple[ParsedClause, ...]:
    """What the notice itself tells the addressees to do: its sentences “各县（区）要…”."""
    duties: list[ParsedClause] = []
    for paragraph in text:
        if paragraph.text[-1] in "：:":
            continue
        for sentence in _SENTENCE.findall(paragraph.text):
            if _NOTICE_DUTY.match(sentence.strip()):
                code = f"N-{len(duties) + 1:02d}"
                duties.append(ParsedClause(code, "", sentence.strip(), paragraph.number))
    return tuple(duties)


def read_signature(front: Sequence[Line], back: Sequence[Line]) -> Signature:
    """The issuing body and the date, from the notice's signature, else from the end of the document.

    Where nobody signs, it is the body the notice's title begins with, or the one that printed the document.
    Raises DutyListUnreadable for a date no calendar has, or when no body is named anywhere.
    """
    printed = next((found for line in back if (found := furniture.printing_line(line.text))), ("", ""))
    in_title = _ISSUER_IN_TITLE.match("".join(line.squeezed for line in front[:3]))
    unsigned = [in_title[1] if in_title else "", printed[0]]
    signed = _body_before_the_date(front) or _body_before_the_date(back)
    body = signed or next((name for name in unsigned if furniture.is_issuing_body(name)), None)
    if body is None:
        raise refused(None, "找不到发文机关", "no issuing body is named")
    return Signature(body, _date(front) or _date(back) or date_in(printed[1])[0])


def _date(lines: Sequence[Line]) -> date | None:
    for line in lines:
        signed = furniture.signature_line(line.text)
        if signed is not None:
            if signed.day is None:
                raise refused(
                    line, f"日期“{line.squeezed}”不存在", f"there is no such day as {line.squeezed}"
                )
            return signed.day
    return None


def _body_before_the_date(lines: Sequence[Line]) -> str | None:
    for line in lines:
        if furniture.is_issuing_body(line.text):
            return line.squeezed
        signed = furniture.signature_line(line.text)
        if signed is not None and signed.body:
            return signed.body
    return None
