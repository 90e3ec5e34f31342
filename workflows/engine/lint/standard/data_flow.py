"""Data interfaces (`ioSpecification`): their sets and what they list (BPMN 2.0, 10.4)."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from workflows.engine.findings import Finding, refusal, warning
from workflows.engine.lint.drawing import Drawing
from workflows.engine.vocabulary import bpmn, event_definitions, kind_of

_AT_MOST_ONE = (
    ("serviceTask", "operationRef", "outputSet"),
    ("sendTask", "messageRef", "inputSet"),
    ("sendTask", "messageRef", "dataInput"),
    ("receiveTask", "messageRef", "outputSet"),
    ("receiveTask", "messageRef", "dataOutput"),
)
_SUBSETS = (
    ("inputSet", "optionalInputRefs", "dataInputRefs"),
    ("inputSet", "whileExecutingInputRefs", "dataInputRefs"),
    ("outputSet", "optionalOutputRefs", "dataOutputRefs"),
    ("outputSet", "whileExecutingOutputRefs", "dataOutputRefs"),
)


def interfaces_fit_the_message(drawing: Drawing) -> Iterator[Finding]:
    """A task with an operation or message has one set of data to send or receive."""
    for kind, reference, part in _AT_MOST_ONE:
        for task in drawing.of_kind[kind]:
            if task.get(reference) and len(_parts(task, part)) > 1:
                yield _at(
                    task,
                    "data-interface-too-wide",
                    f"最多只能有一个 {part}",
                    f"at most one {part} is allowed here",
                )
    for task in drawing.of_kind["serviceTask"]:
        if task.get("operationRef") and len(_parts(task, "inputSet")) != 1:
            yield _at(
                task,
                "operation-without-input-set",
                "引用了 operation 的服务任务须有且只有一个 inputSet",
                "a service task with an operation has exactly one inputSet",
            )


def data_stands_in_a_set(drawing: Drawing) -> Iterator[Finding]:
    """Every data input and output is listed by a set."""
    for kind, listing in (("dataInput", "dataInputRefs"), ("dataOutput", "dataOutputRefs")):
        listed = {_local(reference) for reference in drawing.of_kind[listing]}
        for data in drawing.of_kind[kind]:
            if data.get("id") not in listed:
                yield _at(
                    data, "data-in-no-set", f"{kind} 没有列入任何数据集", f"the {kind} is listed by no set"
                )


def sets_list_what_they_qualify(drawing: Drawing) -> Iterator[Finding]:
    """What a set calls optional or used while executing it also lists."""
    for kind, part, whole in _SUBSETS:
        for data_set in drawing.of_kind[kind]:
            listed = {_local(reference) for reference in data_set.findall(bpmn(whole))}
            if any(_local(reference) not in listed for reference in data_set.findall(bpmn(part))):
                yield _at(
                    data_set,
                    "data-set-incomplete",
                    f"{part} 须同时列在 {whole} 里",
                    f"{part} also stand in {whole}",
                )


def sets_refer_to_each_other(drawing: Drawing) -> Iterator[Finding]:
    """An input set that names an output set is named by it."""
    for kind, forth, back in (
        ("inputSet", "outputSetRefs", "inputSetRefs"),
        ("outputSet", "inputSetRefs", "outputSetRefs"),
    ):
        for data_set in drawing.of_kind[kind]:
            for reference in data_set.findall(bpmn(forth)):
                other = drawing.find(reference.text)
                named = [] if other is None else [_local(child) for child in other.findall(bpmn(back))]
                if other is not None and data_set.get("id") not in named:
                    yield _at(
                        data_set,
                        "data-sets-one-sided",
                        f"{forth} 与对方的 {back} 须互相引用",
                        f"{forth} and the other's {back} refer to each other",
                    )


def events_carry_one_datum_a_trigger(drawing: Drawing) -> Iterator[Finding]:
    """An event with data has one datum for each of its definitions."""
    for event in drawing.nodes(
        "startEvent", "endEvent", "intermediateCatchEvent", "intermediateThrowEvent", "boundaryEvent"
    ):
        part = "dataInput" if kind_of(event) in ("endEvent", "intermediateThrowEvent") else "dataOutput"
        count = len(event.findall(bpmn(part)))
        definitions = len(event_definitions(event)) + len(event.findall(bpmn("eventDefinitionRef")))
        if count and count != definitions:
            yield _at(
                event,
                "event-data-count",
                f"{part} 的个数须与事件定义相同",
                f"there is one {part} for each event definition",
            )


def services_are_bound(drawing: Drawing) -> Iterator[Finding]:
    """What is offered as a service binds its data to an operation."""
    for element in dict.fromkeys(
        reference.getparent() for reference in drawing.of_kind["supportedInterfaceRef"]
    ):
        if element.find(bpmn("ioBinding")) is None:
            yield _at(
                element,
                "service-without-binding",
                "作为服务公开的流程须有 ioBinding",
                "a process offered as a service needs an ioBinding",
            )


def data_references_are_named_by_convention(drawing: Drawing) -> Iterator[Finding]:
    """By convention a reference with a state is named `Object [State]` (BPMN 2.0, 10.4.1)."""
    for reference in drawing.of_kind["dataObjectReference"]:
        state = reference.find(bpmn("dataState"))
        found = drawing.find(reference.get("dataObjectRef"))
        if state is None or found is None or not found.get("name") or not reference.get("name"):
            continue
        wanted = f"{found.get('name')} [{state.get('name')}]"
        if reference.get("name") != wanted:
            yield warning(
                "data-reference-name",
                reference.get("id"),
                f"按惯例数据对象引用应命名为“{wanted}”",
                f"by convention the reference is named {wanted!r}",
            )


def _parts(task: etree._Element, part: str) -> list[etree._Element]:
    interface = task.find(bpmn("ioSpecification"))
    return [] if interface is None else interface.findall(bpmn(part))


def _local(reference: etree._Element) -> str:
    return (reference.text or "").strip().rsplit(":", 1)[-1]


def _at(element: etree._Element, rule: str, zh: str, en: str) -> Finding:
    own = element.get("id")
    if own is None and element.getparent() is not None:
        near = next((parent for parent in element.iterancestors() if parent.get("id")), None)
        own = None if near is None else near.get("id")
    return refusal(rule, own, zh, en)


RULES = (
    interfaces_fit_the_message,
    data_stands_in_a_set,
    sets_list_what_they_qualify,
    sets_refer_to_each_other,
    events_carry_one_datum_a_trigger,
    services_are_bound,
    data_references_are_named_by_convention,
)
