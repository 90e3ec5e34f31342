"""Item definitions: what is joined is of one type (BPMN 2.0, 8.3.10 and 10.4)."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from workflows.engine.findings import Finding, refusal
from workflows.engine.lint.drawing import Drawing
from workflows.engine.vocabulary import bpmn, kind_of

_BEHIND = {"dataObjectReference": "dataObjectRef", "dataStoreReference": "dataStoreRef"}


def collections_agree_with_their_type(drawing: Drawing) -> Iterator[Finding]:
    """`isCollection` says the same of the data and of its item definition."""
    for kind in ("dataObject", "dataInput", "dataOutput"):
        for data in drawing.of_kind[kind]:
            item = drawing.find(data.get("itemSubjectRef"))
            if item is not None and data.get("isCollection", "false") != item.get("isCollection", "false"):
                yield _at(
                    data,
                    "collection-unlike-type",
                    "isCollection 与所引用的 itemDefinition 不一致",
                    "isCollection does not agree with the item definition",
                )


def tasks_carry_their_messages(drawing: Drawing) -> Iterator[Finding]:
    """The data of a task that sends or receives are of the message's type."""
    for task in drawing.of_kind["serviceTask"]:
        operation = drawing.find(task.get("operationRef"))
        if operation is not None:
            yield from _unlike_message(
                drawing, task, "dataInput", _message_of(drawing, operation, "inMessageRef")
            )
            yield from _unlike_message(
                drawing, task, "dataOutput", _message_of(drawing, operation, "outMessageRef")
            )
    for kind, part in (("sendTask", "dataInput"), ("receiveTask", "dataOutput")):
        for task in drawing.of_kind[kind]:
            yield from _unlike_message(drawing, task, part, drawing.find(task.get("messageRef")))


def _message_of(drawing: Drawing, operation: etree._Element, name: str) -> etree._Element | None:
    return drawing.find(operation.findtext(bpmn(name)))


def _unlike_message(
    drawing: Drawing, task: etree._Element, part: str, message: etree._Element | None
) -> Iterator[Finding]:
    interface = task.find(bpmn("ioSpecification"))
    data = [] if interface is None else interface.findall(bpmn(part))
    if message is None or not data:
        return
    if not any(_same_item(drawing, item.get("itemSubjectRef"), message.get("itemRef")) for item in data):
        yield _at(
            task,
            "data-unlike-message",
            f"{part} 的 itemDefinition 与消息“{message.get('name') or message.get('id')}”的不一致",
            f"the {part} is not of the type of the message {message.get('name') or message.get('id')!r}",
        )


def _same_item(drawing: Drawing, one: str | None, other: str | None) -> bool:
    if one is None or other is None:
        return False
    first, second = drawing.find(one), drawing.find(other)
    if first is None or second is None:
        return one == other
    structure = first.get("structureRef")
    return first is second or (structure is not None and structure == second.get("structureRef"))


def events_carry_their_triggers(drawing: Drawing) -> Iterator[Finding]:
    """The data of an event are of the type of its message, signal, error or escalation."""
    for kind in ("message", "signal", "error", "escalation"):
        for definition in drawing.of_kind[f"{kind}EventDefinition"]:
            event, thrown = definition.getparent(), drawing.find(definition.get(f"{kind}Ref"))
            data = [*event.findall(bpmn("dataInput")), *event.findall(bpmn("dataOutput"))]
            if thrown is None or not data:
                continue
            wanted = thrown.get("itemRef" if kind == "message" else "structureRef")
            if not any(_same_item(drawing, item.get("itemSubjectRef"), wanted) for item in data):
                yield _at(
                    event,
                    "data-unlike-trigger",
                    f"事件数据的 itemDefinition 与 {kind} 的不一致",
                    f"the item definition of the event's data is not that of its {kind}",
                )


def associations_keep_the_type(drawing: Drawing) -> Iterator[Finding]:
    """A data association joins data of one type, or transforms it."""
    for association in [*drawing.of_kind["dataInputAssociation"], *drawing.of_kind["dataOutputAssociation"]]:
        ends = [_structure(drawing, association.findtext(bpmn(name))) for name in ("sourceRef", "targetRef")]
        changed = (
            association.find(bpmn("transformation")) is not None
            or association.find(bpmn("assignment")) is not None
        )
        if None not in ends and ends[0] != ends[1] and not changed:
            yield _at(
                association,
                "association-changes-type",
                "数据关联两端类型不同；请改为相同的 itemDefinition 或写 transformation",
                "the association joins different types; use one item definition or a transformation",
            )


def _structure(drawing: Drawing, reference: str | None) -> str | None:
    data = drawing.find(reference)
    if data is not None and kind_of(data) in _BEHIND:
        data = drawing.find(data.get(_BEHIND[kind_of(data)]))
    item = None if data is None else drawing.find(data.get("itemSubjectRef"))
    return None if item is None else item.get("structureRef")


def items_are_of_the_collections_type(drawing: Drawing) -> Iterator[Finding]:
    """An item of a multi-instance has the type its collection holds, and is itself no collection."""
    for multiple in drawing.of_kind["multiInstanceLoopCharacteristics"]:
        for collection, item in (
            ("loopDataInputRef", "inputDataItem"),
            ("loopDataOutputRef", "outputDataItem"),
        ):
            whole, one = _structure(drawing, multiple.findtext(bpmn(collection))), multiple.find(bpmn(item))
            if one is None or whole is None:
                continue
            found = drawing.find(one.get("itemSubjectRef"))
            if one.get("isCollection") == "true" or (
                found is not None and found.get("structureRef") != whole
            ):
                yield _at(
                    multiple.getparent(),
                    "item-unlike-collection",
                    f"{item} 的类型应是 {collection} 中单个元素的类型",
                    f"the {item} has the type of a single element of the {collection}",
                )


def calls_match_what_they_call(drawing: Drawing) -> Iterator[Finding]:
    """A call activity has the data interface of what it calls, where that stands in the file."""
    for call in drawing.of_kind["callActivity"]:
        called = drawing.find(call.get("calledElement"))
        own = call.find(bpmn("ioSpecification"))
        theirs = None if called is None else called.find(bpmn("ioSpecification"))
        if called is None or (own is None and theirs is None):
            continue
        if _interface(drawing, own) != _interface(drawing, theirs):
            yield _at(
                call,
                "call-unlike-called",
                "调用活动的 ioSpecification 须与被调用流程的一致",
                "the call activity's ioSpecification matches that of the process it calls",
            )


def _interface(drawing: Drawing, interface: etree._Element | None) -> dict[str, list[str]]:
    parts = ("dataInput", "dataOutput", "inputSet", "outputSet")
    if interface is None:
        return {part: [] for part in parts}
    return {
        part: sorted(_structure(drawing, child.get("id")) or "" for child in interface.findall(bpmn(part)))
        for part in parts
    }


def _at(element: etree._Element, rule: str, zh: str, en: str) -> Finding:
    near = element if element.get("id") else next((e for e in element.iterancestors() if e.get("id")), None)
    return refusal(rule, None if near is None else near.get("id"), zh, en)


RULES = (
    collections_agree_with_their_type,
    tasks_carry_their_messages,
    events_carry_their_triggers,
    associations_keep_the_type,
    items_are_of_the_collections_type,
    calls_match_what_they_call,
)
