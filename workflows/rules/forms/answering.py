"""Raw answers judged as a whole: typed answers for the process, or a sentence for each field that needs
another look."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from workflows.rules.forms.conditions import broken_condition
from workflows.rules.forms.field_values import typed
from workflows.rules.forms.places import Place, get, names_in_row, places, put
from workflows.rules.forms.raw import RawAnswers
from workflows.rules.forms.schema import COMPUTED, Form
from workflows.rules.forms.setting import FormSetting
from workflows.rules.forms.typed_values import NotTyped
from workflows.rules.forms.validation import broken_rule, missing, unfit
from workflows.rules.forms.visibility import hidden_places
from workflows.words import Sentence


@dataclass(frozen=True, slots=True)
class Answered:
    """What came of a form: FEEL values by key, and errors by full field name, in the order of the page."""

    values: dict[str, Any]
    errors: dict[str, Sentence]

    @property
    def is_complete(self) -> bool:
        return not self.errors


def check(form: Form, raw: RawAnswers, setting: FormSetting) -> Answered:
    """Type and judge every visible field. Hidden fields and disabled ones give no answer; readonly ones
    keep theirs.

    Values are str, Decimal, bool, date, datetime, time, list and dict; an optional field left empty is None.
    """
    found = places(form, raw)
    hidden, answers = hidden_places(found, raw, setting)
    values: dict[str, Any] = {}
    errors: dict[str, Sentence] = {}
    for position, place in enumerate(found):
        if position not in hidden:
            _answer(place, raw, setting, answers, values, errors)
    return Answered(values, errors)


def _answer(
    place: Place,
    raw: Mapping[str, Sequence[str]],
    setting: FormSetting,
    answers: Mapping[str, Any],
    values: dict[str, Any],
    errors: dict[str, Sentence],
) -> None:
    component = place.component
    seen = {**answers, **dict(names_in_row(place, answers))}
    if component.type == "dynamiclist":
        put(values, place.name, [])
        broken = broken_condition(component, get(answers, place.name), setting, seen)
        if broken:
            errors[place.name] = unfit(component, broken)
    elif component.type == COMPUTED:
        put(values, place.name, setting.value_of(component.expression, seen))
    elif component.is_input and not component.disabled:
        if setting.resolved(component.readonly, seen) is True:
            put(values, place.name, get(setting.variables, place.name))
        else:
            _typed_answer(place, raw.get(place.name, ()), setting, seen, values, errors)


def _typed_answer(
    place: Place,
    sent: Sequence[str],
    setting: FormSetting,
    seen: Mapping[str, Any],
    values: dict[str, Any],
    errors: dict[str, Sentence],
) -> None:
    component = place.component
    try:
        value = typed(place, sent, setting, seen)
    except NotTyped as reason:
        errors[place.name] = unfit(component, reason.sentence)
        return
    put(values, place.name, value)
    if value is None or value == [] or value is False:
        if component.required:
            errors[place.name] = missing(component)
        return
    broken = broken_rule(component, value, setting, seen) or broken_condition(component, value, setting, seen)
    if broken:
        errors[place.name] = unfit(component, broken)
