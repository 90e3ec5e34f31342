"""What there is to choose: written in the schema, found in a variable, or computed by an expression."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from workflows.rules.forms.places import get
from workflows.rules.forms.schema import Choice, Component, read_choice
from workflows.rules.forms.setting import FormSetting

MOST_CHOICES = 2000


def choices_of(component: Component, setting: FormSetting, answers: Mapping[str, Any]) -> tuple[Choice, ...]:
    """The choices of a component here and now; none where the variable or expression gives no list."""
    if component.values_expression:
        return _read(setting.value_of(component.values_expression, answers))
    if component.values_key:
        return _read(get({**setting.variables, **answers}, component.values_key))
    return component.choices


def sent_as(value: Any) -> str:
    """How a choice's value stands in the page and comes back from the browser."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Decimal):
        return format(value, "f")
    return "" if value is None else str(value)


def _read(values: Any) -> tuple[Choice, ...]:
    return (
        tuple(read_choice(value) for value in values[:MOST_CHOICES])
        if isinstance(values, list | tuple)
        else ()
    )
