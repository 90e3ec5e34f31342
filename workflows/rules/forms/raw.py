"""Raw answers: what a browser sent, made harmless but not judged; rows of dynamic lists added and removed."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from workflows.rules.forms.schema import Form

RawAnswers = dict[str, list[str]]

LONGEST_VALUE = 200_000  #: characters kept of one value; validation refuses far shorter ones with words
MOST_VALUES = 500  #: under one name
MOST_ROWS = 100  #: of one dynamic list

# Control characters no office text needs; databases refuse NUL. Line ends come as CR LF from browsers.
_UNFIT = dict.fromkeys([*range(0, 9), 11, 12, *range(14, 32), 127, *range(0xD800, 0xE000)])


def read_raw(form: Form, sent: Iterable[tuple[str, Iterable[str]]]) -> RawAnswers:
    """Of everything sent, the names that belong to the form, cleaned; rows are numbered from 0 without
    gaps."""
    known = {name: [_clean(value) for value in list(values)[:MOST_VALUES]] for name, values in sent}
    return _belonging(form, known)


def count_rows(raw: Mapping[str, list[str]], name: str) -> int:
    """How many rows the dynamic list with this full name has in the answers."""
    return len(_row_numbers(raw, name))


def add_row(raw: RawAnswers, name: str) -> RawAnswers:
    """The answers with one more, empty row at the end of a dynamic list."""
    rows = count_rows(raw, name)
    return {**raw, f"{name}[{rows}]": [""]} if rows < MOST_ROWS else dict(raw)


def remove_row(raw: RawAnswers, name: str, row: int) -> RawAnswers:
    """The answers without one row of a dynamic list; later rows move up."""
    kept: RawAnswers = {}
    for key, values in raw.items():
        at = _row_of(key, name)
        if at is None:
            kept[key] = values
        elif at[0] != row:
            kept[f"{name}[{at[0] - (at[0] > row)}]{at[1]}"] = values
    # The list itself stays in the answers: a list without rows is not one that was never asked.
    kept.setdefault(name, [""])
    return kept


def _belonging(form: Form, sent: Mapping[str, list[str]]) -> RawAnswers:
    raw: RawAnswers = {}
    _take(form.components, "", sent, "", raw)
    return raw


def _take(components, prefix: str, sent: Mapping[str, list[str]], target: str, raw: RawAnswers) -> None:
    for component in components:
        name, kept = prefix + component.key, target + component.key
        if component.type == "group":
            inner = f"{component.key}." if component.key else ""
            _take(component.components, prefix + inner, sent, target + inner, raw)
        elif component.type == "dynamiclist":
            _take_rows(component, name, sent, kept, raw)
        elif component.is_input and name in sent:
            raw[kept] = sent[name]


def _take_rows(component, name: str, sent: Mapping[str, list[str]], kept: str, raw: RawAnswers) -> None:
    numbers = _row_numbers(sent, name)[:MOST_ROWS]
    if numbers or name in sent:
        raw[kept] = [""]
    for position, number in enumerate(numbers):
        raw[f"{kept}[{position}]"] = [""]
        _take(component.components, f"{name}[{number}].", sent, f"{kept}[{position}].", raw)


def _row_numbers(raw: Mapping[str, list[str]], name: str) -> list[int]:
    return sorted({at[0] for key in raw if (at := _row_of(key, name)) is not None})


def _row_of(key: str, name: str) -> tuple[int, str] | None:
    """Row number and rest of a name inside a dynamic list: ``matters[0].title`` → 0, ``.title``."""
    if not key.startswith(f"{name}["):
        return None
    found = re.fullmatch(r"\[([0-9]{1,6})\](|\..*)", key[len(name) :], re.DOTALL)
    return (int(found[1]), found[2]) if found else None


def _clean(value: str) -> str:
    return value[:LONGEST_VALUE].replace("\r\n", "\n").replace("\r", "\n").translate(_UNFIT)
