"""A shipped form opened so that one field shows: what else must be answered, or be known of the matter."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from itertools import product
from typing import Any

from workflows.rules.forms import Component, Form, FormSetting, RawAnswers, check, first_answers
from workflows.rules.forms.first_answers import as_sent
from workflows.rules.forms.places import Place, places
from workflows.rules.forms.visibility import hidden_places
from workflows.words import Sentence

_TEXTS = re.compile(r'"([^"]*)"')
_NAMES = re.compile(r"[A-Za-z_]\w*")
_SOMETHING: tuple[Any, ...] = (None, "x", True, Decimal(1), Decimal(0), [], ["x"])


class NeverShown(AssertionError):
    """No answers were found with which the field shows."""


@dataclass
class Opened:
    """A form in a setting, with what is answered in it."""

    form: Form
    setting: FormSetting
    raw: RawAnswers = field(default_factory=dict)

    def place(self, component: Component) -> Place:
        """Where a component stands; of a row's field, in the first row."""
        return next(place for place in places(self.form, self.raw) if place.component is component)

    def shows(self, component: Component) -> bool:
        found = places(self.form, self.raw)
        hidden, _answers = hidden_places(found, self.raw, self.setting)
        return any(
            place.component is component and position not in hidden for position, place in enumerate(found)
        )

    def said(self, component: Component, *sent: str) -> Sentence | None:
        """The sentence the form says of the field when this is sent for it; None where it takes it."""
        name = self.place(component).name
        return check(self.form, {**self.raw, name: list(sent)}, self.setting).errors.get(name)

    def said_without_rows(self, component: Component) -> Sentence | None:
        """The sentence the form says of a list that has no row at all."""
        name = self.place(component).name
        emptied = {key: sent for key, sent in self.raw.items() if not key.startswith(f"{name}[")}
        return check(self.form, emptied, self.setting).errors.get(name)


def opened_at(form: Form, component: Component, setting: FormSetting) -> Opened:
    """The form with such answers that the component shows. Raises NeverShown."""
    conditions = _conditions_around(form, component)
    asked = {one.key: one for one in form.all() if one.key}
    names = _names_in(conditions, asked)
    texts = list(dict.fromkeys(text for condition in conditions for text in _TEXTS.findall(condition)))
    choices = [_candidates(asked.get(name), texts) for name in names]
    for values in product(*choices):
        opened = _opened(form, setting, dict(zip(names, values, strict=True)), asked)
        if opened.shows(component):
            return opened
    raise NeverShown(f"{form.id}: {component.key} never shows, whatever {names} are")


def _conditions_around(form: Form, component: Component) -> list[str]:
    return [one.hide for one in _path_to(form.components, component) if one.hide]


def _path_to(components: tuple[Component, ...], sought: Component) -> list[Component]:
    for one in components:
        if one is sought:
            return [one]
        inner = _path_to(one.components, sought)
        if inner:
            return [one, *inner]
    return []


def _names_in(conditions: list[str], asked: dict[str, Component]) -> list[str]:
    """The names conditions read, with those the conditions of these fields read in turn."""
    found: dict[str, None] = {}
    waiting = list(conditions)
    while waiting:
        for name in _NAMES.findall(_TEXTS.sub("", waiting.pop())):
            if name in asked and name not in found and asked[name].hide:
                waiting.append(asked[name].hide)
            found[name] = None
    words = {"null", "and", "or", "not", "true", "false", "count", "get", "value", "string", "today", "i"}
    return [name for name in found if name not in words]


def _candidates(component: Component | None, texts: list[str]) -> list[Any]:
    if component is not None and component.choices:
        return [choice.value for choice in component.choices]
    if component is not None and component.type == "checkbox":
        return [True, False]
    if component is not None and component.type == "datetime":
        return [date(2026, 12, 30), None]
    return [*texts, *_SOMETHING]


def _opened(form: Form, setting: FormSetting, known: dict[str, Any], asked: dict[str, Component]) -> Opened:
    """The form opened in a matter that knows what the form only shows or does not ask, the rest answered."""
    shown = {name: v for name, v in known.items() if name not in asked or asked[name].readonly is True}
    variables = {**setting.variables, **{name: v for name, v in shown.items() if v is not None}}
    around = FormSetting(variables, setting.today, setting.host)
    raw = first_answers(form, around)
    for name, value in _rows_opened(form, raw):
        raw[name] = value
    for place in places(form, raw):
        if place.component.key in known and place.component.is_input:
            raw[place.name] = as_sent(known[place.component.key])
    return Opened(form, around, raw)


def _rows_opened(form: Form, raw: RawAnswers) -> Iterator[tuple[str, list[str]]]:
    """One row in every list that opens without any."""
    for component in form.all():
        if component.type == "dynamiclist" and f"{component.key}[0]" not in raw:
            yield component.key, [""]
            yield f"{component.key}[0]", [""]
