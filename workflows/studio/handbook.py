"""A process as a handbook: each step people do with who, until when, by which clause, with which fields."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from models import DeadlineRule, Deployment, Post, ProcessDefinition, Unit
from workflows.deployments import publishing
from workflows.deployments.definitions import definition_of
from workflows.deployments.names import named
from workflows.engine.definition import Element
from workflows.evidence.clauses import clauses_of
from workflows.queries.clauses import clauses_shown
from workflows.queries.shown import ClauseShown
from workflows.rules.forms import Component, FormNotUnderstood, read_form
from workflows.words import Sentence

_ASSIGNED = ("assignee", "candidateGroups", "candidateUsers")
_CALL = re.compile(r"(\w+)\(([\w.]+)\)")
_BY_FUNCTION = {
    "head_of": Sentence("%s的负责人", "the head of %s"),
    "liaison_of": Sentence("%s的联络员", "the liaison of %s"),
    "section_of": Sentence("%s的承办科室", "the section of %s in charge"),
    "leader_of": Sentence("分管%s的领导", "the leader in charge of %s"),
    "superior_of": Sentence("%s的上级", "the post above %s"),
    "substitute_of": Sentence("%s的B角", "the B role of %s"),
}


@dataclass(frozen=True, slots=True)
class FieldLine:
    """One field of a step's form."""

    label: Sentence
    required: bool


@dataclass(frozen=True, slots=True)
class StepPage:
    """One step of the process."""

    number: int
    element_id: str
    name: Sentence
    within: tuple[Sentence, ...]
    """Names of the subprocesses around it."""
    who: Sentence
    rule: DeadlineRule | None
    clauses: tuple[ClauseShown, ...]
    articles: str
    documentation: str
    fields: tuple[FieldLine, ...]


@dataclass(frozen=True, slots=True)
class Chapter:
    """One process of a deployment."""

    definition: ProcessDefinition
    name: Sentence
    steps: tuple[StepPage, ...]


def handbook(session: Session, deployment: Deployment) -> tuple[Chapter, ...]:
    """The processes of a version, their steps in the order they are drawn."""
    return tuple(_chapter(session, row) for row in deployment.definitions)


def _chapter(session: Session, row: ProcessDefinition) -> Chapter:
    definition = definition_of(session, row.id)
    elements = definition.elements
    tasks = [element for element in elements.values() if element.type == "userTask"]
    shown = clauses_shown(session, (code for task in tasks for code in clauses_of(task.properties)))
    rules = {rule.code: rule for rule in session.scalars(select(DeadlineRule))}
    office = _office_names(session)
    labels = _labels(session, row, tasks)
    steps = tuple(
        StepPage(
            number,
            task.id,
            named(task.name or task.id, task.properties),
            tuple(named(elements[scope].name or scope, elements[scope].properties) for scope in task.scope),
            _who(task, office, labels),
            rules.get(task.properties.get("due_rule", "")),
            tuple(shown[code] for code in clauses_of(task.properties)),
            task.properties.get("articles", ""),
            task.documentation or "",
            tuple(_fields(session, row, task.form_id)),
        )
        for number, task in enumerate(tasks, 1)
    )
    return Chapter(row, named(row.name, definition.properties), steps)


def _office_names(session: Session) -> dict[str, Sentence]:
    rows = [
        *session.execute(select(Unit.code, Unit.name, Unit.name_en)),
        *session.execute(select(Post.code, Post.name, Post.name_en)),
    ]
    return {code: Sentence(name, name_en) for code, name, name_en in rows}


def _who(task: Element, office: Mapping[str, Sentence], labels: Mapping[str, Sentence]) -> Sentence:
    """Whom the diagram names, in words as far as it can be said before a case is there."""
    told = [_in_words(task.assignment[name], office, labels) for name in _ASSIGNED if name in task.assignment]
    if not told:
        return Sentence("未指定", "nobody named")
    return Sentence("、".join(one.zh for one in told), ", ".join(one.en for one in told))


def _in_words(text: str, office: Mapping[str, Sentence], labels: Mapping[str, Sentence]) -> Sentence:
    if not text.startswith("="):
        known = [office.get(code, Sentence(code, code)) for code in text.replace(",", " ").split()]
        return Sentence("、".join(one.zh for one in known), ", ".join(one.en for one in known))
    parts = [_of_formula(part.strip(), labels) for part in text[1:].strip().strip("[]").split(",")]
    if all(part is not None for part in parts):
        return Sentence("、".join(one.zh for one in parts), ", ".join(one.en for one in parts))
    return Sentence(f"按事项数据确定（{text[1:].strip()}）", f"as the matter says ({text[1:].strip()})")


def _of_formula(formula: str, labels: Mapping[str, Sentence]) -> Sentence | None:
    """A function of the office over a variable, or a variable, in words; None for anything else."""
    asked = _CALL.fullmatch(formula)
    if asked and asked[1] in _BY_FUNCTION:
        words, of = _BY_FUNCTION[asked[1]], labels.get(asked[2], Sentence(asked[2], asked[2]))
        return Sentence(words.zh % of.zh, words.en % of.en)
    if formula in labels:
        label = labels[formula]
        return Sentence(f"表单所填的{label.zh}", f"the {label.en} given in the form")
    return None


def _labels(session: Session, row: ProcessDefinition, tasks: Iterable[Element]) -> dict[str, Sentence]:
    """What the forms of the process call the variables."""
    found: dict[str, Sentence] = {}
    for form_id in dict.fromkeys(task.form_id for task in tasks):
        for component in _components(session, row, form_id):
            if component.key:
                found.setdefault(component.key, component.label)
    return found


def _fields(session: Session, row: ProcessDefinition, form_id: str | None) -> Iterable[FieldLine]:
    for component in _components(session, row, form_id):
        if component.is_input and (component.label.zh or component.key):
            yield FieldLine(component.label, component.required)


def _components(session: Session, row: ProcessDefinition, form_id: str | None) -> list[Component]:
    schema = publishing.form(session, row, form_id)
    if schema is None:
        return []
    try:
        return list(read_form(schema).inputs())
    except FormNotUnderstood:
        return []
