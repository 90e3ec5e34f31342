"""Compensation and transactions: handlers that exist, cancel events inside transactions, scopes within reach."""

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
            undoes = event.find(bpmn("compensateEventDefinition")) is not None
            if undoes and references.handler_of(event.get("id")) not in handlers:
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
        throws = [
            event
            for event in children(scope, "intermediateThrowEvent", "endEvent")
            if event.find(bpmn("compensateEventDefinition")) is not None
        ]
        for event in throws if inner else ():
            yield refusal(
                "unsupported-inner-compensation",
                event.get("id"),
                "本引擎不支持从外层补偿子流程内部已完成的活动",
                "this engine does not undo from outside what is completed inside a subprocess",
            )


def cancel_events_belong_to_transactions(root: etree._Element, process: etree._Element) -> Iterator[Finding]:
    """A cancel end stands in a transaction, a cancel boundary event at one, and both or neither are there."""
    for scope in _scopes(process):
        caught = {
            event.get("attachedToRef")
            for event in children(scope, "boundaryEvent")
            if event.find(bpmn("cancelEventDefinition")) is not None
        }
        for node in flow_nodes(scope):
            ends = [
                end
                for end in children(node, "endEvent")
                if end.find(bpmn("cancelEventDefinition")) is not None
            ]
            for end in ends:
                if kind_of(node) != "transaction" or node.get("id") not in caught:
                    yield _outside(end)
            if node.get("id") in caught and kind_of(node) != "transaction":
                yield _outside(node)
    for end in children(process, "endEvent"):
        if end.find(bpmn("cancelEventDefinition")) is not None:
            yield _outside(end)


def _outside(element: etree._Element) -> Finding:
    return refusal(
        "cancel-outside-transaction",
        element.get("id"),
        "取消事件只用于事务子流程，且事务上须有取消边界事件",
        "cancel events belong to a transaction that has a cancel boundary event",
    )


def _can_be_undone(scope: etree._Element) -> bool:
    return any(
        event.find(bpmn("compensateEventDefinition")) is not None
        for event in scope.iter(bpmn("boundaryEvent"))
    )


def _scopes(process: etree._Element) -> list[etree._Element]:
    return [element for element in process.iter(etree.Element) if kind_of(element) in SCOPES]


RULES = (
    compensation_has_a_handler,
    compensation_reaches_its_own_scope,
    cancel_events_belong_to_transactions,
)
