"""The typed value of one field, by its component's type."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from workflows.rules.forms import typed_values
from workflows.rules.forms.options import choices_of, sent_as
from workflows.rules.forms.places import Place
from workflows.rules.forms.schema import ONE_OF, SEVERAL_OF, TEXTS, Component
from workflows.rules.forms.setting import FormSetting
from workflows.rules.forms.typed_values import NotTyped

_DATES: dict[str, Callable[[str], Any]] = {
    "date": typed_values.day,
    "time": typed_values.time_of_day,
    "datetime": typed_values.moment,
}


def typed(place: Place, sent: Sequence[str], setting: FormSetting, answers: Mapping[str, Any]) -> Any:
    """What was sent for a field, as its type; None where nothing was, an empty list where several are
    asked for.

    Raises NotTyped with the sentence for the page.
    """
    component = place.component
    if component.type == "filepicker":
        return [{"document": str(file.id), "name": file.name} for file in setting.files.get(place.name, ())]
    if component.type in SEVERAL_OF:
        return _several(component, sent, setting, answers)
    text = _only_one(sent)
    if component.type == "checkbox":
        return typed_values.yes(text)
    if not text.strip():
        return None
    if component.type in ONE_OF:
        return _chosen(text, component, setting, answers)
    return _written(component, text)


def _written(component: Component, text: str) -> Any:
    if component.type in TEXTS:
        return text.strip()
    if component.type == "number":
        return typed_values.number(text, component.decimals)
    return _DATES[component.subtype](text)


def _only_one(sent: Sequence[str]) -> str:
    filled = [value for value in sent if value.strip()]
    if len(filled) > 1:
        raise NotTyped("这里只能填一个", "Only one answer is possible here")
    return filled[0] if filled else ""


def _chosen(text: str, component: Component, setting: FormSetting, answers: Mapping[str, Any]) -> Any:
    for choice in choices_of(component, setting, answers):
        if sent_as(choice.value) == text:
            return choice.value
    raise NotTyped("请从列出的选项中选择", "Choose one of the options listed")


def _several(
    component: Component, sent: Sequence[str], setting: FormSetting, answers: Mapping[str, Any]
) -> list[Any]:
    wanted = list(dict.fromkeys(value for value in sent if value.strip()))
    by_text = {sent_as(choice.value): choice.value for choice in choices_of(component, setting, answers)}
    if any(text not in by_text for text in wanted):
        raise NotTyped("请从列出的选项中选择", "Choose among the options listed")
    return [by_text[text] for text in wanted]
