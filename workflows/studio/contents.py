"""What is in a draft, as people look for it: each form with the steps that open it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from lxml import etree

from workflows.engine.findings import NotDeployable
from workflows.engine.vocabulary import bpmn, zeebe
from workflows.engine.xml_source import read_xml


@dataclass(frozen=True, slots=True)
class Item:
    """One file; `about` says in words what it is: a process's name, a decision's, the steps of a form."""

    path: str
    name: str
    about: str


def contents(files: Mapping[str, bytes]) -> dict[str, list[Item]]:
    """The files by kind: diagrams, tables, forms, scenarios."""
    steps = _steps_by_form(files)
    kinds: dict[str, list[Item]] = {"diagrams": [], "tables": [], "forms": [], "scenarios": []}
    for path, content in sorted(files.items()):
        name = path.rpartition("/")[2].rpartition(".")[0]
        if path.endswith(".bpmn"):
            kinds["diagrams"].append(Item(path, name, _names_in(content, bpmn("process"))))
        elif path.endswith(".dmn"):
            kinds["tables"].append(Item(path, name, _names_in(content, "{*}decision")))
        elif path.startswith("forms/"):
            kinds["forms"].append(Item(path, name, "、".join(steps[name])))
        elif path.startswith("scenarios/"):
            kinds["scenarios"].append(Item(path, name, ""))
    return kinds


def _steps_by_form(files: Mapping[str, bytes]) -> dict[str, list[str]]:
    steps: dict[str, list[str]] = defaultdict(list)
    for path, content in sorted(files.items()):
        root = _read(content) if path.endswith(".bpmn") else None
        for task in () if root is None else root.iter(bpmn("userTask")):
            form = task.find(f"{bpmn('extensionElements')}/{zeebe('formDefinition')}")
            if form is not None:
                steps[form.get("formId", "")].append(task.get("name") or task.get("id", ""))
    return steps


def _names_in(content: bytes, tag: str) -> str:
    root = _read(content)
    if root is None:
        return ""
    return "、".join(element.get("name") or "" for element in root.iter(tag) if element.get("name"))


def _read(content: bytes) -> etree._Element | None:
    """The file's root; None for a draft that is no XML at the moment."""
    try:
        return read_xml(content)
    except NotDeployable:
        return None
