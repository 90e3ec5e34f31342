"""Subprocesses: embedded, event, ad hoc (BPMN 2.0, 10.3.5)."""

from __future__ import annotations

from collections.abc import Iterator

from workflows.engine.findings import Finding, refusal
from workflows.engine.lint.drawing import Drawing
from workflows.engine.vocabulary import (
    ACTIVITIES,
    CHOREOGRAPHY,
    bpmn,
    children,
    flow_nodes,
    is_event_subprocess,
    kind_of,
)

_HANDLED = frozenset(["message", "timer", "escalation", "error", "compensate", "conditional", "signal"])


def event_subprocesses_start_by_events(drawing: Drawing) -> Iterator[Finding]:
    """An event subprocess starts by something that happens; errors and compensation always interrupt."""
    for subprocess in filter(is_event_subprocess, drawing.nodes("subProcess")):
        for start in children(subprocess, "startEvent"):
            triggers = set(drawing.triggers(start))
            if triggers - _HANDLED - {""}:
                yield refusal(
                    "trigger-not-allowed",
                    start.get("id"),
                    "事件子流程不能由链接、取消或终止启动",
                    "an event subprocess is not started by a link, cancel or terminate",
                )
            if start.get("isInterrupting") == "false" and triggers & {"error", "compensate"}:
                yield refusal(
                    "event-subprocess-must-interrupt",
                    start.get("id"),
                    "由错误或补偿启动的事件子流程总是中断；请去掉 isInterrupting=false",
                    "started by an error or compensation it always interrupts; remove isInterrupting=false",
                )


def event_subprocesses_stand_apart(drawing: Drawing) -> Iterator[Finding]:
    """No sequence flow leads in or out of an event subprocess, drawn or listed."""
    for subprocess in filter(is_event_subprocess, drawing.nodes("subProcess")):
        own = subprocess.get("id")
        listed = (
            subprocess.find(bpmn("incoming")) is not None or subprocess.find(bpmn("outgoing")) is not None
        )
        if listed or drawing.incoming[own] or drawing.outgoing[own]:
            yield refusal(
                "event-subprocess-with-flow",
                own,
                "事件子流程不能有进出的顺序流；请删去这些流",
                "an event subprocess has no incoming or outgoing flows; remove them",
            )


def ad_hoc_subprocesses_hold_activities(drawing: Drawing) -> Iterator[Finding]:
    """An ad-hoc subprocess holds an activity at least, and neither start nor end events."""
    for subprocess in drawing.nodes("adHocSubProcess"):
        kinds = {kind_of(node) for node in flow_nodes(subprocess)}
        if not kinds & ACTIVITIES:
            yield refusal(
                "ad-hoc-empty",
                subprocess.get("id"),
                "特别子流程里至少要有一个活动",
                "an ad-hoc subprocess holds at least one activity",
            )
        if kinds & {"startEvent", "endEvent"}:
            yield refusal(
                "ad-hoc-with-start-or-end",
                subprocess.get("id"),
                "特别子流程里不能有开始或结束事件",
                "an ad-hoc subprocess holds neither start nor end events",
            )


def subprocesses_hold_no_choreography(drawing: Drawing) -> Iterator[Finding]:
    """Choreography activities belong to choreographies."""
    for element in drawing.elements:
        if kind_of(element) in CHOREOGRAPHY and drawing.process_of(element) is not None:
            yield refusal(
                "choreography-in-process",
                element.get("id"),
                "流程和子流程里不能有编排活动",
                "a process or subprocess holds no choreography activities",
            )


def subprocesses_have_no_data_interface(drawing: Drawing) -> Iterator[Finding]:
    """An `ioSpecification` belongs to tasks, call activities and processes."""
    for subprocess in drawing.nodes("subProcess", "transaction", "adHocSubProcess"):
        if subprocess.find(bpmn("ioSpecification")) is not None:
            yield refusal(
                "subprocess-with-io-specification",
                subprocess.get("id"),
                "子流程不能有 ioSpecification；里面的活动直接看到外层的数据",
                "a subprocess has no ioSpecification; what is inside sees the data outside",
            )


def receivers_that_start_come_first(drawing: Drawing) -> Iterator[Finding]:
    """A receive task that starts the process has no incoming flow."""
    for task in drawing.nodes("receiveTask"):
        if task.get("instantiate") == "true" and drawing.incoming[task.get("id")]:
            yield refusal(
                "instantiating-receiver-entered",
                task.get("id"),
                "启动流程的接收任务（instantiate）不能有入流",
                "a receive task that starts the process (instantiate) has no incoming flow",
            )


RULES = (
    event_subprocesses_start_by_events,
    event_subprocesses_stand_apart,
    ad_hoc_subprocesses_hold_activities,
    subprocesses_hold_no_choreography,
    subprocesses_have_no_data_interface,
    receivers_that_start_come_first,
)
