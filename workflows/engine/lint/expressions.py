"""Expressions that are no FEEL, times that are no ISO 8601: found at deployment, not in a running matter."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from workflows.engine.expressions import expression_of, is_feel
from workflows.engine.findings import Finding, refusal
from workflows.engine.timers.cycles import parse_cycle
from workflows.engine.timers.moments import interval, moment
from workflows.engine.vocabulary import ACTIVITIES, EVENTS, GATEWAYS, bpmn, kind_of, zeebe
from workflows.feel import FeelSyntaxError, compile_expression

MAX_ALL = 200_000
"""Characters of all different expressions of a file; the room for them is bounded, and the time."""
_ALWAYS_FEEL = (
    "conditionExpression",
    "condition",
    "completionCondition",
    "activationCondition",
    "loopCondition",
    "loopCardinality",
)
_ATTRIBUTES = {
    "script": ("expression",),
    "input": ("source",),
    "output": ("source",),
    "loopCharacteristics": ("inputCollection", "outputElement"),
    "assignmentDefinition": ("assignee", "candidateGroups", "candidateUsers"),
    "taskSchedule": ("dueDate", "followUpDate"),
    "priorityDefinition": ("priority",),
    "calledDecision": ("decisionId",),
    "calledElement": ("processId",),
    "taskDefinition": ("type", "retries"),
    "property": ("value",),
}
_FEEL_ATTRIBUTES = frozenset(["expression", "inputCollection", "outputElement"])
_NAMING = {
    "input": "target",
    "output": "target",
    "script": "resultVariable",
    "calledDecision": "resultVariable",
    "loopCharacteristics": "inputElement",
}
_TIMERS = ("timeDate", "timeDuration", "timeCycle")
_ELEMENTS = ACTIVITIES | EVENTS | GATEWAYS | {"sequenceFlow", "process"}


def expressions_are_feel(root: etree._Element, process: etree._Element) -> Iterator[Finding]:
    """Every expression of the process, and the names and keys of messages and signals, can be compiled."""
    names = _names(process)
    different: set[str] = set()
    length = 0
    for element, text in [*_texts(process), *_roots(root)]:
        length += 0 if text in different else len(text)
        different.add(text)
        if length > MAX_ALL:
            yield refusal(
                "expressions-too-long",
                element,
                f"全部表达式超过 {MAX_ALL} 个字符",
                f"expressions of more than {MAX_ALL} characters",
            )
            return
        try:
            compile_expression(expression_of(text), names=names)
        except FeelSyntaxError as fault:
            shown = text if len(text) <= 100 else text[:100] + "…"
            yield refusal(
                "feel-syntax",
                element,
                f"“{shown}”不合 FEEL 语法：{fault.sentence.zh}",
                f"{shown!r} is not FEEL: {fault.sentence.en}",
            )


def times_are_iso(root: etree._Element, process: etree._Element) -> Iterator[Finding]:
    """A literal time is a date and time, a duration or a repeating interval."""
    for timer in (child for name in _TIMERS for child in process.iter(bpmn(name))):
        text = (timer.text or "").strip()
        if not text or is_feel(text):
            continue
        if parse_cycle(text) is None and interval(text) is None and moment(text) is None:
            yield refusal(
                "timer-not-iso",
                _owner(timer),
                f"“{text}”不是 ISO 8601 的日期时间、时长或周期；表达式须以 = 开头",
                f"{text!r} is no ISO 8601 time, duration or cycle; an expression begins with =",
            )


def _texts(process: etree._Element) -> Iterator[tuple[str | None, str]]:
    for element in process.iter(etree.Element):
        name = etree.QName(element).localname
        if kind_of(element) in _ALWAYS_FEEL and (element.text or "").strip():
            yield _owner(element), element.text
        elif kind_of(element) in _TIMERS and is_feel(element.text):
            yield _owner(element), element.text
        elif element.tag == zeebe(name):
            for attribute in _ATTRIBUTES.get(name, ()):
                text = element.get(attribute)
                if text and (is_feel(text) or attribute in _FEEL_ATTRIBUTES):
                    yield _owner(element), text


def _roots(root: etree._Element) -> Iterator[tuple[str | None, str]]:
    """Names and correlation keys of messages and signals, which stand outside the processes."""
    for element in root.iterchildren(bpmn("message"), bpmn("signal")):
        keys = [key.get("correlationKey") for key in element.iter(zeebe("subscription"))]
        yield from ((element.get("id"), text) for text in [element.get("name"), *keys] if is_feel(text))


def _names(process: etree._Element) -> set[str]:
    """Variables the diagram itself names; those of several words can be read only where they are known."""
    return {
        element.get(attribute, "").split(".")[0]
        for name, attribute in _NAMING.items()
        for element in process.iter(zeebe(name))
    }


def _owner(element: etree._Element) -> str | None:
    """The element of the drawing an expression belongs to."""
    owner = element
    while owner is not None and kind_of(owner) not in _ELEMENTS:
        owner = owner.getparent()
    return None if owner is None else owner.get("id")


RULES = (expressions_are_feel, times_are_iso)
