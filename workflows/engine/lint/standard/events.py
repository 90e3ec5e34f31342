"""Start, intermediate and end events: which triggers they may have, and how flows meet them."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from workflows.engine.findings import Finding, refusal, warning
from workflows.engine.lint.drawing import Drawing, is_entered_otherwise
from workflows.engine.parsing import extensions as zeebe
from workflows.engine.vocabulary import (
    FLOW_NODES,
    ZEEBE,
    bpmn,
    children,
    flow_nodes,
    is_event_subprocess,
    kind_of,
)

_ALLOWED = {
    "startEvent": frozenset(["message", "timer", "conditional", "signal"]),
    "intermediateCatchEvent": frozenset(["message", "timer", "conditional", "signal", "link"]),
    "intermediateThrowEvent": frozenset(["message", "escalation", "link", "compensate", "signal"]),
    "endEvent": frozenset(["message", "escalation", "error", "cancel", "compensate", "signal", "terminate"]),
}
"""Triggers by kind of event (BPMN 2.0, tables 10.84, 10.89, 10.88); starts are those of a process."""


def events_have_triggers_of_their_kind(drawing: Drawing) -> Iterator[Finding]:
    """A start cannot be a link, an end no timer, a catch no terminate … (BPMN 2.0, 10.5)."""
    for event in drawing.nodes(*_ALLOWED):
        if kind_of(event) == "startEvent" and kind_of(event.getparent()) != "process":
            continue  # subprocesses have rules of their own
        for trigger in dict.fromkeys(drawing.triggers(event)):
            if trigger and trigger not in _ALLOWED[kind_of(event)]:
                yield refusal(
                    "trigger-not-allowed",
                    event.get("id"),
                    f"{kind_of(event)} 不能用 {trigger} 触发；请换成合适的事件",
                    f"a {kind_of(event)} cannot have the trigger {trigger}; use a fitting event",
                )


def catch_events_wait_for_something(drawing: Drawing) -> Iterator[Finding]:
    """An intermediate catch event has a trigger."""
    for event in drawing.nodes("intermediateCatchEvent"):
        if not drawing.triggers(event):
            yield refusal(
                "catch-without-trigger",
                event.get("id"),
                "中间捕获事件没有写明等待什么；请选消息、信号、计时或条件",
                "the catch event does not say what it waits for; choose message, signal, timer or condition",
            )


def starts_and_ends_stand_at_the_ends(drawing: Drawing) -> Iterator[Finding]:
    """Nothing leads into a start event or out of an end event."""
    for event in drawing.nodes("startEvent", "endEvent"):
        coming, going = drawing.incoming[event.get("id")], drawing.outgoing[event.get("id")]
        if kind_of(event) == "startEvent" and coming:
            yield _at(
                event, "start-with-incoming", "开始事件不能有入流", "a start event has no incoming flow"
            )
        if kind_of(event) == "endEvent" and going:
            yield _at(event, "end-with-outgoing", "结束事件不能有出流", "an end event has no outgoing flow")
        if kind_of(event) == "startEvent" and not going:
            yield _at(
                event,
                "start-without-outgoing",
                "开始事件没有出流；请连到第一步",
                "the start event leads nowhere; connect it to the first step",
            )


def starts_and_ends_go_together(drawing: Drawing) -> Iterator[Finding]:
    """A level with a start has an end, and the other way round."""
    for scope in drawing.scopes():
        starts, ends = children(scope, "startEvent"), children(scope, "endEvent")
        if starts and not ends:
            yield warning(
                "end-missing",
                starts[0].get("id"),
                "本层有开始事件而没有结束事件；标准要求两者都画",
                "this level has a start event but no end event; the standard asks for both",
            )
        if ends and not starts and not any(node.get("instantiate") == "true" for node in scope):
            yield _at(
                ends[0],
                "start-missing",
                "本层有结束事件而没有开始事件；请补上开始事件",
                "this level has an end event but no start event; draw one",
            )


def nodes_are_entered(drawing: Drawing) -> Iterator[Finding]:
    """Where a level has a start event, a flow leads into every node but those entered otherwise."""
    for scope in drawing.scopes():
        if kind_of(scope) == "adHocSubProcess" or not drawing.level_has(scope, "startEvent"):
            continue
        for node in flow_nodes(scope):
            if not drawing.incoming[node.get("id")] and not is_entered_otherwise(drawing, node):
                yield _at(
                    node,
                    "without-incoming",
                    "没有顺序流通到这里，永远执行不到；请连上或删去",
                    "no flow leads here, so it is never reached; connect it or remove it",
                )


def nodes_are_left(drawing: Drawing) -> Iterator[Finding]:
    """Where a level has an end event, a flow leads out of every node but ends and handlers."""
    for scope in drawing.scopes():
        if kind_of(scope) == "adHocSubProcess" or not drawing.level_has(scope, "endEvent"):
            continue
        for node in flow_nodes(scope):
            if not drawing.outgoing[node.get("id")] and not _may_end_here(drawing, node):
                yield warning(
                    "without-outgoing",
                    node.get("id"),
                    "没有出流，流程到此分支即止；请连到下一步或结束事件",
                    "no flow leads out, the branch ends here; connect it to the next step or an end event",
                )


def _may_end_here(drawing: Drawing, node: etree._Element) -> bool:
    kind = kind_of(node)
    return (
        kind in ("endEvent", "startEvent", "boundaryEvent", "intermediateCatchEvent")
        or is_event_subprocess(node)
        or node.get("isForCompensation") == "true"
        or kind == "intermediateThrowEvent"
    )


def intermediate_events_stand_between(drawing: Drawing) -> Iterator[Finding]:
    """A flow leads into every intermediate event and out of it; a link has only the one side."""
    for event in drawing.nodes("intermediateCatchEvent", "intermediateThrowEvent"):
        own, is_link = event.get("id"), "link" in drawing.triggers(event)
        catches = kind_of(event) == "intermediateCatchEvent"
        coming, going = drawing.incoming[own], drawing.outgoing[own]
        if is_link and (coming if catches else going):
            yield _at(
                event,
                "link-with-both-sides",
                "链接捕获事件不能有入流，链接抛出事件不能有出流",
                "a link catch has no incoming flow, a link throw no outgoing flow",
            )
        if not coming and not (is_link and catches) and not _level_without_start(drawing, event):
            continue  # `without-incoming` names it
        if not coming and not (is_link and catches):
            yield _at(
                event,
                "without-incoming",
                "中间事件没有入流；请连上",
                "the event has no incoming flow; connect it",
            )
        if not going and not (is_link and not catches):
            make = refusal if catches else warning
            yield make(
                "event-without-outgoing",
                own,
                "中间事件没有出流；请连到下一步，或改为结束事件",
                "the event has no outgoing flow; connect it to the next step or make it an end event",
            )


def _level_without_start(drawing: Drawing, event: etree._Element) -> bool:
    scope = event.getparent()
    return kind_of(scope) != "adHocSubProcess" and not drawing.level_has(scope, "startEvent")


def thrown_codes_are_written(drawing: Drawing) -> Iterator[Finding]:
    """An error or escalation that is thrown has a code of its own (BPMN 2.0, 10.5.5)."""
    for kind in ("error", "escalation"):
        for definition in drawing.of_kind[f"{kind}EventDefinition"]:
            event = definition.getparent()
            thrown = kind_of(event) in ("endEvent", "intermediateThrowEvent") and drawing.may_run(event)
            found = drawing.find(definition.get(f"{kind}Ref"))
            if thrown and found is not None and not found.get(f"{kind}Code"):
                yield _at(
                    event,
                    f"{kind}-without-code",
                    f"抛出的{'错误' if kind == 'error' else '升级'}没有代码；请填写 {kind}Code",
                    f"the thrown {kind} has no code; fill in {kind}Code",
                )


def called_processes_can_be_started(drawing: Drawing) -> Iterator[Finding]:
    """A process that is called begins with a start event without trigger, or without any start event."""
    for call in drawing.nodes("callActivity"):
        name = zeebe.attribute(call, "calledElement", "processId") or call.get("calledElement")
        process = drawing.find(name) if name and not name.startswith("=") else None
        starts = [] if process is None else children(process, "startEvent")
        if starts and all(drawing.triggers(start) for start in starts):
            yield _at(
                call,
                "called-process-without-start",
                f"被调用的流程“{name}”没有不带触发的开始事件",
                f"the called process {name!r} has no start event without a trigger",
            )


def links_refer_to_each_other(drawing: Drawing) -> Iterator[Finding]:
    """Where links name their `source` and `target`, each names the other, on the same level."""
    catches = {
        (definition.get("id"), (source.text or "").strip()): definition
        for definition in drawing.of_kind["linkEventDefinition"]
        for source in definition.findall(bpmn("source"))
    }
    refers = any(
        definition.find(bpmn("target")) is not None for definition in drawing.of_kind["linkEventDefinition"]
    )
    for definition in drawing.of_kind["linkEventDefinition"]:
        event = definition.getparent()
        targets = [(target.text or "").strip() for target in definition.findall(bpmn("target"))]
        if kind_of(event) == "intermediateThrowEvent" and (refers or catches):
            paired = [catches.get((target.rsplit(":", 1)[-1], definition.get("id"))) for target in targets]
            level = [
                other is not None and other.getparent().getparent() is event.getparent() for other in paired
            ]
            if len(targets) != 1 or not all(level):
                yield _unpaired(event)
        elif (
            kind_of(event) == "intermediateCatchEvent" and refers and definition.find(bpmn("source")) is None
        ):
            yield _unpaired(event)


def _unpaired(event: etree._Element) -> Finding:
    return _at(
        event,
        "link-unpaired",
        "链接的 source 与 target 须在同一层互相引用，抛出事件只有一个 target",
        "a link's source and target name each other on the same level; a throw has one target",
    )


def messages_name_their_operation(drawing: Drawing) -> Iterator[Finding]:
    """By the letter of the standard a message event of an executable process names an operation.

    A file in the zeebe vocabulary says how its messages travel in another way.
    """
    if drawing.uses(ZEEBE):
        return
    for definition in drawing.of_kind["messageEventDefinition"]:
        event = definition.getparent()
        if (
            kind_of(event) in FLOW_NODES
            and drawing.may_run(event)
            and definition.find(bpmn("operationRef")) is None
        ):
            yield warning(
                "message-without-operation",
                event.get("id"),
                "标准要求可执行流程的消息事件写 operationRef；本引擎按消息名称投递",
                "the standard asks for an operationRef here; this engine delivers messages by name",
            )


def _at(event: etree._Element, rule: str, zh: str, en: str) -> Finding:
    return refusal(rule, event.get("id"), zh, en)


RULES = (
    events_have_triggers_of_their_kind,
    catch_events_wait_for_something,
    starts_and_ends_stand_at_the_ends,
    starts_and_ends_go_together,
    nodes_are_entered,
    nodes_are_left,
    intermediate_events_stand_between,
    thrown_codes_are_written,
    called_processes_can_be_started,
    links_refer_to_each_other,
    messages_name_their_operation,
)
