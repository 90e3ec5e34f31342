"""Texts between fields: a little Markdown with FEEL in double braces, read into blocks; never HTML."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from workflows.rules.forms.options import sent_as
from workflows.rules.forms.setting import FormSetting
from workflows.rules.forms.typed_values import OFFICE_ZONE
from workflows.words import Sentence

_HEADING = re.compile(r"(#{1,6})\s+(.*)")
_ITEM = re.compile(r"(?:[-*+]|\d+[.)])\s+(.*)")
_TEMPLATE = re.compile(r"\{\{(.+?)\}\}", re.DOTALL)
_BOLD = re.compile(r"\*\*(.+?)\*\*|__(.+?)__")


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph, heading or list: its lines, each a list of runs (text, bold)."""

    kind: str  #: "paragraph", "heading", "list"
    lines: tuple[tuple[tuple[str, bool], ...], ...]


@dataclass(frozen=True, slots=True)
class Prose:
    zh: tuple[Block, ...]
    en: tuple[Block, ...]

    def in_language(self, language: str) -> tuple[Block, ...]:
        return self.en if language.lower().startswith("en") else self.zh


def read_prose(text: Sentence, setting: FormSetting, answers: Mapping[str, Any]) -> Prose:
    """The text in both languages, its expressions evaluated over variables and answers."""
    return Prose(_blocks(_filled(text.zh, setting, answers)), _blocks(_filled(text.en, setting, answers)))


def _filled(text: str, setting: FormSetting, answers: Mapping[str, Any]) -> str:
    if text.lstrip().startswith("="):
        return _said(setting.value_of(text, answers))
    return _TEMPLATE.sub(lambda found: _said(setting.value_of(found[1], answers)), text)


def _said(value: Any) -> str:
    """A FEEL value in a sentence; lists are joined as Chinese lists are."""
    if isinstance(value, datetime):
        local = value.astimezone(OFFICE_ZONE) if value.tzinfo else value
        return f"{local.year}年{local.month}月{local.day}日 {local:%H:%M}"
    if isinstance(value, date):
        return f"{value.year}年{value.month}月{value.day}日"
    if isinstance(value, list):
        return "、".join(_said(item) for item in value)
    if isinstance(value, bool):
        return "是" if value else "否"
    return sent_as(value) if isinstance(value, str | Decimal) else ""


def _blocks(text: str) -> tuple[Block, ...]:
    blocks: list[Block] = []
    for part in re.split(r"\n\s*\n", text.strip()):
        lines = [line.strip() for line in part.splitlines() if line.strip()]
        if lines:
            blocks.extend(_block(lines))
    return tuple(blocks)


def _block(lines: list[str]) -> list[Block]:
    heading = _HEADING.fullmatch(lines[0])
    if heading:
        return [Block("heading", (_runs(heading[2]),)), *(_block(lines[1:]) if lines[1:] else [])]
    items = [_ITEM.fullmatch(line) for line in lines]
    if all(items):
        return [Block("list", tuple(_runs(item[1]) for item in items if item))]
    return [Block("paragraph", tuple(_runs(line) for line in lines))]


def _runs(line: str) -> tuple[tuple[str, bool], ...]:
    runs: list[tuple[str, bool]] = []
    end = 0
    for found in _BOLD.finditer(line):
        runs.append((line[end : found.start()], False))
        runs.append((found[1] or found[2], True))
        end = found.end()
    return tuple(run for run in (*runs, (line[end:], False)) if run[0])
