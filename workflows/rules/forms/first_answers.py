"""What the fields hold when a page opens: the matter's own values, else the form's defaults, as browsers
send them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, time
from typing import Any

from workflows.rules.forms.options import sent_as
from workflows.rules.forms.places import get
from workflows.rules.forms.raw import MOST_ROWS, RawAnswers
from workflows.rules.forms.schema import Component, Form
from workflows.rules.forms.setting import FormSetting
from workflows.rules.forms.typed_values import OFFICE_ZONE


def first_answers(form: Form, setting: FormSetting) -> RawAnswers:
    """The raw answers a form opens with. A field with the property ``fresh`` never repeats an earlier
    answer, nor does a list or group with it, whatever stands in it."""
    raw: RawAnswers = {}
    _fill(form.components, "", setting, raw)
    return raw


def as_sent(value: Any) -> list[str]:
    """A typed value as a browser would send it."""
    if value is None:
        return []
    if isinstance(value, list | tuple | set):
        return [text for item in value for text in as_sent(item)]
    if isinstance(value, datetime):
        return [value.astimezone(OFFICE_ZONE).strftime("%Y-%m-%dT%H:%M")]
    if isinstance(value, time):
        return [value.strftime("%H:%M")]
    if isinstance(value, date):
        return [value.isoformat()]
    return [] if isinstance(value, Mapping) else [sent_as(value)]


def _fill(
    components: tuple[Component, ...],
    prefix: str,
    setting: FormSetting,
    raw: RawAnswers,
    fresh: bool = False,
) -> None:
    for component in components:
        name = prefix + component.key
        anew = fresh or _is_fresh(component, setting)
        if component.type == "group":
            _fill(component.components, f"{name}." if component.key else prefix, setting, raw, anew)
        elif component.type == "dynamiclist":
            _fill_rows(component, name, setting, raw, anew)
        elif component.is_input and component.type != "filepicker":
            raw[name] = as_sent(_value(component, name, setting, anew))


def _fill_rows(component: Component, name: str, setting: FormSetting, raw: RawAnswers, fresh: bool) -> None:
    kept = None if fresh else get(setting.variables, name)
    rows = len(kept) if isinstance(kept, list) else component.rows_at_first
    raw[name] = [""]
    for number in range(min(rows, MOST_ROWS)):
        raw[f"{name}[{number}]"] = [""]
        _fill(component.components, f"{name}[{number}].", setting, raw, fresh)


def _value(component: Component, name: str, setting: FormSetting, fresh: bool) -> Any:
    kept = None if fresh else get(setting.variables, name)
    return setting.resolved(component.default, {}) if kept is None else kept


def _is_fresh(component: Component, setting: FormSetting) -> bool:
    return component.key in setting.fresh or component.properties.get("fresh") in (True, "true")
