"""What a duty list consists of once it is read, and how it is refused when it cannot be."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from workflows.rules import document_furniture as furniture
from workflows.words import DomainError, Sentence

_PARAGRAPH_ENDS = "。；;！？!?：:”』」"


class DutyListUnreadable(DomainError):
    """The document is not a duty list in the known form; nothing of it is kept. `line` counts from 1."""

    def __init__(self, line: int | None, reason: Sentence) -> None:
        where = Sentence(f"第{line}行：", f"line {line}: ") if line else Sentence("", "")
        super().__init__(Sentence(f"{where.zh}{reason.zh}。", f"{where.en}{reason.en}."), field="file")
        self.line = line
        self.reason = reason


@dataclass(frozen=True, slots=True)
class ParsedClause:
    """One duty, verbatim; the notice's own duties have no number."""

    code: str  #: M-01
    number: str  #: （一）
    text: str
    line: int  #: where it begins in the document


@dataclass(frozen=True, slots=True)
class ParsedRole:
    """A part of the list with its opening words and its clauses."""

    number: str  #: 一
    heading: str  #: 市长职责
    holder: str  #: 市长
    letter: str  #: M; a second part of the same kind has V2, …
    chapeau: str
    clauses: tuple[ParsedClause, ...]
    line: int


@dataclass(frozen=True, slots=True)
class ParsedDutyList:
    """The whole document."""

    title: str
    document_no: str
    issuing_body: str
    issued_on: date | None
    notice_title: str
    notice_text: str
    preamble: str
    notice_duties: tuple[ParsedClause, ...]
    roles: tuple[ParsedRole, ...]
    source_text: str

    @property
    def clauses(self) -> tuple[ParsedClause, ...]:
        """All clauses in the list's order, the notice's own duties last."""
        return (*(clause for role in self.roles for clause in role.clauses), *self.notice_duties)


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the document that carries text, page numbers left out."""

    number: int
    text: str  #: without spaces at its ends

    @property
    def squeezed(self) -> str:
        return furniture.squeezed(self.text)


def refused(line: Line | int | None, zh: str, en: str) -> DutyListUnreadable:
    """The refusal of a document at a line, or as a whole."""
    return DutyListUnreadable(line.number if isinstance(line, Line) else line, Sentence(zh, en))


def paragraphs(lines: Iterable[Line]) -> list[Line]:
    """Lines put together to paragraphs: a line goes on where the one before it has no end."""
    result: list[Line] = []
    for line in lines:
        if result and result[-1].text[-1] not in _PARAGRAPH_ENDS:
            result[-1] = Line(result[-1].number, result[-1].text + line.text)
        else:
            result.append(line)
    return result
