"""What an element must say to be run: a trigger its time or name, a task what is to be done."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from workflows.engine.elements import Trigger
from workflows.engine.findings import Finding, refusal, warning
from workflows.engine.parsing import extensions as zeebe
from workflows.engine.parsing.references import References
from workflows.engine.vocabulary import SCOPES, bpmn, children, event_definitions, kind_of

_CATCHING = frozenset(["startEvent", "intermediateCatchEvent", "boundaryEvent"])


def triggers_are_complete(root: etree._Element, process: etree._Element) -> Iterator[Finding]:
    """Timers have a time, conditions a condition, messages and signals a name."""
    references = References(root)
    for event in process.iter(etree.Element):
        shared = event.find(bpmn("eventDefinitionRef")) is not None
        if kind_of(event) == "boundaryEvent" and not event_definitions(event) and not shared:
            yield refusal(
                "boundary-without-trigger",
                event.get("id"),
                "边界事件没有触发",
                "the boundary event has no trigger",
            )
        for definition in event_definitions(event):
            finding = _incomplete(event, references.trigger(definition))
            if finding is not None and not _is_sent_by_a_job(event, definition):
                yield finding


def _is_sent_by_a_job(event: etree._Element, definition: etree._Element) -> bool:
    """A message that a job sends needs no name: the job knows what it sends."""
    throws = kind_of(event) in ("intermediateThrowEvent", "endEvent")
    return (
        throws
        and kind_of(definition) == "messageEventDefinition"
        and zeebe.attribute(event, "taskDefinition", "type") is not None
    )


def _incomplete(event: etree._Element, trigger: Trigger) -> Finding | None:
    own = event.get("id")
    match trigger.kind:
        case "timer" if not trigger.expression:
            return refusal("timer-without-time", own, "计时事件没有写时间", "the timer event names no time")
        case "conditional" if not trigger.expression:
            return refusal(
                "condition-missing", own, "条件事件没有写条件", "the conditional event has no condition"
            )
        case "message" | "signal" if not trigger.name:
            return refusal(
                f"{trigger.kind}-without-name",
                own,
                "消息或信号事件没有引用带名称的消息或信号",
                f"the event refers to no {trigger.kind} with a name",
            )
        case "error" | "escalation" if trigger.code is None and kind_of(event) not in _CATCHING:
            return refusal(
                f"{trigger.kind}-without-code",
                own,
                "抛出错误或升级须写明代码",
                f"what throws an {trigger.kind} names its code",
            )
    return None


def receivers_name_their_message(root: etree._Element, process: etree._Element) -> Iterator[Finding]:
    """A receive task waits for a message with a name."""
    references = References(root)
    for task in process.iter(bpmn("receiveTask")):
        if not references.message(task.get("messageRef")).name:
            yield refusal(
                "message-without-name",
                task.get("id"),
                "接收任务没有引用带名称的消息",
                "the receive task refers to no message with a name",
            )


def links_meet(root: etree._Element, process: etree._Element) -> Iterator[Finding]:
    """Every link throw has one catch of its name in its own scope, and every catch a throw."""
    for scope in process.iter(etree.Element):
        if kind_of(scope) not in SCOPES:
            continue
        catches = _link_names(scope, "intermediateCatchEvent")
        throws = _link_names(scope, "intermediateThrowEvent")
        for event, name in throws:
            if [other for _, other in catches].count(name) != 1:
                yield refusal(
                    "link-without-target",
                    event,
                    "链接抛出事件在本层没有唯一的同名捕获事件",
                    "the link throw has not exactly one catch of its name in its scope",
                )
        for event, name in catches:
            if name not in [other for _, other in throws]:
                yield refusal(
                    "link-without-source",
                    event,
                    "链接捕获事件在本层没有同名的抛出事件",
                    "the link catch has no throw of its name in its scope",
                )


def _link_names(scope: etree._Element, kind: str) -> list[tuple[str | None, str]]:
    return [
        (event.get("id"), definition.get("name") or "")
        for event in children(scope, kind)
        for definition in event.findall(bpmn("linkEventDefinition"))
    ]


def tasks_say_what_to_do(root: etree._Element, process: etree._Element) -> Iterator[Finding]:
    """Scripts are FEEL, calls name a process; a service task without a job type passes and is warned of."""
    for task in process.iter(etree.Element):
        kind, own = kind_of(task), task.get("id")
        job = zeebe.attribute(task, "taskDefinition", "type")
        if kind == "scriptTask" and not job and not zeebe.attribute(task, "script", "expression"):
            yield refusal(
                "script-without-feel",
                own,
                "脚本任务没有 zeebe:script（FEEL 表达式）；其他脚本语言不执行",
                "the script task has no zeebe:script (a FEEL expression); other languages are never run",
            )
        if kind == "callActivity" and not _called(task):
            yield refusal(
                "call-without-process",
                own,
                "调用活动没有写明被调用的流程",
                "the call activity names no process",
            )
        decides = zeebe.attribute(task, "calledDecision", "decisionId")
        if kind in ("serviceTask", "businessRuleTask") and not job and not decides:
            yield warning(
                "task-without-work",
                own,
                "任务没有写明作业类型或决策，流程将直接通过",
                "the task names neither a job type nor a decision; tokens pass through",
            )


def global_tasks_say_what_to_do(root: etree._Element, process: etree._Element) -> Iterator[Finding]:
    """A global script that the process calls is FEEL like any other."""
    called = {_called(call) for call in process.iter(bpmn("callActivity"))}
    for task in children(root, "globalScriptTask"):
        has_work = zeebe.attribute(task, "script", "expression") or zeebe.attribute(
            task, "taskDefinition", "type"
        )
        if task.get("id") in called and not has_work:
            yield refusal(
                "script-without-feel",
                task.get("id"),
                "全局脚本任务没有 zeebe:script（FEEL 表达式）；其他脚本语言不执行",
                "the global script has no zeebe:script (a FEEL expression); other languages are never run",
            )


def _called(task: etree._Element) -> str | None:
    return zeebe.attribute(task, "calledElement", "processId") or task.get("calledElement")


RULES = (
    triggers_are_complete,
    receivers_name_their_message,
    links_meet,
    tasks_say_what_to_do,
    global_tasks_say_what_to_do,
)
