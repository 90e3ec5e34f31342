"""What the standard allows and this engine declines: refused by name, never run wrongly."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from workflows.engine.findings import Finding, refusal
from workflows.engine.vocabulary import (
    CAMUNDA_7,
    CHOREOGRAPHY,
    bpmn,
    event_definitions,
    is_event_subprocess,
    kind_of,
    zeebe,
)

_WAITED_FOR = frozenset(f"{kind}EventDefinition" for kind in ("message", "signal", "timer", "conditional"))
_ELEMENTS = {name: ("编排", "choreographies") for name in CHOREOGRAPHY}


def unsupported_elements(root: etree._Element, process: etree._Element) -> Iterator[Finding]:
    """Elements this engine does not run."""
    for element in process.iter():
        found = _ELEMENTS.get(kind_of(element))
        if found:
            yield _declined(f"unsupported-{kind_of(element)}", element, *found)


def unsupported_events(root: etree._Element, process: etree._Element) -> Iterator[Finding]:
    """Event definitions this engine does not run."""
    for element in process.iter(etree.Element):
        definitions = event_definitions(element)
        if len(definitions) > 1 and element.get("parallelMultiple") in ("true", "1"):
            yield from _needs_all(element, {kind_of(definition) for definition in definitions})


def _needs_all(event: etree._Element, kinds: set[str]) -> Iterator[Finding]:
    """Several triggers that must all come: waited for by what waits, never by what begins a process."""
    begins = kind_of(event) == "startEvent" and kind_of(event.getparent()) == "process"
    if begins or not kinds <= _WAITED_FOR:
        yield _declined(
            "unsupported-multiple-events",
            event,
            "须全部到达的流程开始触发，或其中含错误、升级、补偿的多个触发",
            "a process start, or errors, escalations and compensation, among triggers that must all come",
        )


def events_follow_event_gateways(root: etree._Element, process: etree._Element) -> Iterator[Finding]:
    """After an event gateway only events that wait, and receive tasks, may come."""
    nodes = {element.get("id"): element for element in process.iter(etree.Element)}
    for flow in process.iter(bpmn("sequenceFlow")):
        source, target = nodes.get(flow.get("sourceRef")), nodes.get(flow.get("targetRef"))
        if source is None or target is None or kind_of(source) != "eventBasedGateway":
            continue
        if kind_of(target) not in ("intermediateCatchEvent", "receiveTask"):
            yield refusal(
                "event-gateway-target",
                target.get("id"),
                "事件网关之后只能是中间捕获事件或接收任务",
                "only catch events and receive tasks may follow an event gateway",
            )


def quantities_are_positive(root: etree._Element, process: etree._Element) -> Iterator[Finding]:
    """`startQuantity`, `completionQuantity` and `loopMaximum` are whole numbers above 0."""
    for element in process.iter(etree.Element):
        for name in ("startQuantity", "completionQuantity"):
            said = element.get(name, "1")
            if not _is_positive(said):
                yield _not_positive(element, name)
        if kind_of(element) == "standardLoopCharacteristics" and not _is_positive(
            element.get("loopMaximum", "1")
        ):
            yield _not_positive(element.getparent(), "loopMaximum")


def _is_positive(said: str) -> bool:
    return said.isascii() and said.isdecimal() and 0 < int(said) < 10**9


def _not_positive(element: etree._Element, name: str) -> Finding:
    return refusal("quantity", element.get("id"), f"{name} 须为正整数", f"{name} is a whole number above 0")


def unsupported_starts(root: etree._Element, process: etree._Element) -> Iterator[Finding]:
    """Event subprocesses have exactly one start event, with a trigger."""
    plain = [start for start in process.findall(bpmn("startEvent")) if not _is_triggered(start)]
    for start in plain[1:]:
        yield refusal(
            "several-none-starts",
            start.get("id"),
            "流程只能有一个不带触发的开始事件",
            "a process has one start event without a trigger",
        )
    for element in process.iter(bpmn("subProcess"), bpmn("transaction")):
        starts = element.findall(bpmn("startEvent"))
        triggered = [start for start in starts if _is_triggered(start)]
        if is_event_subprocess(element) and (len(starts) != 1 or not triggered):
            yield refusal(
                "event-subprocess-start",
                element.get("id"),
                "事件子流程须有且只有一个带触发的开始事件",
                "an event subprocess needs exactly one start event, with a trigger",
            )
        if not is_event_subprocess(element) and (len(starts) > 1 or triggered):
            yield refusal(
                "subprocess-start",
                element.get("id"),
                "嵌入子流程只能有一个不带触发的开始事件",
                "an embedded subprocess has one start event, without a trigger",
            )


def _is_triggered(start: etree._Element) -> bool:
    return bool(event_definitions(start)) or start.find(bpmn("eventDefinitionRef")) is not None


def unsupported_loops(root: etree._Element, process: etree._Element) -> Iterator[Finding]:
    """Multi-instances without anything to count, or with a behaviour other than All."""
    from workflows.engine.parsing.nodes import read_loop

    for element in process.iter(etree.Element):
        if not kind_of(element):
            continue
        multiple = element.find(bpmn("multiInstanceLoopCharacteristics"))
        standard = element.find(bpmn("standardLoopCharacteristics"))
        if standard is not None and not _is_positive(standard.get("loopMaximum", "1")):
            continue  # said by `quantities_are_positive`
        loop = read_loop(element)
        if multiple is not None and not (loop.input_collection or loop.cardinality):
            yield refusal(
                "multi-instance-collection",
                element.get("id"),
                "多实例没有说明集合（zeebe:loopCharacteristics inputCollection）或次数（loopCardinality）",
                "the multi-instance names neither a collection (zeebe:loopCharacteristics inputCollection) "
                "nor a number (loopCardinality)",
            )
        if multiple is not None and multiple.get("behavior", "All") != "All":
            yield _declined(
                "unsupported-multi-instance-behavior", element, "多实例的 behavior", "multi-instance behavior"
            )
        if loop is not None and loop.standard and loop.condition is None and loop.maximum is None:
            yield refusal(
                "loop-without-end",
                element.get("id"),
                "循环既无条件也无次数上限",
                "the loop has neither a condition nor a maximum",
            )


def unsupported_extensions(root: etree._Element, process: etree._Element) -> Iterator[Finding]:
    """Extensions of Camunda 8 that change what happens and that this engine does not know."""
    for element in process.iter(zeebe("executionListener"), zeebe("taskListener"), zeebe("adHoc")):
        extended = element.getparent().getparent()
        if kind_of(extended) == "extensionElements":
            extended = extended.getparent()
        name = etree.QName(element).localname
        yield refusal(
            f"unsupported-zeebe-{name}",
            extended.get("id"),
            f"本引擎不支持扩展 zeebe:{name}",
            f"this engine does not support the extension zeebe:{name}",
        )


def camunda_7(root: etree._Element, process: etree._Element) -> Iterator[Finding]:
    """The vocabulary of Camunda 7 is recognised so that it is not silently ignored."""
    prefix = f"{{{CAMUNDA_7}}}"
    for element in process.iter(etree.Element):
        own = [name for name in element.attrib if name.startswith(prefix)]
        if own or element.tag.startswith(prefix):
            said = own[0].removeprefix(prefix) if own else etree.QName(element).localname
            yield refusal(
                "camunda-7",
                element.get("id"),
                f"“camunda:{said}”是 Camunda 7 的写法；请改用 Camunda 8 的 zeebe: 扩展",
                f"'camunda:{said}' is Camunda 7's; write it in Camunda 8's zeebe: vocabulary",
            )


def _declined(rule: str, element: etree._Element, zh: str, en: str) -> Finding:
    return refusal(rule, element.get("id"), f"本引擎不支持{zh}", f"this engine does not support {en}")


RULES = (
    unsupported_elements,
    unsupported_events,
    events_follow_event_gateways,
    quantities_are_positive,
    unsupported_starts,
    unsupported_loops,
    unsupported_extensions,
    camunda_7,
)
