"""Ring 1: a file by itself, from bytes to findings. Whatever the bytes are, findings come back, never a
traceback.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from workflows.engine.findings import Finding, NotDeployable, Severity, refusal, warning
from workflows.engine.lint import RULES as ENGINE_RULES
from workflows.engine.lint import references
from workflows.engine.lint.drawing import Drawing
from workflows.engine.lint.standard import RULES as STANDARD_RULES
from workflows.engine.vocabulary import kind_of
from workflows.engine.xml_source import read_xml

MAX_ELEMENTS = 25_000
"""BPMN elements of one file; a person's drawing has hundreds, the largest exports some thousands."""
MAX_PROCESSES = 200
"""Processes of one file; every rule looks at each of them."""


@dataclass(frozen=True, slots=True)
class Checked:
    """What is to be said of a file. `readable` is false where it is no BPMN at all."""

    findings: tuple[Finding, ...]
    readable: bool

    @property
    def is_deployable(self) -> bool:
        return self.readable and not any(f.severity is Severity.REFUSE for f in self.findings)


def check_file(xml: bytes) -> Checked:
    """Everything that stands against a file, in the order of its elements; the same each time."""
    try:
        root = read_xml(xml)
    except NotDeployable as refused:
        return Checked(refused.findings, readable=False)
    if kind_of(root) != "definitions":
        said = refusal(
            "not-bpmn",
            None,
            "不是 BPMN 2.0 文件：根元素须是 definitions（BPMN 命名空间）",
            "this is no BPMN 2.0 file: its root should be `definitions` in BPMN's namespace",
        )
        return Checked((said,), readable=False)
    drawing = Drawing(root)
    if len(drawing.elements) > MAX_ELEMENTS:
        return Checked((_too_many(len(drawing.elements)),), readable=True)
    if len(drawing.processes) > MAX_PROCESSES:
        return Checked((_too_many_processes(len(drawing.processes)),), readable=True)
    found = [*_executability(drawing), *_of_the_standard(drawing), *_of_the_engine(drawing)]
    return Checked(tuple(_in_order(drawing, found)), readable=True)


def _of_the_standard(drawing: Drawing) -> list[Finding]:
    return [finding for rule in STANDARD_RULES for finding in rule(drawing)]


def _of_the_engine(drawing: Drawing) -> list[Finding]:
    """The engine's rules about every process it may run; of the others only whether they hold together."""
    found: list[Finding] = []
    for process in drawing.processes:
        rules = ENGINE_RULES if process.get("isExecutable") != "false" else references.RULES
        found += [finding for rule in rules for finding in rule(drawing.root, process)]
    return found


def _executability(drawing: Drawing) -> Iterable[Finding]:
    """`isExecutable` absent: runs, with a warning; false: not run; a file with nothing to run is refused."""
    runs = [process for process in drawing.processes if process.get("isExecutable") != "false"]
    for process in drawing.processes:
        match process.get("isExecutable"):
            case None:
                yield warning(
                    "executable-not-said",
                    process.get("id"),
                    "流程没有写 isExecutable，按可执行处理；请明确写 true",
                    "isExecutable is not given and taken as true; write it",
                )
            case "false":
                make = warning if runs else refusal
                yield make(
                    "not-executable",
                    process.get("id"),
                    "流程标为不可执行（isExecutable=false），不会运行；要运行请改为 true",
                    "the process is marked isExecutable=false and is not run; set it to true to run it",
                )
    if not runs:
        yield refusal(
            "no-executable-process",
            None,
            "文件里没有可执行的流程；请把要运行的流程标为 isExecutable=true",
            "the file has no executable process; mark the one to run isExecutable=true",
        )


def _too_many(count: int) -> Finding:
    return refusal(
        "too-many-elements",
        None,
        f"文件有 {count} 个元素，超过 {MAX_ELEMENTS}；请拆成几个流程，用调用活动连接",
        f"the file has {count} elements, more than {MAX_ELEMENTS}; split it and join the parts by calls",
    )


def _too_many_processes(count: int) -> Finding:
    return refusal(
        "too-many-processes",
        None,
        f"文件有 {count} 个流程，超过 {MAX_PROCESSES}；请分成几个文件",
        f"the file has {count} processes, more than {MAX_PROCESSES}; split it into several files",
    )


def _in_order(drawing: Drawing, found: Iterable[Finding]) -> list[Finding]:
    """By the element's place in the file, what concerns the whole file first; nothing twice."""
    once = {(f.rule, f.element): f for f in reversed([_with_known_element(drawing, f) for f in found])}
    unique = list(reversed(once.values()))
    return sorted(unique, key=lambda finding: drawing.position[finding.element])


def _with_known_element(drawing: Drawing, finding: Finding) -> Finding:
    """A finding names an id that stands in the file, or none."""
    if finding.element in drawing.position:
        return finding
    return Finding(finding.rule, None, finding.severity, finding.message)
