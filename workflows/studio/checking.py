"""What stands against a diagram while it is drawn: its own faults, and names nothing answers to."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from lxml import etree
from sqlalchemy import select
from sqlalchemy.orm import Session

from models import Clause, DeadlineRule
from workflows.engine.findings import Finding, refusal, warning
from workflows.engine.lint.checking import check_file
from workflows.engine.vocabulary import bpmn, zeebe
from workflows.engine.xml_source import read_xml
from workflows.jobs import registry
from workflows.queries.clauses import newest_list


@dataclass(frozen=True, slots=True)
class Known:
    """The names a diagram may use: forms of its folder, rules of the rule book, clauses in force, jobs."""

    forms: frozenset[str]
    rules: frozenset[str]
    clauses: frozenset[str]
    jobs: frozenset[str]


def known_names(session: Session, paths: Iterable[str]) -> Known:
    """What may be named by a diagram in a folder of these files."""
    held = newest_list(session)
    clauses = select(Clause.code).where(Clause.duty_list_id == held.id) if held is not None else None
    return Known(
        forms=frozenset(
            path.removeprefix("forms/").removesuffix(".json") for path in paths if path.startswith("forms/")
        ),
        rules=frozenset(session.scalars(select(DeadlineRule.code))),
        clauses=frozenset(session.scalars(clauses)) if clauses is not None else frozenset(),
        jobs=frozenset(registry.known_types()),
    )


def check_diagram(content: bytes, known: Known) -> list[Finding]:
    """Every finding about a diagram as it stands: the rules of `run.py check`, and dangling names."""
    checked = check_file(content)
    if not checked.readable:
        return list(checked.findings)
    found = [*checked.findings]
    for element in read_xml(content).iter(etree.Element):
        extensions = element.find(bpmn("extensionElements"))
        if extensions is not None:
            found += _dangling(element.get("id"), extensions, known)
    return found


def _dangling(element: str | None, extensions: etree._Element, known: Known) -> Iterator[Finding]:
    form_id = _said(extensions, zeebe("formDefinition"), "formId")
    if form_id and form_id not in known.forms:
        yield refusal("form", element, f"表单“{form_id}”不在文件夹里", f"the form “{form_id}” is missing")
    job_type = _said(extensions, zeebe("taskDefinition"), "type")
    if job_type and job_type not in known.jobs:
        sentence = registry.UnknownJobType(job_type).sentence
        yield refusal("job", element, sentence.zh, sentence.en)
    properties = _properties(extensions)
    rule = properties.get("due_rule", "")
    if rule and not rule.startswith("=") and rule not in known.rules:
        yield refusal("rule", element, f"时限规则“{rule}”不在规则簿里", f"the rule book has no “{rule}”")
    strange = [code for code in properties.get("clauses", "").split() if code not in known.clauses]
    if strange and known.clauses:
        named = "、".join(strange)
        yield warning(
            "clause", element, f"现行清单里没有条款“{named}”", f"the list in force has no clause “{named}”"
        )


def _said(extensions: etree._Element, tag: str, attribute: str) -> str:
    """A literal name; a FEEL expression names nothing yet."""
    found = extensions.find(tag)
    said = "" if found is None else found.get(attribute, "")
    return "" if said.startswith("=") else said


def _properties(extensions: etree._Element) -> Mapping[str, str]:
    return {entry.get("name", ""): entry.get("value", "") for entry in extensions.iter(zeebe("property"))}
