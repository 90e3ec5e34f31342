"""Types into any form what a person could have typed: what the plan says, and something fitting where it says
nothing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import timedelta
from decimal import Decimal
from typing import Any

from workflows.office.entries import OfficeSnapshot
from workflows.rules.forms import (
    Answered,
    Component,
    Form,
    FormSetting,
    RawAnswers,
    add_row,
    check,
    first_answers,
)
from workflows.rules.forms.first_answers import as_sent
from workflows.rules.forms.options import choices_of, sent_as
from workflows.rules.forms.places import Place, get, names_in_row, places
from workflows.rules.forms.raw import count_rows

_DAYS = (0, 5, 20, -1, -7, 60, 1, 14, -30, 120)
"""Days from today tried in turn for a date."""
_NUMBERS = ("1", "0", "10", "80", "100", "2", "5", "30")
_JUST_NOW = timedelta(minutes=3)
_TRIES = 12
_MOST_ROWS = 3
FILES = "filepicker"


def typed(
    form: Form, setting: FormSetting, scripted: Mapping[str, Any], usual: Mapping[str, str]
) -> Answered:
    """The answers of a person who fills in every field he must: `scripted` values by field name first, then
    what the form opens with, then what fits: `usual` has words and numbers by a field's key or its type.

    Errors that remain after some tries are left in what is given back.
    """
    raw: RawAnswers = {**first_answers(form, setting), **_rows_of(scripted)}
    told = set(_rows_of(scripted))
    tries: dict[str, int] = {}
    answered = check(form, raw, setting)
    for _turn in range(_TRIES):
        if answered.is_complete:
            return answered
        by_name = {place.name: place for place in places(form, raw)}
        for name in answered.errors:
            if name in told and tries.get(name, 0) == 0 and raw.get(name):
                tries[name] = 1
                continue
            place = by_name[name]
            if place.component.type == "dynamiclist":
                if count_rows(raw, name) < _MOST_ROWS:
                    raw = add_row(raw, name)
                continue
            fitting = list(_fitting(place, raw, setting, answered.values, usual))
            if fitting:
                raw[name] = fitting[tries.get(name, 0) % len(fitting)]
            tries[name] = tries.get(name, 0) + 1
        answered = check(form, raw, setting)
    return answered


def _rows_of(scripted: Mapping[str, Any], prefix: str = "") -> RawAnswers:
    """Scripted values as a browser sends them; a list of contexts becomes rows."""
    raw: RawAnswers = {}
    for key, value in scripted.items():
        name = prefix + key
        if isinstance(value, list) and any(isinstance(row, Mapping) for row in value):
            raw[name] = [""]
            for number, row in enumerate(value):
                raw[f"{name}[{number}]"] = [""]
                raw |= _rows_of(row, f"{name}[{number}].")
        else:
            raw[name] = as_sent(value)
    return raw


def _fitting(
    place: Place,
    raw: RawAnswers,
    setting: FormSetting,
    answers: Mapping[str, Any],
    usual: Mapping[str, str],
) -> Iterator[list[str]]:
    """What could stand in a field, the likeliest first."""
    component = place.component
    seen = {**answers, **dict(names_in_row(place, answers))}
    if component.type in ("radio", "select"):
        yield from ([sent_as(choice.value)] for choice in choices_of(component, setting, seen))
    elif component.type in ("checklist", "taglist"):
        options = [sent_as(choice.value) for choice in choices_of(component, setting, seen)]
        yield from (options[:count] for count in (1, 2, 3) if len(options) >= count)
    elif component.type == "checkbox":
        yield ["true"]
    elif component.type == "number":
        if component.key in usual:
            yield [usual[component.key]]
        yield from ([number] for number in _numbers(component, setting, seen))
    elif component.type == "datetime":
        yield from ([day] for day in _days(component, setting))
    elif component.type in ("textfield", "textarea"):
        words = usual.get(component.key) or usual.get(component.type, "")
        yield [words]
        yield [words * 3]


def _numbers(component: Component, setting: FormSetting, answers: Mapping[str, Any]) -> Sequence[str]:
    least = setting.resolved(component.validate.get("min"), answers)
    most = setting.resolved(component.validate.get("max"), answers)
    limits = [
        sent_as(Decimal(str(limit))) for limit in (most, least) if isinstance(limit, int | float | Decimal)
    ]
    return (*limits, *_NUMBERS)


def _days(component: Component, setting: FormSetting) -> Iterator[str]:
    for days in _DAYS:
        day = (setting.today + timedelta(days=days)).isoformat()
        match component.subtype:
            case "datetime":
                if days == 0 and isinstance(setting.host, OfficeSnapshot):
                    yield f"{setting.host.now - _JUST_NOW:%Y-%m-%dT%H:%M}"
                yield f"{day}T09:00"
                yield f"{day}T08:00"
            case "time":
                yield "09:00"
            case _:
                yield day


def wants_files(form: Form, setting: FormSetting, answered: Answered) -> tuple[str, ...]:
    """The fields that are still missing a file."""
    pickers = {component.key for component in form.inputs() if component.type == FILES}
    return tuple(name for name in answered.errors if name in pickers and not get(answered.values, name))
