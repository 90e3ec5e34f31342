"""Compensation and transactions: handlers exist, cancel events stand in transactions, scopes are in reach."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from workflows.engine.findings import Finding, refusal, warning
from workflows.engine.lint.drawing import local
from workflows.engine.parsing.references import References
from workflows.engine.vocabulary import SCOPES, bpmn, children, flow_nodes, is_event_subprocess, kind_of


def compensation_has_a_handler(root: etree._Element, process: etree._Element) -> Iterator[Finding]:
    """A compensation boundary event is associated with one activity for compensation in its own scope."""
    references = References(root)
    for scope in _scopes(process):
        handlers = {node.get("id") for node in flow_nodes(scope) if node.get("isForCompensation") == "true"}
        for event in children(scope, "boundaryEvent"):
            if _undoes(event) and references.handler_of(event.get("id")) not in handlers:
                yield refusal(
                    "compensation-without-handler",
                    event.get("id"),
                    "补偿边界事件没有关联到本层的补偿活动（isForCompensation）",
                    "the compensation event is associated with no activity for compensation in its scope",
                )


def compensation_names_what_is_in_reach(root: etree._Element, process: etree._Element) -> Iterator[Finding]:
    """A throw undoes an activity of its own scope; one in an event subprocess, of the scope around that."""
    for definition in process.iter(bpmn("compensateEventDefinition")):
        event, named = definition.getparent(), local(definition.get("activityRef") or "")
        if not named or kind_of(event) not in ("intermediateThrowEvent", "endEvent"):
            continue
        scope = event.getparent()
        scopes = [scope, scope.getparent()] if is_event_subprocess(scope) else [scope]
        if not any(named == node.get("id") for within in scopes for node in flow_nodes(within)):
            yield refusal(
                "compensation-out-of-reach",
                event.get("id"),
                f"补偿抛出事件引用的活动“{named}”不在它的范围内；只能补偿同一层已完成的活动",
                f"the activity {named!r} is out of the throw's reach: it undoes activities of its own scope",
            )


def compensation_is_waited_for(root: etree._Element, process: etree._Element) -> Iterator[Finding]:
    """A throw goes on when all is undone, also where it says that it does not wait."""
    for definition in process.iter(bpmn("compensateEventDefinition")):
        if definition.get("waitForCompletion") in ("false", "0"):
            yield warning(
                "unsupported-compensation-without-waiting",
                definition.getparent().get("id"),
                "写明不等补偿完成（waitForCompletion），本引擎仍在补偿全部完成后才继续",
                "it says not to wait (waitForCompletion); this engine goes on when all is undone",
            )


def compensation_handlers_stand_in_subprocesses(
    root: etree._Element, process: etree._Element
) -> Iterator[Finding]:
    """A compensation event subprocess undoes the subprocess around it; nobody undoes a whole process."""
    for subprocess in filter(is_event_subprocess, children(process, "subProcess")):
        for start in filter(_undoes, children(subprocess, "startEvent")):
            yield refusal(
                "unsupported-compensation-handler",
                start.get("id"),
                "本引擎不支持整个流程的补偿事件子流程；请放进子流程里",
                "this engine does not undo whole processes; put the compensation event subprocess into a "
                "subprocess",
            )


def cancel_events_belong_to_transactions(root: etree._Element, process: etree._Element) -> Iterator[Finding]:
    """Cancel ends stand in transactions, cancel boundary events at them; an end needs its boundary event."""
    for scope in _scopes(process):
        caught = {event.get("attachedToRef") for event in filter(_cancels, children(scope, "boundaryEvent"))}
        for node in flow_nodes(scope):
            is_transaction = kind_of(node) == "transaction"
            if node.get("id") in caught and not is_transaction:
                yield _outside(node)
            if not is_transaction or node.get("id") not in caught:
                yield from map(_outside, filter(_cancels, children(node, "endEvent")))
    yield from map(_outside, filter(_cancels, children(process, "endEvent")))


def _cancels(event: etree._Element) -> bool:
    return event.find(bpmn("cancelEventDefinition")) is not None


def _undoes(event: etree._Element) -> bool:
    return event.find(bpmn("compensateEventDefinition")) is not None


def _outside(element: etree._Element) -> Finding:
    return refusal(
        "cancel-outside-transaction",
        element.get("id"),
        "取消事件只用于事务子流程，且事务上须有取消边界事件",
        "cancel events belong to a transaction that has a cancel boundary event",
    )


def _scopes(process: etree._Element) -> list[etree._Element]:
    return [element for element in process.iter(etree.Element) if kind_of(element) in SCOPES]


RULES = (
    compensation_has_a_handler,
    compensation_names_what_is_in_reach,
    compensation_is_waited_for,
    compensation_handlers_stand_in_subprocesses,
    cancel_events_belong_to_transactions,
)
