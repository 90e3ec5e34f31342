"""What a play is told beforehand: answers by element id, messages, signals, decisions."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from workflows.engine.step import Value
from workflows.words import DomainError, Sentence

Answer = Mapping[str, Any]
"""Variables; `{"error": {"code": …}}` alone lets a job or call end with a BPMN error."""

Decide = Callable[[str, Mapping[str, Value]], Value]
"""Asks a decision by its id; raises `DomainError` where it has no answer, `KeyError` where it is unknown."""


class NotAScript(DomainError):
    """The answers are not of the form they should have."""


@dataclass(frozen=True, slots=True)
class Told:
    """A message from outside, delivered as soon as somebody waits for it."""

    name: str
    correlation_key: str | None = None
    variables: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Signalled:
    """A signal from outside, published as soon as somebody waits for it."""

    name: str
    variables: Mapping[str, Any] = field(default_factory=dict)


@dataclass(slots=True)
class Script:
    """Answers still to be given. An object answers every visit of a task or job, a list one visit each."""

    by_element: dict[str, Answer | list[Answer]] = field(default_factory=dict)
    messages: list[Told] = field(default_factory=list)
    signals: list[Signalled] = field(default_factory=list)
    decide: Decide | None = None

    def has(self, element_id: str) -> bool:
        """Whether an answer is left for the element."""
        return self.by_element.get(element_id) not in (None, [])

    def take(self, element_id: str) -> Answer:
        """The answer to the next visit. Raises `KeyError` where none is left."""
        said = self.by_element[element_id]
        return said.pop(0) if isinstance(said, list) else said

    def take_once(self, element_id: str) -> Answer:
        """The answer to an event: an object is one occurrence, or what stays armed would never rest."""
        said = self.by_element[element_id]
        return said.pop(0) if isinstance(said, list) else self.by_element.pop(element_id)


def read_script(answers: Mapping[str, Any], decide: Decide | None = None) -> Script:
    """A script from JSON: element ids to an object or a list of them, `messages` and `signals` as lists of
    `{"name", "key", "variables"}`. Raises `NotAScript`.
    """
    rest = dict(answers)
    messages = [_message(item) for item in _listed(rest, "messages")]
    signals = [Signalled(*_named(item)) for item in _listed(rest, "signals")]
    by_element = {element_id: _answer(element_id, said) for element_id, said in rest.items()}
    return Script(by_element, messages, signals, decide)


def _listed(answers: dict[str, Any], name: str) -> Sequence[Any]:
    """The messages or signals; an element that happens to have this id keeps its answers."""
    said = answers.get(name)
    if isinstance(said, list) and said and all(isinstance(item, str) or _has_name(item) for item in said):
        return answers.pop(name)
    return []


def _has_name(item: Any) -> bool:
    return isinstance(item, dict) and isinstance(item.get("name"), str)


def _named(item: Any) -> tuple[str, Mapping[str, Any]]:
    if isinstance(item, str):
        return item, {}
    variables = item.get("variables") or {}
    if not isinstance(variables, dict):
        raise _not_an_object(item["name"])
    return item["name"], variables


def _message(item: Any) -> Told:
    name, variables = _named(item)
    key = None if isinstance(item, str) else item.get("key", item.get("correlation_key"))
    return Told(name, None if key is None else str(key), variables)


def _answer(element_id: str, said: Any) -> Answer | list[Answer]:
    if isinstance(said, list):
        return [_one(element_id, item) for item in said]
    return _one(element_id, said)


def _one(element_id: str, said: Any) -> Answer:
    if said is None:
        return {}
    if not isinstance(said, dict):
        raise _not_an_object(element_id)
    return said


def _not_an_object(name: str) -> NotAScript:
    return NotAScript(
        Sentence(
            f"“{name}”的答复应是 JSON 对象或对象的列表",
            f"the answer to {name!r} is an object or a list of them",
        )
    )
