"""The Camunda 8 vocabulary (`zeebe:`) of one element, as plain values."""

from __future__ import annotations

from collections.abc import Mapping

from lxml import etree

from workflows.engine.elements import IoMapping
from workflows.engine.vocabulary import bpmn, zeebe


def extension(element: etree._Element, name: str) -> etree._Element | None:
    """The element's first `zeebe:` extension of that name."""
    extensions = element.find(bpmn("extensionElements"))
    return None if extensions is None else extensions.find(zeebe(name))


def attribute(element: etree._Element, name: str, key: str) -> str | None:
    """One attribute of an extension; None where either is missing or empty."""
    found = extension(element, name)
    return None if found is None else found.get(key) or None


def correlation_key(message: etree._Element) -> str | None:
    """The expression a message's subscription correlates by."""
    return attribute(message, "subscription", "correlationKey")


def properties(element: etree._Element) -> dict[str, str]:
    """`zeebe:properties` as a mapping."""
    holder = extension(element, "properties")
    if holder is None:
        return {}
    return {item.get("name", ""): item.get("value", "") for item in holder.findall(zeebe("property"))}


def mappings(element: etree._Element, direction: str) -> tuple[IoMapping, ...]:
    """The `zeebe:input` or `zeebe:output` lines of an element, in order."""
    holder = extension(element, "ioMapping")
    if holder is None:
        return ()
    return tuple(
        IoMapping(line.get("source") or "", line.get("target") or "")
        for line in holder.findall(zeebe(direction))
    )


def headers(element: etree._Element) -> Mapping[str, str]:
    """`zeebe:taskHeaders` as a mapping."""
    holder = extension(element, "taskHeaders")
    if holder is None:
        return {}
    return {item.get("key", ""): item.get("value", "") for item in holder.findall(zeebe("header"))}


def assignment(element: etree._Element) -> dict[str, str]:
    """Who a user task is for, when it is due and how urgent it is, as written."""
    found: dict[str, str] = {}
    for name in ("assignmentDefinition", "taskSchedule", "priorityDefinition"):
        holder = extension(element, name)
        if holder is not None:
            found.update({key: value for key, value in holder.attrib.items() if value})
    return found


def form_id(element: etree._Element) -> str | None:
    """The form of a user task or start event, by id or by key."""
    return attribute(element, "formDefinition", "formId") or attribute(element, "formDefinition", "formKey")
