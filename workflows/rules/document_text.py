"""The lines of an official document: text in UTF-8, UTF-16 or GB18030, or a Word .docx file."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Iterator

import docx
from docx.document import Document
from docx.opc.exceptions import PackageNotFoundError
from docx.table import Table
from lxml.etree import XMLSyntaxError

from workflows.rules.word_numbering import WordNumbers
from workflows.words import DomainError, Sentence

LARGEST_DOCUMENT = 10 * 1024 * 1024
LARGEST_UNPACKED = 100 * 1024 * 1024
LONGEST_TEXT = 1_000_000  #: characters; a duty list has some thousands

_OLD_WORD = b"\xd0\xcf\x11\xe0"
_PDF = b"%PDF"
_ZIP = b"PK\x03\x04"
# What python-docx and the libraries under it raise for a file that is broken somewhere inside.
_BROKEN_WORD = (
    *(zipfile.BadZipFile, zlib.error, PackageNotFoundError, XMLSyntaxError, EOFError, OSError),
    *(AttributeError, IndexError, KeyError, RuntimeError, UnicodeDecodeError, ValueError),
)
_LINE_ENDS = re.compile(r"\r\n|[\n\r\v\f\x1c-\x1e\x85\u2028\u2029]")
_INVISIBLE = re.compile("[\ufeff\u200b\u200c\u200d\u2060\u00ad]")


class DocumentUnreadable(DomainError):
    """The file holds no text we can read."""


def _unreadable(zh: str, en: str) -> DocumentUnreadable:
    return DocumentUnreadable(Sentence(zh, en))


def document_lines(data: bytes) -> list[str]:
    """The lines of a document, invisible characters taken out; a paragraph of a .docx file is a line.

    Raises DocumentUnreadable for anything that is not a text or a .docx file, or is too large.
    """
    if len(data) > LARGEST_DOCUMENT:
        raise _unreadable("文件过大，不是清单文件。", "The file is too large for a list.")
    if data.startswith(_OLD_WORD):
        raise _unreadable(
            "这是旧版Word（.doc）文件，请另存为.docx或纯文本。",
            "This is an old Word file (.doc): save it as .docx or text.",
        )
    if data.startswith(_PDF):
        raise _unreadable(
            "这是PDF文件，请提供纯文本或.docx。", "This is a PDF file: give its text or a .docx file."
        )
    text = _word_text(data) if data.startswith(_ZIP) else _plain_text(data)
    if len(text) > LONGEST_TEXT:
        raise _unreadable("文字过长，不是清单文件。", "The text is too long for a list.")
    return [_INVISIBLE.sub("", line) for line in _LINE_ENDS.split(text)]


def _plain_text(data: bytes) -> str:
    encodings = ["utf-16"] if data[:2] in (b"\xff\xfe", b"\xfe\xff") else ["utf-8-sig", "gb18030"]
    for encoding in encodings:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    raise _unreadable("文件不是UTF-8或GB18030编码的文本。", "The file is no text in UTF-8 or GB18030.")


def _word_text(data: bytes) -> str:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            unpacked = sum(member.file_size for member in archive.infolist())
        if unpacked <= LARGEST_UNPACKED:
            return "\n".join(_paragraphs(docx.Document(io.BytesIO(data))))
    except _BROKEN_WORD as error:
        raise _unreadable("文件不是有效的.docx文件。", "The file is no valid .docx file.") from error
    raise _unreadable("文件解压后过大。", "The file is too large when unpacked.")


def _paragraphs(document: Document) -> Iterator[str]:
    numbers = WordNumbers(document)
    for block in document.iter_inner_content():
        if isinstance(block, Table):
            cells = [cell for row in block.rows for cell in row.cells]
            yield from (numbers.before(part) + part.text for cell in cells for part in cell.paragraphs)
        else:
            yield numbers.before(block) + block.text
