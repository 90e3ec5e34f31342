"""Compensation and transactions: handlers exist, cancel events stand in transactions, scopes are in reach."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from workflows.engine.findings import Finding, refusal
from workflows.engine.parsing.references import References
from workflows.engine.vocabulary import SCOPES, bpmn, children, flow_nodes, kind_of


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


def compensation_reaches_its_own_scope(root: etree._Element, process: etree._Element) -> Iterator[Finding]:
    """What is completed inside a subprocess cannot be undone from outside it."""
    for scope in _scopes(process):
        inner = [node for node in flow_nodes(scope) if kind_of(node) in SCOPES and _can_be_undone(node)]
        throws = [event for event in children(scope, "intermediateThrowEvent", "endEvent") if _undoes(event)]
        for event in throws if inner else ():
            yield refusal(
                "unsupported-inner-compensation",
                event.get("id"),
                "本引擎不支持从外层补偿子流程内部已完成的活动",
                "this engine does not undo from outside what is completed inside a subprocess",
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


def _can_be_undone(scope: etree._Element) -> bool:
    return any(_undoes(event) for event in scope.iter(bpmn("boundaryEvent")))


def _scopes(process: etree._Element) -> list[etree._Element]:
    return [element for element in process.iter(etree.Element) if kind_of(element) in SCOPES]


RULES = (
    compensation_has_a_handler,
    compensation_reaches_its_own_scope,
    cancel_events_belong_to_transactions,
)
