"""A decision model and those it imports, each read once (DMN 6.3.3)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from lxml import etree

from workflows.decisions.errors import DecisionModelError
from workflows.decisions.xml import children, parsed_definitions

Imports = Callable[[str, str | None], bytes | None]
"""Gives the file of a namespace, perhaps by the location named in the import; None where it has none."""

MAX_FILES = 20


@dataclass(frozen=True, slots=True)
class File:
    """One model. ``prefix`` makes its ids and types its own among all files; the first one's is empty."""

    root: etree._Element
    namespace: str
    prefix: str
    aliases: dict[str, str] = field(default_factory=dict)
    """The namespaces it imports, and the names it knows them by."""


def files_of(xml: bytes, imports: Imports | None) -> list[File]:
    """The model and all it imports, itself first. Raises DecisionModelError where an import cannot be had."""
    first = _file(parsed_definitions(xml), "")
    files = {first.namespace: first}
    waiting = [first]
    while waiting:
        importing = waiting.pop()
        for element in children(importing.root, "import"):
            namespace = element.get("namespace", "")
            if not _is_model(element):
                continue
            importing.aliases[namespace] = " ".join((element.get("name") or "").split())
            if namespace not in files:
                files[namespace] = _imported(element, namespace, imports)
                waiting.append(files[namespace])
        if len(files) > MAX_FILES:
            raise DecisionModelError("", "导入的模型过多", "too many models are imported")
    return list(files.values())


def is_of(xml: bytes, namespace: str) -> bool:
    """Whether the file is a decision model of this namespace: importing others of it does not make it one."""
    try:
        return parsed_definitions(xml).get("namespace") == namespace
    except DecisionModelError:
        return False


def _is_model(element: etree._Element) -> bool:
    """Other things may be imported too: PMML, XML Schema. What needs them is refused where it is used."""
    return "/DMN/" in (element.get("importType") or "")


def _imported(element: etree._Element, namespace: str, imports: Imports | None) -> File:
    xml = imports(namespace, element.get("locationURI")) if imports is not None else None
    name = element.get("name") or namespace
    if xml is None:
        raise DecisionModelError(name, "找不到被导入的模型", "the imported model is not to be had")
    root = parsed_definitions(xml)
    if root.get("namespace", "") != namespace:
        raise DecisionModelError(name, "被导入的模型命名空间不符", "the imported model has another namespace")
    return _file(root, f"{namespace}#")


def _file(root: etree._Element, prefix: str) -> File:
    return File(root, root.get("namespace", ""), prefix)
