"""The file as such: ids, processes, imports."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree

from workflows.engine.findings import Finding, refusal, warning
from workflows.engine.lint.drawing import Drawing
from workflows.engine.vocabulary import BPMN, flow_nodes

_NCNAME = re.compile(r"[^\W\d][\w.\-·]*\Z")
_URI = re.compile(r"[A-Za-z][A-Za-z0-9+.\-]*:[^\s<>\"{}|\\^`]*\Z")


def ids_are_unique(drawing: Drawing) -> Iterator[Finding]:
    """An id names one element of the file (XML Schema, type ID)."""
    seen: set[str] = set()
    for element in drawing.elements:
        own = element.get("id")
        if own is None:
            continue
        if own in seen:
            yield refusal(
                "duplicate-id",
                own,
                f"id“{own}”用了不止一次；请给每个元素各自的 id",
                f"the id {own!r} is used more than once; give each element its own",
            )
        seen.add(own)


def ids_are_names(drawing: Drawing) -> Iterator[Finding]:
    """An id is an NCName: it begins with a letter or underscore and holds no blank or colon."""
    for element in drawing.elements:
        own = element.get("id")
        if own is not None and not _NCNAME.match(own):
            yield refusal(
                "id-not-ncname",
                own,
                f"id“{own}”不是合法的 XML 名称；须以字母或下划线开头，不含空格和冒号",
                f"the id {own!r} is no XML name; begin with a letter or underscore, without blanks or colons",
            )


def processes_have_content(drawing: Drawing) -> Iterator[Finding]:
    """A process to be run has something in it."""
    for process in drawing.processes:
        if drawing.may_run(process) and not flow_nodes(process):
            yield refusal(
                "empty-process",
                process.get("id"),
                "流程里没有任何活动、网关或事件；请画出步骤或删去该流程",
                "the process holds no activity, gateway or event; draw its steps or remove it",
            )


def public_processes_are_not_run(drawing: Drawing) -> Iterator[Finding]:
    """A public process describes what others see of it and is not executable (BPMN 2.0, 10.2)."""
    for process in drawing.processes:
        if process.get("processType") == "Public" and process.get("isExecutable") == "true":
            yield refusal(
                "public-process-executable",
                process.get("id"),
                "公开流程（processType=Public）不能标为可执行；请改为 Private 或 None",
                "a public process (processType Public) cannot be executable; make it Private or None",
            )


def imports_are_not_followed(drawing: Drawing) -> Iterator[Finding]:
    """What another BPMN file defines cannot be run from here; other imports are only type information."""
    for element in drawing.of_kind["import"]:
        if element.get("importType", "").rstrip("/") == BPMN:
            yield refusal(
                "unsupported-import",
                element.get("id"),
                f"不读取导入的 BPMN 文件（{element.get('location')}）；请把所需元素放进本文件",
                f"this engine follows no import of BPMN files ({element.get('location')}); "
                "put what is needed into this file or use a call activity",
            )


def languages_are_uris(drawing: Drawing) -> Iterator[Finding]:
    """Expression and type languages are named by URIs (BPMN 2.0, 8.1.3)."""
    for element, name in [
        (drawing.root, "expressionLanguage"),
        (drawing.root, "typeLanguage"),
        *((element, "language") for element in drawing.elements),
    ]:
        said = element.get(name)
        if said is not None and not _URI.match(said):
            make = warning if _NCNAME.match(said) else refusal
            yield make(
                "language-not-uri",
                element.get("id") or _owner(element),
                f"{name} 应为 URI，实际为“{said}”",
                f"{name} should be a URI, it is {said!r}",
            )


def _owner(element: etree._Element) -> str | None:
    parent = element.getparent()
    return None if parent is None else parent.get("id")


RULES = (
    ids_are_unique,
    ids_are_names,
    processes_have_content,
    public_processes_are_not_run,
    imports_are_not_followed,
    languages_are_uris,
)
