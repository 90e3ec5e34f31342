"""From a file to a compiled process: read safely, looked over, normalised, parsed once."""

from __future__ import annotations

from lxml import etree

from workflows.engine.definition import Definition, Element, dump_definition
from workflows.engine.findings import NotDeployable, Severity, refusal
from workflows.engine.lint import look_over
from workflows.engine.normalise import normalise
from workflows.engine.normalise.event_definitions import inline_event_definitions
from workflows.engine.parsing import extensions as zeebe
from workflows.engine.parsing.diagram import DiagramParser
from workflows.engine.parsing.references import References
from workflows.engine.vocabulary import FLOW_NODES, SCOPES, bpmn, children, event_definitions, kind_of
from workflows.engine.xml_source import read_xml


def compile_process(xml: bytes, process_id: str | None = None) -> bytes:
    """The compiled process as JSON. Without an id, the file's first executable process.

    Raises `NotDeployable` with every finding that stands against it.
    """
    root = read_xml(xml)
    process = choose_process(root, process_id)
    refused = [finding for finding in look_over(root, process) if finding.severity is Severity.REFUSE]
    if refused:
        raise NotDeployable(refused)
    inline_event_definitions(root, process)
    elements = drawn_elements(root, process)
    normalise(root, process)
    parser = DiagramParser(root)
    parser.process_parsers[process.get("id")].get_spec()
    return dump_definition(
        Definition(
            process_id=process.get("id"),
            name=process.get("name") or process.get("id"),
            properties=zeebe.properties(process),
            elements={element.id: element for element in elements},
            specs=parser.scope_specs(),
        )
    )


def choose_process(root: etree._Element, process_id: str | None) -> etree._Element:
    """The process to compile. `isExecutable` may be absent, but not false. Raises `NotDeployable`."""
    if kind_of(root) != "definitions":
        raise NotDeployable([refusal("not-bpmn", None, "不是 BPMN 2.0 文件", "this is no BPMN 2.0 file")])
    processes = children(root, "process")
    for process in processes:
        if process_id is None and process.get("isExecutable") != "false":
            return process
        if process_id is not None and process.get("id") == process_id:
            if process.get("isExecutable") != "false":
                return process
            raise NotDeployable(
                [
                    refusal(
                        "process-not-executable",
                        process_id,
                        "流程标为不可执行",
                        "the process is marked not executable",
                    )
                ]
            )
    raise NotDeployable(
        [
            refusal(
                "no-executable-process",
                process_id,
                "文件里没有可执行的流程",
                "the file has no executable process",
            )
        ]
    )


def drawn_elements(root: etree._Element, process: etree._Element) -> list[Element]:
    """Every flow node and sequence flow of the process as the person drew it, in the file's order."""
    references = References(root)
    begins = begins_the_process(process)
    found: list[Element] = []
    ahead: list[tuple[etree._Element, tuple[str, ...], str | None]] = [(process, (), None)]
    while ahead:
        scope, path, lane = ahead.pop(0)
        for child in scope:
            if kind_of(child) in FLOW_NODES:
                found.append(_node(child, path, references, lane, child.get("id") in begins))
            elif kind_of(child) == "sequenceFlow":
                found.append(_flow(child, path))
            if kind_of(child) in SCOPES:
                ahead.append((child, (*path, child.get("id")), references.lane_of(child.get("id")) or lane))
    return found


def _flow(flow: etree._Element, path: tuple[str, ...]) -> Element:
    return Element(
        id=flow.get("id"),
        type="sequenceFlow",
        name=flow.get("name") or "",
        scope=path,
        source=flow.get("sourceRef"),
        target=flow.get("targetRef"),
    )


def begins_the_process(process: etree._Element) -> set[str]:
    """Where an event may begin the process: its start events, receivers that instantiate, and what follows an
    event gateway that does.
    """
    entered: dict[str, str] = {}
    for flow in children(process, "sequenceFlow"):
        entered.setdefault(flow.get("targetRef"), flow.get("sourceRef"))
    gateways = {
        gateway.get("id")
        for gateway in children(process, "eventBasedGateway")
        if gateway.get("id") not in entered
    }
    begins = {start.get("id") for start in children(process, "startEvent")}
    for task in children(process, "receiveTask"):
        if task.get("instantiate") == "true" and task.get("id") not in entered:
            begins.add(task.get("id"))
    return begins | {target for target, source in entered.items() if source in gateways}


def _node(
    node: etree._Element, path: tuple[str, ...], references: References, lane: str | None, begins: bool
) -> Element:
    triggers = [references.trigger(definition) for definition in event_definitions(node)]
    if node.get("messageRef"):
        triggers = [references.message(node.get("messageRef"))]
    trigger = triggers[0] if triggers else None
    return Element(
        id=node.get("id"),
        type=kind_of(node),
        name=node.get("name") or "",
        lane=references.lane_of(node.get("id")) or lane,
        scope=path,
        properties=zeebe.properties(node),
        form_id=zeebe.form_id(node),
        documentation=node.findtext(bpmn("documentation")),
        attached_to=node.get("attachedToRef"),
        event=trigger.kind if trigger else None,
        message=trigger.name if trigger else None,
        more_events=tuple((more.kind, more.name) for more in triggers[1:]),
        begins_process=begins,
        interrupting=(node.get("cancelActivity") or node.get("isInterrupting")) != "false",
        job_type=zeebe.attribute(node, "taskDefinition", "type"),
        decision_id=zeebe.attribute(node, "calledDecision", "decisionId"),
        called_process=zeebe.attribute(node, "calledElement", "processId") or node.get("calledElement"),
        assignment=zeebe.assignment(node),
    )
