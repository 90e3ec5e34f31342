"""Which components are hidden: by their own condition, or because what they stand in is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from workflows.rules.forms.field_values import typed
from workflows.rules.forms.places import Place, get, names_in_row, put
from workflows.rules.forms.setting import FormSetting
from workflows.rules.forms.typed_values import NotTyped

ROUNDS = 5
"""Conditions may hang on fields that conditions hide; after these rounds what still swings stays as it is."""


def tentative_answers(
    found: Sequence[Place],
    raw: Mapping[str, Sequence[str]],
    setting: FormSetting,
    hidden: frozenset[int] = frozenset(),
) -> dict[str, Any]:
    """The typed answers as far as they can be read; what cannot be read, and what is hidden, is null."""
    answers: dict[str, Any] = {}
    for position, place in enumerate(found):
        if place.component.is_input:
            put(answers, place.name, None if position in hidden else _tentative(place, raw, setting, answers))
        elif place.component.type == "dynamiclist":
            put(answers, place.name, [])
    return answers


def hidden_places(
    found: Sequence[Place], raw: Mapping[str, Sequence[str]], setting: FormSetting
) -> tuple[frozenset[int], dict[str, Any]]:
    """The positions of the hidden places, and the answers without them, as conditions see them."""
    hidden: frozenset[int] = frozenset()
    answers = tentative_answers(found, raw, setting)
    for _round in range(ROUNDS):
        now = _hidden_by(found, setting, answers)
        if now == hidden:
            break
        hidden, answers = now, tentative_answers(found, raw, setting, now)
    return hidden, answers


def _hidden_by(found: Sequence[Place], setting: FormSetting, answers: Mapping[str, Any]) -> frozenset[int]:
    hidden: set[int] = set()
    for position, place in enumerate(found):
        around = any(container in hidden for container in place.within)
        if around or _own_condition(place, setting, answers):
            hidden.add(position)
    return frozenset(hidden)


def _own_condition(place: Place, setting: FormSetting, answers: Mapping[str, Any]) -> bool:
    if not place.component.hide:
        return False
    seen = {**answers, **dict(names_in_row(place, answers))}
    return setting.value_of(place.component.hide, seen) is True


def _tentative(
    place: Place, raw: Mapping[str, Sequence[str]], setting: FormSetting, answers: Mapping[str, Any]
) -> Any:
    if setting.resolved(place.component.readonly, answers) is True:
        return get(setting.variables, place.name)  # what was sent for it counts for nothing
    try:
        return typed(place, raw.get(place.name, ()), setting, answers)
    except NotTyped:
        return None
