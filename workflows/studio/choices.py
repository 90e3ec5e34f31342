"""What the editors offer for picking: forms of the draft, rules, clauses in force, posts, units, fields."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from models import Clause, DeadlineRule, Post, Unit
from workflows.queries.clauses import newest_list
from workflows.rules.forms import Component, FormNotUnderstood, read_form
from workflows.words import Sentence


@dataclass(frozen=True, slots=True)
class Choice:
    """A code with what it is called."""

    value: str
    words: Sentence


@dataclass(frozen=True, slots=True)
class Field:
    """A field of a form as a condition may ask for it."""

    form: str
    key: str
    type: str
    words: Sentence
    options: tuple[Choice, ...]


def rules(session: Session) -> list[Choice]:
    """The rule book."""
    rows = session.scalars(select(DeadlineRule).order_by(DeadlineRule.code))
    return [Choice(row.code, Sentence(row.name, row.name_en)) for row in rows]


def clauses(session: Session) -> list[Choice]:
    """The clauses of the city's list in force, in its order and its own words."""
    held = newest_list(session)
    if held is None:
        return []
    rows = session.scalars(select(Clause).where(Clause.duty_list_id == held.id).order_by(Clause.position))
    return [Choice(row.code, Sentence(row.text, row.text)) for row in rows]


def groups(session: Session) -> list[Choice]:
    """Posts and units a task may be given to, by code."""
    posts = session.scalars(select(Post).order_by(Post.id))
    units = session.scalars(select(Unit).order_by(Unit.position, Unit.id))
    return [Choice(row.code, Sentence(row.name, row.name_en or row.name)) for row in (*posts, *units)]


def fields(files: Mapping[str, bytes]) -> list[Field]:
    """The fields of all forms of a folder; a form that cannot be read has none."""
    return [
        field
        for path, content in sorted(files.items())
        if path.startswith("forms/")
        for field in _fields_of(path.removeprefix("forms/").removesuffix(".json"), content)
    ]


def _fields_of(form_id: str, content: bytes) -> Iterator[Field]:
    try:
        schema = json.loads(content)
        components = read_form(schema if isinstance(schema, dict) else {}).components
    except (ValueError, FormNotUnderstood):
        return
    yield from (_field(form_id, component) for component in _asked(components))


def _asked(components: tuple[Component, ...]) -> Iterator[Component]:
    """Fields also in groups; the rows of a list are no value one asks a condition of."""
    for component in components:
        if component.type == "group":
            yield from _asked(component.components)
        elif component.key and component.type not in ("dynamiclist", "filepicker"):
            yield component


def _field(form_id: str, component: Component) -> Field:
    options = tuple(Choice(_text(choice.value), choice.label) for choice in component.choices)
    return Field(form_id, component.key or "", component.type, component.label, options)


def _text(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value, default=str)
