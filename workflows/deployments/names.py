"""Names of processes and steps in both languages: the diagram's own, and its `name_en` property."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy.orm import Session

from models import ProcessDefinition, Task
from workflows.deployments.definitions import definition_of
from workflows.engine import Definition
from workflows.words import Sentence


def named(name: str, properties: Mapping[str, Any]) -> Sentence:
    """A name with its English, where the diagram gives one."""
    return Sentence(name, properties.get("name_en") or name)


def task_name(task: Task) -> Sentence:
    """The step's name."""
    return named(task.name, task.properties)


def process_name(session: Session, definition: ProcessDefinition) -> Sentence:
    """The process's name."""
    return named(definition.name, definition_of(session, definition.id).properties)


def step_name(definition: Definition, element_id: str | None, name: str = "") -> Sentence:
    """The name of any element of a diagram; its id where it has none."""
    element = definition.elements.get(element_id or "")
    if element is None:
        return Sentence(name or element_id or "", name or element_id or "")
    return named(name or element.name or element.id, element.properties)
