"""The numbers Word writes by itself: 一、 and （一） that stand in no paragraph's text.

Word keeps automatic numbers apart from the text, as levels of a list (ECMA-376 Part 1, 17.9). Without them
a list typed in Word would seem to have no headings and no clauses.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from docx.document import Document
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml.ns import qn
from docx.text.paragraph import Paragraph
from lxml.etree import _Element as Element

from workflows.rules.chinese_numbers import in_chinese

_IN_CHINESE = {
    "chineseCounting",
    "chineseCountingThousand",
    "ideographDigital",
    "japaneseCounting",
    "japaneseDigitalTenThousand",
    "taiwaneseCounting",
    "taiwaneseCountingThousand",
}
_NO_NUMBER = {"bullet", "none"}


@dataclass(frozen=True, slots=True)
class Level:
    """One level of a list: how its number is written, within which text, from where it counts."""

    form: str
    text: str  #: （%2）
    start: int


class WordNumbers:
    """Counts a document's automatic numbers, paragraph by paragraph in the document's order."""

    def __init__(self, document: Document) -> None:
        self._levels: dict[str, dict[int, Level]] = {}
        self._lists: dict[str, str] = {}
        self._restarts: dict[str, dict[int, int]] = {}
        self._counts: dict[str, dict[int, int]] = {}
        self._styles = {style.style_id: style.element for style in document.styles}
        for relation in document.part.rels.values():
            if relation.reltype == RELATIONSHIP_TYPE.NUMBERING and not relation.is_external:
                self._read(relation.target_part.element)

    def _read(self, numbering: Element) -> None:
        for abstract in numbering.findall(qn("w:abstractNum")):
            levels = {_number(level, "w:ilvl"): _level(level) for level in abstract.findall(qn("w:lvl"))}
            self._levels[abstract.get(qn("w:abstractNumId"), "")] = levels
        for listed in numbering.findall(qn("w:num")):
            name = listed.get(qn("w:numId"), "")
            self._lists[name] = _value(listed.find(qn("w:abstractNumId")))
            self._restarts[name] = {
                _number(override, "w:ilvl"): int(_value(start) or 1)
                for override in listed.findall(qn("w:lvlOverride"))
                if (start := override.find(qn("w:startOverride"))) is not None
            }

    def before(self, paragraph: Paragraph) -> str:
        """The number Word shows before a paragraph, or nothing. To be asked once for each, in order."""
        numbered = self._place(paragraph)
        if numbered is None:
            return ""
        name, depth = numbered
        levels = self._levels.get(self._lists.get(name, ""), {})
        if depth not in levels or levels[depth].form in _NO_NUMBER:
            return ""
        counts = self._count(name, depth, levels)
        return re.sub(r"%(\d)", lambda found: _written(counts, levels, int(found[1]) - 1), levels[depth].text)

    def _place(self, paragraph: Paragraph) -> tuple[str, int] | None:
        """The list and level a paragraph is in, by itself or through its style."""
        seen: set[str] = set()
        element = paragraph._p
        style = paragraph.style.style_id if paragraph.style is not None else None
        while True:
            place = element.find(f"{qn('w:pPr')}/{qn('w:numPr')}")
            if place is not None:
                name = _value(place.find(qn("w:numId")))
                return (name, int(_value(place.find(qn("w:ilvl"))) or 0)) if name not in ("", "0") else None
            if style is None or style in seen or style not in self._styles:
                return None
            seen.add(style)
            element = self._styles[style]
            style = _value(element.find(qn("w:basedOn"))) or None

    def _count(self, name: str, depth: int, levels: dict[int, Level]) -> dict[int, int]:
        counts = self._counts.setdefault(self._lists[name], {})
        restart = self._restarts[name].pop(depth, None)  # a list of its own begins anew, once
        if restart is not None:
            counts[depth] = restart
        else:
            counts[depth] = counts.get(depth, levels[depth].start - 1) + 1
        for deeper in [level for level in counts if level > depth]:
            del counts[deeper]
        return counts


def _level(level: Element) -> Level:
    form, text, start = (_value(level.find(qn(f"w:{part}"))) for part in ("numFmt", "lvlText", "start"))
    return Level(form or "decimal", text, int(start or 1))


def _written(counts: dict[int, int], levels: dict[int, Level], depth: int) -> str:
    level = levels.get(depth)
    count = counts.get(depth, level.start if level else 1)
    return in_chinese(count) if level and level.form in _IN_CHINESE and count < 100 else str(count)


def _value(element: Element | None) -> str:
    return element.get(qn("w:val"), "") if element is not None else ""


def _number(element: Element, attribute: str) -> int:
    return int(element.get(qn(attribute), "0"))
