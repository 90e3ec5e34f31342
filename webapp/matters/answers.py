"""Form answers as the person gave them: the form's labels, the words of its choices, units by name."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from models import DeploymentFile, Post, ProcessInstance, Unit
from workflows.deployments.forms import form_of
from workflows.rules.forms import Component, FormNotUnderstood

from ..i18n import in_words, say
from .values import value_in_words

_FORMS = "forms/%.json"


@dataclass(frozen=True, slots=True)
class Answered:
    """One answer: the question's label and the answer in words."""

    label: str
    words: str


class FormWords:
    """The forms of the version one matter runs on, each read when its first answer is shown."""

    def __init__(self, session: Session, instance: ProcessInstance) -> None:
        self._session = session
        self._instance = instance
        self._read: dict[str | None, list[Component]] = {}

    def answers(self, form_id: str | None, answers: Mapping[str, Any]) -> list[Answered]:
        """The answers of one form in the order it asks; what it does not ask is left out."""
        return [
            Answered(say(question.label) or question.key, self._words(question, answers[question.key]))
            for question in self._questions(form_id)
            if question.key in answers
        ]

    def label(self, name: str, otherwise: str) -> str:
        """Under which words a variable was asked, in the reader's language."""
        question = self._by_key.get(name)
        return say(question.label) or otherwise if question else otherwise

    def value(self, name: str, value: Any) -> str:
        """A variable of the matter in the words of the first form that asks for it."""
        question = self._by_key.get(name)
        return self._words(question, value) if question else value_in_words(value, self._office)

    def _words(self, question: Component, value: Any) -> str:
        """An answer in words; of a list of rows each part under its own label."""
        parts = (question, *question.components)
        options = {str(choice.value): say(choice.label) for part in parts for choice in part.choices}
        if any(part.values_expression for part in parts):
            options = {**self._office, **options}
        return value_in_words(value, options, {part.key: say(part.label) for part in question.components})

    @cached_property
    def _by_key(self) -> dict[str, Component]:
        paths = self._session.scalars(
            select(DeploymentFile.path)
            .where(
                DeploymentFile.deployment_id == self._instance.definition.deployment_id,
                DeploymentFile.path.like(_FORMS),
            )
            .order_by(DeploymentFile.path.desc())
        )
        ids = [path.removeprefix("forms/").removesuffix(".json") for path in paths]
        return {question.key: question for form_id in ids for question in self._questions(form_id)}

    @cached_property
    def _office(self) -> dict[str, str]:
        """Units and posts by code: what a form keeps of a chosen one."""
        rows = [
            *self._session.execute(select(Unit.code, Unit.name, Unit.name_en)),
            *self._session.execute(select(Post.code, Post.name, Post.name_en)),
        ]
        return {code: in_words(name, name_en) for code, name, name_en in rows}

    def _questions(self, form_id: str | None) -> list[Component]:
        if form_id not in self._read:
            self._read[form_id] = self._asked_in(form_id)
        return self._read[form_id]

    def _asked_in(self, form_id: str | None) -> list[Component]:
        """What a form asks; nothing where it cannot be drawn: the matter's page must open all the same."""
        try:
            form = form_of(self._session, self._instance.definition_id, form_id)
        except FormNotUnderstood:
            return []
        return list(_asked(form.components))


def _asked(components: Iterable[Component]) -> Iterator[Component]:
    """Fields in the form's order, also those in groups, and lists of rows as one question each."""
    for component in components:
        if component.type == "group":
            yield from _asked(component.components)
        elif component.key:
            yield component
