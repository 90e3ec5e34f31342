"""What must be right before a folder is published: diagrams that run, forms, tables, jobs and rules that
exist."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath

from lxml import etree
from sqlalchemy.orm import Session

from workflows import engine
from workflows.decisions import Decisions, read_decisions
from workflows.deployments.lint import look_over
from workflows.deployments.lint.folder import Diagram, Folder
from workflows.deployments.lint.surroundings import Surroundings, surroundings_of
from workflows.engine.findings import Finding, NotDeployable, Severity, refusal
from workflows.engine.lint.checking import check_file
from workflows.engine.lint.drawing import Drawing
from workflows.engine.xml_source import read_xml
from workflows.words import DomainError, Sentence

_BPMN = "{http://www.omg.org/spec/BPMN/20100524/MODEL}"


@dataclass(frozen=True, slots=True)
class Compiled:
    """One process of a folder, as the engine compiled it."""

    process_id: str
    name: str
    path: str
    compiled: bytes


@dataclass(frozen=True, slots=True)
class CheckedFolder:
    """What a folder holds and what is to be said of it, each finding with its file."""

    compiled: tuple[Compiled, ...]
    findings: tuple[tuple[str, Finding], ...]


class DeploymentRefused(DomainError):
    """A folder cannot be published: every finding with the file it is in."""

    def __init__(self, findings: list[tuple[str, Finding]]) -> None:
        self.findings = tuple(findings)
        zh = "；".join(f"{path} {f.element or ''}：{f.message.zh}" for path, f in findings)
        en = "; ".join(f"{path} {f.element or ''}: {f.message.en}" for path, f in findings)
        super().__init__(Sentence(f"不能部署。{zh}", f"It cannot be deployed. {en}"))


def compile_folder(
    session: Session, name: str, files: Mapping[str, bytes], coming: Iterable[str] = ()
) -> list[Compiled]:
    """The executable processes of the folder `name`; `coming` are processes that follow at once.

    Raises DeploymentRefused with all findings of all files that stand in the way."""
    checked = check_folder(files, surroundings_of(session, name, coming))
    refused = [(path, finding) for path, finding in checked.findings if finding.severity is Severity.REFUSE]
    if refused:
        raise DeploymentRefused(refused)
    return list(checked.compiled)


def check_folder(files: Mapping[str, bytes], around: Surroundings) -> CheckedFolder:
    """Everything that stands against a folder in its surroundings, warnings included: ring 1 of each file,
    then ring 2 of what can be read."""
    findings: list[tuple[str, Finding]] = []
    diagrams: list[Diagram] = []
    compiled: list[Compiled] = []
    tables: list[Decisions] = []
    for path, content in sorted(files.items()):
        findings += [(path, finding) for finding in _faults_of_file(path, content, tables)]
        if PurePosixPath(path).suffix == ".bpmn":
            made = _compile_file(path, content, findings)
            compiled += made
            if made:
                processes = tuple(engine.load_definition(process.compiled) for process in made)
                diagrams.append(Diagram(path, Drawing(read_xml(content)), processes))
    findings += look_over(Folder(files, tuple(diagrams), tuple(tables)), around)
    if not compiled and not any(finding.severity is Severity.REFUSE for _, finding in findings):
        findings.append(
            ("", refusal("no-process", None, "没有可执行的流程", "there is no executable process"))
        )
    return CheckedFolder(tuple(compiled), tuple(findings))


def _compile_file(path: str, content: bytes, findings: list[tuple[str, Finding]]) -> list[Compiled]:
    result = []
    try:
        for process_id, name in _executable_processes(content):
            compiled = engine.compile_process(content, process_id)
            result.append(Compiled(process_id, name or process_id, path, compiled))
    except NotDeployable as refused:
        # The lint has most of these already, under the same rule and element.
        known = {(finding.rule, finding.element) for where, finding in findings if where == path}
        findings += [
            (path, finding) for finding in refused.findings if (finding.rule, finding.element) not in known
        ]
    return result


def _executable_processes(content: bytes) -> list[tuple[str, str]]:
    root = read_xml(content)
    return [
        (process.get("id", ""), process.get("name", ""))
        for process in root.iter(f"{_BPMN}process")
        if process.get("isExecutable") == "true"
    ]


def _faults_of_file(path: str, content: bytes, tables: list[Decisions]) -> Iterator[Finding]:
    """Diagrams, tables and forms are read once at deployment, so that no task opens on a broken one. Tables
    that can be read are added to `tables`."""
    suffix = PurePosixPath(path).suffix
    if suffix == ".bpmn":
        yield from check_file(content).findings
    try:
        if suffix == ".json" and not isinstance(json.loads(content), dict):
            raise ValueError("a form is a JSON object")
        if suffix == ".dmn":
            decisions = read_decisions(content)
            tables.append(decisions)
            for fault in decisions.faults:
                yield refusal("table", fault.element, fault.sentence.zh, fault.sentence.en)
    except DomainError as fault:
        yield refusal("table", None, fault.sentence.zh, fault.sentence.en)
    except (ValueError, etree.XMLSyntaxError) as fault:
        yield refusal("file", None, f"文件读不懂：{fault}", f"the file cannot be read: {fault}")
