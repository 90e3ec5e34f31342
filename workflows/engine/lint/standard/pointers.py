"""What points at something must find it, and find the right kind of thing."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from workflows.engine.findings import Finding, refusal
from workflows.engine.lint.drawing import Drawing
from workflows.engine.vocabulary import ACTIVITIES, kind_of

_CALLABLE = frozenset(
    [
        "process",
        "globalTask",
        "globalUserTask",
        "globalManualTask",
        "globalScriptTask",
        "globalBusinessRuleTask",
    ]
)
_ITEM_AWARE = frozenset(
    [
        "dataObject",
        "dataObjectReference",
        "property",
        "dataStore",
        "dataStoreReference",
        "dataInput",
        "dataOutput",
    ]
)
_ATTRIBUTES: dict[str, frozenset[str] | None] = {
    "messageRef": frozenset(["message"]),
    "signalRef": frozenset(["signal"]),
    "errorRef": frozenset(["error"]),
    "escalationRef": frozenset(["escalation"]),
    "operationRef": frozenset(["operation"]),
    "dataObjectRef": frozenset(["dataObject"]),
    "dataStoreRef": frozenset(["dataStore"]),
    "itemRef": frozenset(["itemDefinition"]),
    "itemSubjectRef": frozenset(["itemDefinition"]),
    "processRef": frozenset(["process"]),
    "activityRef": ACTIVITIES,
    "default": frozenset(["sequenceFlow"]),
    "categoryValueRef": frozenset(["categoryValue"]),
    "inputDataRef": frozenset(["inputSet", "dataInput"]),
    "outputDataRef": frozenset(["outputSet", "dataOutput"]),
}
"""Attributes that name another element, and the kinds of element they may name."""

_CHILDREN: dict[str, frozenset[str] | None] = {
    "incoming": frozenset(["sequenceFlow"]),
    "outgoing": frozenset(["sequenceFlow"]),
    "flowNodeRef": None,
    "operationRef": frozenset(["operation"]),
    "inMessageRef": frozenset(["message"]),
    "outMessageRef": frozenset(["message"]),
    "errorRef": frozenset(["error"]),
    "dataInputRefs": frozenset(["dataInput"]),
    "dataOutputRefs": frozenset(["dataOutput"]),
    "optionalInputRefs": frozenset(["dataInput"]),
    "whileExecutingInputRefs": frozenset(["dataInput"]),
    "optionalOutputRefs": frozenset(["dataOutput"]),
    "whileExecutingOutputRefs": frozenset(["dataOutput"]),
    "inputSetRefs": frozenset(["inputSet"]),
    "outputSetRefs": frozenset(["outputSet"]),
    "participantRef": frozenset(["participant"]),
    "messageFlowRef": frozenset(["messageFlow"]),
    "supportedInterfaceRef": frozenset(["interface"]),
    "resourceRef": frozenset(["resource"]),
}
"""Elements whose text names another element."""


def attributes_point_at_something(drawing: Drawing) -> Iterator[Finding]:
    """`messageRef`, `errorRef`, `default` … name an element of the file, of the right kind."""
    for element in drawing.elements:
        for name, kinds in _ATTRIBUTES.items():
            said = element.get(name)
            if said is not None:
                yield from _judged(drawing, element, name, said, kinds)


def children_point_at_something(drawing: Drawing) -> Iterator[Finding]:
    """`incoming`, `flowNodeRef`, `dataInputRefs` … name an element of the file, of the right kind."""
    for name, kinds in _CHILDREN.items():
        for child in drawing.of_kind[name]:
            if child.getparent() is not None:
                yield from _judged(drawing, child.getparent(), name, child.text or "", kinds)


def data_associations_join_data(drawing: Drawing) -> Iterator[Finding]:
    """A data association leads from and to something that holds data."""
    for element in [*drawing.of_kind["dataInputAssociation"], *drawing.of_kind["dataOutputAssociation"]]:
        for child in element:
            if kind_of(child) in ("sourceRef", "targetRef"):
                # bpmn-js writes a placeholder property of the activity as the target: it is in the file.
                yield from _judged(drawing, element, kind_of(child), child.text or "", _ITEM_AWARE)


def artifacts_are_tied_to_something(drawing: Drawing) -> Iterator[Finding]:
    """Associations and message flows begin and end at elements of the file."""
    for element in [*drawing.of_kind["association"], *drawing.of_kind["messageFlow"]]:
        for name in ("sourceRef", "targetRef"):
            yield from _judged(drawing, element, name, element.get(name) or "", None)


def calls_name_something_callable(drawing: Drawing) -> Iterator[Finding]:
    """A `calledElement` that stands in this file is a process or a global task."""
    for call in drawing.of_kind["callActivity"]:
        found = drawing.find(call.get("calledElement"))
        if found is not None and kind_of(found) not in _CALLABLE:
            yield _wrong_kind(call, "calledElement", call.get("calledElement"), _CALLABLE)


def _judged(
    drawing: Drawing, element: etree._Element, name: str, said: str, kinds: frozenset[str] | None
) -> Iterator[Finding]:
    if _belongs_to_another_file(drawing, element, said):
        return
    found = drawing.find(said)
    if found is None:
        yield refusal(
            "dangling-reference",
            _nearest_id(element),
            f"{name} 指向不存在的元素“{said.strip()}”；请改为文件中已有的 id，或去掉该引用",
            f"{name} refers to {said.strip()!r}, which is not in the file; name an existing id or remove it",
        )
    elif kinds is not None and kind_of(found) not in kinds:
        yield _wrong_kind(element, name, said.strip(), kinds)


def _wrong_kind(element: etree._Element, name: str, said: str, kinds: frozenset[str]) -> Finding:
    wanted = " / ".join(sorted(kinds))
    return refusal(
        "reference-of-wrong-kind",
        _nearest_id(element),
        f"{name} 引用的“{said}”不是 {wanted}",
        f"{name} refers to {said!r}, which is no {wanted}",
    )


def _belongs_to_another_file(drawing: Drawing, element: etree._Element, said: str) -> bool:
    """A prefix that stands for another namespace than the file's own: a type of XML Schema, an import."""
    prefix, colon, _ = said.strip().rpartition(":")
    namespace = element.nsmap.get(prefix) if colon else None
    return namespace is not None and namespace != drawing.root.get("targetNamespace")


def _nearest_id(element: etree._Element) -> str | None:
    here: etree._Element | None = element
    while here is not None and here.get("id") is None:
        here = here.getparent()
    return None if here is None else here.get("id")


RULES = (
    attributes_point_at_something,
    children_point_at_something,
    data_associations_join_data,
    artifacts_are_tied_to_something,
    calls_name_something_callable,
)
