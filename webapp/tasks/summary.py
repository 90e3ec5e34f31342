"""What will be written, in words, before an act that cannot be taken back."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from flask_babel import gettext as _

from workflows.rules.forms import FieldShown, FormShown

from ..dates import day, moment
from ..i18n import say
from .typed_dates import typed_moment


@dataclass(frozen=True)
class Line:
    """One answer: what was asked, what is answered."""

    label: str
    words: str


def summary_of(shown: FormShown) -> list[Line]:
    """The visible answers of a form in the order of the page."""
    return [line for field in shown.fields for line in _lines(field, "")]


def _lines(field: FieldShown, before: str) -> Iterator[Line]:
    if field.hidden:
        return
    label = before + say(field.component.label)
    for number, row in enumerate(field.rows, start=1):
        for part in row:
            yield from _lines(part, f"{label} {number} · ")
    for part in field.parts:
        yield from _lines(part, before)
    if field.component.is_input:
        yield Line(label, _words(field) or _("（未填写）"))


def _words(field: FieldShown) -> str:
    if field.type == "filepicker":
        return _("、").join(file.name for file in field.files)
    if field.choices:
        return _("、").join(say(choice.label) for choice in field.choices if choice.chosen)
    if field.type == "checkbox":
        return _("是") if field.value == "true" else _("否")
    if field.type == "datetime":
        return _date_words(field)
    return field.value


def _date_words(field: FieldShown) -> str:
    typed = typed_moment(field.component.subtype, field.value)
    if typed is None:
        return field.value
    return moment(typed) if field.component.subtype == "datetime" else day(typed)
