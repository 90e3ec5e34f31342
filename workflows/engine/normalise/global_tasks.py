"""Calls of global tasks: the task is done where it is called, under the call's own id."""

from __future__ import annotations

from copy import deepcopy

from lxml import etree

from workflows.engine.lint.drawing import local
from workflows.engine.parsing.extensions import attribute
from workflows.engine.vocabulary import GLOBAL_TASKS, bpmn, children, own


def calls_of_global_tasks(root: etree._Element, process: etree._Element) -> None:
    """A call activity that names a global task of the file becomes such a task; mappings and events stay."""
    known = {task.get("id"): task for task in children(root, *GLOBAL_TASKS)}
    for call in list(process.iter(bpmn("callActivity"))):
        name = attribute(call, "calledElement", "processId") or call.get("calledElement") or ""
        called = known.get(local(name))
        if called is not None:
            _do_here(call, called)


def _do_here(call: etree._Element, called: etree._Element) -> None:
    call.tag = bpmn(GLOBAL_TASKS[etree.QName(called).localname])
    call.attrib.pop("calledElement", None)
    call.set(own("performs"), called.get("id"))
    call.set(own("performsName"), called.get("name") or "")
    said = called.find(bpmn("extensionElements"))
    if said is None:
        return
    extensions = call.find(bpmn("extensionElements"))
    if extensions is None:
        extensions = etree.Element(bpmn("extensionElements"))
        call.insert(0, extensions)
    extensions.extend(deepcopy(part) for part in said)
