"""What nodes refer to elsewhere in the file: messages, signals, errors, escalations, lanes."""

from __future__ import annotations

from lxml import etree

from workflows.engine.elements import Trigger
from workflows.engine.parsing.extensions import correlation_key
from workflows.engine.vocabulary import bpmn, kind_of

_TIMERS = {"timeDate": "date", "timeDuration": "duration", "timeCycle": "cycle"}


class References:
    """An index over the file's root elements, made once a file."""

    def __init__(self, root: etree._Element) -> None:
        self._by_id = {child.get("id"): child for child in root if child.get("id")}
        handlers = {
            element.get("id")
            for element in root.iter(etree.Element)
            if element.get("isForCompensation") in ("true", "1")
        }
        self._handlers: dict[str | None, str] = {}
        for association in root.iter(bpmn("association")):
            source, target = association.get("sourceRef"), association.get("targetRef")
            # An association may be drawn from either side, and others lead to notes.
            if target in handlers:
                self._handlers[source] = target
            elif source in handlers:
                self._handlers[target] = source
        self._lanes: dict[str, str] = {}
        for reference in root.iter(bpmn("flowNodeRef")):
            # A nested lane's reference comes after its parent's: the innermost lane is kept.
            lane = reference.getparent()
            self._lanes[(reference.text or "").strip()] = lane.get("name") or lane.get("id") or ""

    def lane_of(self, node_id: str) -> str | None:
        """The name of the innermost lane that lists the node."""
        return self._lanes.get(node_id)

    def handler_of(self, boundary_id: str) -> str | None:
        """The compensation handler a compensation boundary event is associated with."""
        return self._handlers.get(boundary_id)

    def trigger(self, definition: etree._Element) -> Trigger:
        """What an event definition waits for or throws."""
        kind = kind_of(definition).removesuffix("EventDefinition")
        match kind:
            case "timer":
                return self._timer(definition)
            case "message":
                return self.message(definition.get("messageRef"))
            case "signal":
                return Trigger("signal", name=self._name(definition.get("signalRef")))
            case "error":
                return Trigger("error", code=self._code(definition.get("errorRef"), "errorCode"))
            case "escalation":
                code = self._code(definition.get("escalationRef"), "escalationCode")
                return Trigger("escalation", code=code)
            case "compensate":
                return Trigger("compensate", activity=_local(definition.get("activityRef")))
            case "conditional":
                condition = definition.find(bpmn("condition"))
                return Trigger("conditional", expression=_text(condition))
        return Trigger(kind)

    def message(self, reference: str | None) -> Trigger:
        """The message behind a `messageRef`, with the correlation key of its subscription."""
        element = self._by_id.get(_local(reference))
        key = None if element is None else correlation_key(element)
        return Trigger("message", name=self._name(reference), correlation_key=key)

    def _timer(self, definition: etree._Element) -> Trigger:
        for child in definition:
            timer = _TIMERS.get(kind_of(child))
            if timer:
                return Trigger("timer", timer=timer, expression=_text(child))
        return Trigger("timer")

    def _name(self, reference: str | None) -> str | None:
        element = self._by_id.get(_local(reference))
        return None if element is None else element.get("name") or element.get("id")

    def _code(self, reference: str | None, attribute: str) -> str | None:
        """The code of an error or escalation, else its id; None without a reference: any code."""
        if not reference:
            return None
        element = self._by_id.get(_local(reference))
        if element is None:
            return _local(reference)
        return element.get(attribute) or element.get("id")


def _local(reference: str | None) -> str | None:
    """References may be qualified names (`tns:message_1`)."""
    return reference.rsplit(":", 1)[-1] if reference else None


def _text(element: etree._Element | None) -> str | None:
    return None if element is None else (element.text or "").strip() or None
