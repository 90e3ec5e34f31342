"""Reads a government's duty list from the official document's own text.

The form: a covering notice (title, addressees, text, issuing body, date), the list's title and preamble,
parts headed 一、市长职责 with or without opening words, clauses numbered （一）, then the distribution and
printing lines. Clauses stay verbatim, slips of the pen included; lines broken by the page are put together
again. What does not have this form is refused with the line: a list half read would be worse than none.
"""

from __future__ import annotations

from workflows.rules import document_furniture as furniture
from workflows.rules.document_text import DocumentUnreadable, document_lines
from workflows.rules.duty_list_form import (
    DutyListUnreadable,
    Line,
    ParsedClause,
    ParsedDutyList,
    ParsedRole,
    refused,
)
from workflows.rules.duty_list_front import read_front, read_signature
from workflows.rules.duty_list_parts import first_part, list_end, read_parts

__all__ = ["DutyListUnreadable", "ParsedClause", "ParsedDutyList", "ParsedRole", "parse_duty_list"]


def parse_duty_list(data: bytes) -> ParsedDutyList:
    """Read a duty list from the file's bytes (text in UTF-8 or GB18030, or .docx).

    Raises DutyListUnreadable with the line and the reason.
    """
    try:
        source = document_lines(data)
    except DocumentUnreadable as error:
        raise DutyListUnreadable(None, error.sentence) from error
    lines = [Line(number, text.strip()) for number, text in enumerate(source, 1)]
    lines = [line for line in lines if line.text and not _is_ornament(line.text)]
    if not lines:
        raise refused(None, "文件中没有文字", "the document holds no text")
    begin = first_part(lines)
    document_no, front, body = _document_number(lines, begin)
    end = list_end(body)
    roles = read_parts(body[:end])
    front_matter = read_front(front)
    signature = read_signature(front, body[end:])
    return ParsedDutyList(
        title=front_matter.title,
        document_no=document_no,
        issuing_body=signature.issuing_body,
        issued_on=signature.issued_on,
        notice_title=front_matter.notice_title,
        notice_text=front_matter.notice_text,
        preamble=front_matter.preamble,
        notice_duties=front_matter.notice_duties,
        roles=roles,
        source_text="\n".join(source).strip("\n"),
    )


def _is_ornament(text: str) -> bool:
    return furniture.is_page_number(text) or furniture.is_banner(text)


def _document_number(lines: list[Line], begin: int) -> tuple[str, list[Line], list[Line]]:
    """The document's own number, and the other lines before and after the list's beginning.

    Other documents' numbers are cited within sentences; the document's own stands in a line by itself.
    """
    own = {line: number for line in lines if (number := furniture.document_number(line.text))}
    numbers = list(dict.fromkeys(own.values()))
    if not numbers:
        raise refused(
            None,
            "找不到发文字号（如“双政发〔2022〕3号”单独成行）",
            "there is no document number in a line of its own",
        )
    if len(numbers) > 1:
        second = next(line for line, number in own.items() if number != numbers[0])
        raise refused(
            second,
            f"出现两个发文字号“{numbers[0]}”和“{numbers[1]}”",
            f"a second document number, {numbers[1]}",
        )
    front = [line for line in lines[:begin] if line not in own]
    body = [line for line in lines[begin:] if line not in own]
    return numbers[0], front, body
