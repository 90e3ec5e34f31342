"""What must be right before a folder is published: diagrams that run, forms, tables, jobs and rules that
exist."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath

from lxml import etree
from sqlalchemy import select
from sqlalchemy.orm import Session

from models import DeadlineRule
from workflows import engine
from workflows.decisions import read_decisions
from workflows.engine.findings import Finding, NotDeployable, Severity, refusal
from workflows.engine.lint.checking import check_file
from workflows.engine.xml_source import read_xml
from workflows.jobs import registry
from workflows.words import DomainError, Sentence

_BPMN = "{http://www.omg.org/spec/BPMN/20100524/MODEL}"


@dataclass(frozen=True, slots=True)
class Compiled:
    """One process of a folder, as the engine compiled it."""

    process_id: str
    name: str
    path: str
    compiled: bytes


class DeploymentRefused(DomainError):
    """A folder cannot be published: every finding with the file it is in."""

    def __init__(self, findings: list[tuple[str, Finding]]) -> None:
        self.findings = tuple(findings)
        zh = "；".join(f"{path} {f.element or ''}：{f.message.zh}" for path, f in findings)
        en = "; ".join(f"{path} {f.element or ''}: {f.message.en}" for path, f in findings)
        super().__init__(Sentence(f"不能部署。{zh}", f"It cannot be deployed. {en}"))


def compile_folder(session: Session, files: Mapping[str, bytes]) -> list[Compiled]:
    """The folder's executable processes. Raises DeploymentRefused with all findings of all files."""
    findings: list[tuple[str, Finding]] = []
    compiled: list[Compiled] = []
    for path, content in sorted(files.items()):
        findings += [(path, finding) for finding in _faults_of_file(path, content)]
        if PurePosixPath(path).suffix == ".bpmn":
            compiled += _compile_file(path, content, findings)
    rules = set(session.scalars(select(DeadlineRule.code)))
    for process in compiled:
        findings += [(process.path, finding) for finding in _dangling_names(process, files, rules)]
    if not compiled and not findings:
        findings.append(
            ("", refusal("no-process", None, "没有可执行的流程", "there is no executable process"))
        )
    if findings:
        raise DeploymentRefused(findings)
    return compiled


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


def _faults_of_file(path: str, content: bytes) -> Iterator[Finding]:
    """Diagrams, tables and forms are read once at deployment, so that no task opens on a broken one."""
    suffix = PurePosixPath(path).suffix
    if suffix == ".bpmn":
        yield from (
            finding for finding in check_file(content).findings if finding.severity is Severity.REFUSE
        )
    try:
        if suffix == ".json" and not isinstance(json.loads(content), dict):
            raise ValueError("a form is a JSON object")
        if suffix == ".dmn":
            for fault in read_decisions(content).faults:
                yield refusal("table", fault.element, fault.sentence.zh, fault.sentence.en)
    except DomainError as fault:
        yield refusal("table", None, fault.sentence.zh, fault.sentence.en)
    except (ValueError, etree.XMLSyntaxError) as fault:
        yield refusal("file", None, f"文件读不懂：{fault}", f"the file cannot be read: {fault}")


def _dangling_names(process: Compiled, files: Mapping[str, bytes], rules: set[str]) -> Iterator[Finding]:
    """What an element names must exist: its form, its job's handler, its due rule."""
    known_jobs = registry.known_types()
    for element in engine.load_definition(process.compiled).elements.values():
        form_id, rule = element.form_id, element.properties.get("due_rule", "")
        if form_id and f"forms/{form_id}.json" not in files:
            yield refusal(
                "form", element.id, f"表单“{form_id}”不在文件夹里", f"the form “{form_id}” is missing"
            )
        job_type = element.job_type
        if job_type and not job_type.startswith("=") and job_type not in known_jobs:
            sentence = registry.UnknownJobType(job_type).sentence
            yield refusal("job", element.id, sentence.zh, sentence.en)
        if rule and not rule.startswith("=") and rule not in rules:
            yield refusal(
                "rule", element.id, f"时限规则“{rule}”不在规则簿里", f"the rule book has no “{rule}”"
            )
