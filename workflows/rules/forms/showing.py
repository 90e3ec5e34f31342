"""A form as a page draws it: fields with their values, choices, help and errors, ready for the templates."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from workflows.rules.forms.first_answers import as_sent
from workflows.rules.forms.options import choices_of, sent_as
from workflows.rules.forms.places import Place, get, names_in_row, places
from workflows.rules.forms.prose import Prose, read_prose
from workflows.rules.forms.raw import RawAnswers, count_rows
from workflows.rules.forms.schema import OPTIONED, TEXTS, Component, Form
from workflows.rules.forms.setting import FormSetting, UploadedFile
from workflows.rules.forms.visibility import hidden_places
from workflows.words import Sentence


@dataclass(frozen=True, slots=True)
class ChoiceShown:
    value: str  #: as the browser sends it
    label: Sentence
    chosen: bool


@dataclass(frozen=True, slots=True)
class FieldShown:
    """One component as it stands in the page; ``parts`` are a group's fields or a dynamic list's rows."""

    component: Component
    name: str
    value: str = ""
    choices: tuple[ChoiceShown, ...] = ()
    error: Sentence | None = None
    readonly: bool = False
    hidden: bool = False
    longest: int | None = None  #: characters, where the form sets a limit of its own
    files: tuple[UploadedFile, ...] = ()
    prose: Prose | None = None
    parts: tuple[FieldShown, ...] = ()
    rows: tuple[tuple[FieldShown, ...], ...] = ()

    @property
    def type(self) -> str:
        return self.component.type

    @property
    def id(self) -> str:
        """For the page: where the error summary's link leads."""
        return f"field-{self.name}"

    @property
    def required(self) -> bool:
        return self.component.required


@dataclass(frozen=True, slots=True)
class FormShown:
    fields: tuple[FieldShown, ...]
    errors: Mapping[str, Sentence] = field(default_factory=dict)
    hidden: frozenset[str] = frozenset()  #: names of what conditions hide now

    @property
    def has_conditions(self) -> bool:
        return any(_conditional(shown) for shown in self.fields)


def show(
    form: Form, raw: RawAnswers, setting: FormSetting, errors: Mapping[str, Sentence] | None = None
) -> FormShown:
    """Lay a form out with these raw answers. Hidden fields are laid out too, marked, so that a script may
    show them."""
    found = places(form, raw)
    hidden, answers = hidden_places(found, raw, setting)
    drawing = _Drawing(raw, setting, errors or {}, answers, hidden, found)
    return FormShown(
        drawing.inside(()),
        errors or {},
        frozenset(marked_name(found[position], position) for position in hidden),
    )


def marked_name(place: Place, position: int) -> str:
    """The name under which a page finds what to hide; parts without an answer are named by their position."""
    return place.name if place.component.key else f"part-{position}"


@dataclass(frozen=True, slots=True)
class _Drawing:
    raw: Mapping[str, Sequence[str]]
    setting: FormSetting
    errors: Mapping[str, Sentence]
    answers: Mapping[str, Any]
    hidden: frozenset[int]
    found: Sequence[Place]

    def inside(self, around: tuple[int, ...], row: str | None = None) -> tuple[FieldShown, ...]:
        return tuple(
            self.field(position, place)
            for position, place in enumerate(self.found)
            if place.within == around and (row is None or place.row == row)
        )

    def field(self, position: int, place: Place) -> FieldShown:
        component, seen = place.component, {**self.answers, **dict(names_in_row(place, self.answers))}
        readonly = component.disabled or self.setting.resolved(component.readonly, seen) is True
        sent = as_sent(get(self.setting.variables, place.name)) if readonly else self.raw.get(place.name, ())
        return FieldShown(
            component=component,
            name=marked_name(place, position),
            value=sent[0] if sent else "",
            choices=self.choices(component, sent, seen),
            error=self.errors.get(place.name),
            readonly=readonly,
            hidden=position in self.hidden,
            longest=self.longest(component, seen),
            files=self.setting.files.get(place.name, ()),
            prose=read_prose(component.text, self.setting, seen) if component.type == "text" else None,
            parts=self.inside((*place.within, position)) if component.type == "group" else (),
            rows=self.rows(position, place) if component.type == "dynamiclist" else (),
        )

    def rows(self, position: int, place: Place) -> tuple[tuple[FieldShown, ...], ...]:
        inside = (*place.within, position)
        return tuple(
            self.inside(inside, f"{place.name}[{number}]")
            for number in range(count_rows(self.raw, place.name))
        )

    def choices(
        self, component: Component, sent: Sequence[str], seen: Mapping[str, Any]
    ) -> tuple[ChoiceShown, ...]:
        if component.type not in OPTIONED:
            return ()
        chosen = set(sent)
        offered = choices_of(component, self.setting, seen)
        return tuple(
            ChoiceShown(sent_as(one.value), one.label, sent_as(one.value) in chosen) for one in offered
        )

    def longest(self, component: Component, seen: Mapping[str, Any]) -> int | None:
        if component.type not in TEXTS:
            return None
        own = self.setting.resolved(component.validate.get("maxLength"), seen)
        return int(own) if str(own or "").isdigit() else None


def _conditional(shown: FieldShown) -> bool:
    inside = (*shown.parts, *(part for row in shown.rows for part in row))
    return bool(shown.component.hide) or any(_conditional(part) for part in inside)
