"""Short ways to write a form and to answer it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from workflows.rules.forms import Answered, Form, FormSetting, FormShown, check, read_form, read_raw, show

TODAY = date(2026, 11, 23)


def form(*components: Mapping[str, Any]) -> Form:
    return read_form({"type": "default", "id": "test", "components": list(components)})


def field(kind: str, key: str = "x", **more: Any) -> dict[str, Any]:
    return {"type": kind, "key": key, "label": key, **more}


def setting(variables: Mapping[str, Any] | None = None, **more: Any) -> FormSetting:
    return FormSetting(variables or {}, TODAY, **more)


def answer(
    asked: Form,
    sent: Mapping[str, str | Sequence[str]],
    variables: Mapping[str, Any] | None = None,
    **more: Any,
) -> Answered:
    """What comes of a form when a browser sends this."""
    return check(asked, read_raw(asked, _lists(sent)), setting(variables, **more))


def shown(
    asked: Form, sent: Mapping[str, str | Sequence[str]], variables: Mapping[str, Any] | None = None
) -> FormShown:
    return show(asked, read_raw(asked, _lists(sent)), setting(variables))


def _lists(sent: Mapping[str, str | Sequence[str]]) -> list[tuple[str, list[str]]]:
    return [(name, [value] if isinstance(value, str) else list(value)) for name, value in sent.items()]
