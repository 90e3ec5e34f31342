"""Languages and vocabularies this engine does not speak: named, with what to write instead."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from workflows.engine.findings import Finding, refusal, warning
from workflows.engine.lint.drawing import Drawing
from workflows.engine.parsing import extensions as zeebe
from workflows.engine.vocabulary import bpmn, kind_of

_OTHERS = {
    "http://activiti.org/bpmn": "Activiti",
    "http://flowable.org/bpmn": "Flowable",
    "http://www.jboss.org/drools": "jBPM",
    "http://spiffworkflow.org/bpmn/schema/1.0/core": "SpiffWorkflow",
}


def vocabularies_are_known(drawing: Drawing) -> Iterator[Finding]:
    """Extensions of other engines would be passed over in silence; they are named once an element."""
    named: set[str | None] = set()
    for element in drawing.root.iter(etree.Element):
        own = _nearest_id(element)
        vendor = _vendor(element)
        if vendor is not None and own not in named:
            named.add(own)
            yield refusal(
                "foreign-vocabulary",
                own,
                f"这里用了 {vendor} 的扩展，本引擎不读取；请改用 Camunda 8 的 zeebe: 扩展",
                f"{vendor}'s extensions are not read here; write it in Camunda 8's zeebe: vocabulary",
            )


def _vendor(element: etree._Element) -> str | None:
    names = [etree.QName(element).namespace, *(etree.QName(name).namespace for name in element.attrib)]
    return next((_OTHERS[name] for name in names if name in _OTHERS), None)


def scripts_name_their_language(drawing: Drawing) -> Iterator[Finding]:
    """A script of the standard names its format (10.3.3), and only FEEL in `zeebe:script` is run."""
    for task in drawing.nodes("scriptTask"):
        if task.find(bpmn("script")) is None:
            continue
        language = task.get("scriptFormat")
        if not language:
            yield refusal(
                "script-without-format",
                task.get("id"),
                "脚本没有写明语言（scriptFormat）；请改用 zeebe:script 写 FEEL 表达式",
                "the script names no language (scriptFormat); write FEEL in a zeebe:script",
            )
        elif not zeebe.attribute(task, "script", "expression"):
            yield refusal(
                "foreign-script",
                task.get("id"),
                f"不执行 {language} 脚本；请用 zeebe:script expression 写 FEEL，并填 resultVariable",
                f"scripts in {language} are never run; write FEEL in a zeebe:script with a resultVariable",
            )


def user_tasks_are_of_the_new_kind(drawing: Drawing) -> Iterator[Finding]:
    """A user task says who it is for."""
    for task in drawing.nodes("userTask"):
        if drawing.may_run(task) and zeebe.extension(task, "assignmentDefinition") is None:
            yield warning(
                "task-without-candidates",
                task.get("id"),
                "人工任务没有写明由谁办理（zeebe:assignmentDefinition）",
                "the user task does not say whom it is for (zeebe:assignmentDefinition)",
            )


def _nearest_id(element: etree._Element) -> str | None:
    here: etree._Element | None = element
    while here is not None and not (here.get("id") and kind_of(here)):
        here = here.getparent()
    return None if here is None else here.get("id")


RULES = (vocabularies_are_known, scripts_name_their_language, user_tasks_are_of_the_new_kind)
