"""Buttons inside a form that change it without handing it in: a row more or less, a preset opinion."""

from __future__ import annotations

import re
from collections.abc import Mapping

from workflows.rules.forms import RawAnswers, add_row, remove_row

BUTTONS = ("_add", "_remove", "_preset", "_refresh")

_ROW = re.compile(r"(.+)\[(\d{1,4})\]", re.DOTALL)


def changed(raw: RawAnswers, pressed: Mapping[str, str]) -> RawAnswers | None:
    """The answers after the button that was pressed; None where none of these was."""
    if "_add" in pressed:
        return add_row(raw, pressed["_add"])
    if "_remove" in pressed:
        row = _ROW.fullmatch(pressed["_remove"])
        return remove_row(raw, row[1], int(row[2])) if row else raw
    if "_preset" in pressed:
        name, _, words = pressed["_preset"].partition("=")
        return {**raw, name: [_with_preset(raw.get(name, [""]), words)]}
    return raw if "_refresh" in pressed else None


def _with_preset(kept: list[str], words: str) -> str:
    """The preset alone in an empty field; behind what was typed otherwise, for nothing typed may be lost."""
    typed = (kept[0] if kept else "").rstrip()
    return f"{typed}\n{words}" if typed and words not in typed else typed or words
