"""Where each component stands once the rows of dynamic lists are counted: its full name and what it stands
in."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from workflows.rules.forms.raw import count_rows
from workflows.rules.forms.schema import Component, Form

_STEP = re.compile(r"\[(\d+)\]|\.?([^.\[\]]+)")


@dataclass(frozen=True, slots=True)
class Place:
    """A component under its full name. ``row`` names the nearest row it stands in: ``matters[0]``."""

    component: Component
    name: str
    within: tuple[int, ...]  #: positions, in the list of places, of the containers around it
    row: str = ""


def places(form: Form, raw: Mapping[str, list[str]]) -> list[Place]:
    """Every component of the form, containers before their parts, one for each row."""
    found: list[Place] = []
    _place(form.components, "", "", (), raw, found)
    return found


def _place(components, prefix: str, row: str, within: tuple[int, ...], raw, found: list[Place]) -> None:
    for component in components:
        name = prefix + component.key
        found.append(Place(component, name, within, row))
        inside = (*within, len(found) - 1)
        if component.type == "group":
            inner = f"{name}." if component.key else prefix
            _place(component.components, inner, row, inside, raw, found)
        elif component.type == "dynamiclist":
            for number in range(count_rows(raw, name)):
                own = f"{name}[{number}]"
                _place(component.components, f"{own}.", own, inside, raw, found)


def steps_of(name: str) -> list[str | int]:
    """``matters[0].title`` → ["matters", 0, "title"]."""
    return [int(number) if number else word for number, word in _STEP.findall(name)]


def put(values: dict[str, Any], name: str, value: Any) -> None:
    """Set the value under a full name, making the contexts and lists on the way."""
    steps = steps_of(name)
    holder: Any = values
    for step, following in zip(steps, steps[1:], strict=False):
        empty: Any = [] if isinstance(following, int) else {}
        holder = _inside(holder, step, empty)
    _set(holder, steps[-1], value)


def get(values: Any, name: str) -> Any:
    """The value under a full name, or None."""
    for step in steps_of(name):
        if isinstance(step, int):
            values = values[step] if isinstance(values, list | tuple) and step < len(values) else None
        else:
            values = values.get(step) if isinstance(values, Mapping) else None
    return values


def names_in_row(place: Place, answers: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    """What expressions inside a row see besides the form's answers: the row's own, ``this``, ``parent``
    and ``i``."""
    if not place.row:
        return
    own = get(answers, place.row) or {}
    yield from own.items()
    yield "this", own
    yield "parent", dict(answers)
    yield "i", steps_of(place.row)[-1] + 1  # type: ignore[operator]


def _inside(holder: Any, step: str | int, empty: Any) -> Any:
    if isinstance(step, int):
        while len(holder) <= step:
            holder.append({})
        return holder[step]
    if not isinstance(holder.get(step), type(empty)):
        holder[step] = empty
    return holder[step]


def _set(holder: Any, step: str | int, value: Any) -> None:
    if isinstance(step, int):
        while len(holder) <= step:
            holder.append({})
    holder[step] = value
