"""Files from outside: refused by name, never run wrongly, never a hang or a traceback."""

from __future__ import annotations

import pytest

from workflows.engine import compile_process
from workflows.engine.findings import NotDeployable
from workflows.engine.xml_source import MAX_BYTES, read_xml

BPMN = 'xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL"'


def refused(inner: str, roots: str = "", attributes: str = "") -> list[tuple[str, str | None]]:
    """Rule and element of every refusal of a process with this content."""
    xml = (
        f'<definitions {BPMN} xmlns:zeebe="http://camunda.org/schema/zeebe/1.0" '
        f'xmlns:camunda="http://camunda.org/schema/1.0/bpmn" id="d" targetNamespace="t">{roots}'
        f'<process id="p" {attributes}><startEvent id="s"/>{inner}</process></definitions>'
    )
    with pytest.raises(NotDeployable) as refusal:
        compile_process(xml.encode())
    for finding in refusal.value.findings:
        assert finding.message.zh and finding.message.en
    return [(finding.rule, finding.element) for finding in refusal.value.findings]


@pytest.mark.parametrize(
    ("inner", "rule", "element"),
    [
        ('<choreographyTask id="c"/>', "unsupported-choreographyTask", "c"),
        ('<endEvent id="e"><cancelEventDefinition/></endEvent>', "cancel-outside-transaction", "e"),
        (
            '<task id="t"/><boundaryEvent id="b" attachedToRef="t"><compensateEventDefinition/>'
            "</boundaryEvent>",
            "compensation-without-handler",
            "b",
        ),
        ('<task id="t"/><task id="t"/>', "duplicate-id", "t"),
        ("<task/>", "missing-id", None),
        ('<sequenceFlow id="f" sourceRef="s" targetRef="nowhere"/>', "dangling-flow", "f"),
        (
            '<boundaryEvent id="b" attachedToRef="s"><timerEventDefinition><timeDuration>PT1H</timeDuration>'
            "</timerEventDefinition></boundaryEvent>",
            "boundary-without-activity",
            "b",
        ),
        ('<scriptTask id="x"><script>print(1)</script></scriptTask>', "script-without-feel", "x"),
        ('<callActivity id="c"/>', "call-without-process", "c"),
        ('<userTask id="u" camunda:assignee="demo"/>', "camunda-7", "u"),
        (
            '<intermediateCatchEvent id="w"><timerEventDefinition/></intermediateCatchEvent>',
            "timer-without-time",
            "w",
        ),
        (
            '<intermediateCatchEvent id="w"><messageEventDefinition/></intermediateCatchEvent>',
            "message-without-name",
            "w",
        ),
        ('<receiveTask id="r"/>', "message-without-name", "r"),
        (
            '<intermediateThrowEvent id="l"><linkEventDefinition name="x"/></intermediateThrowEvent>',
            "link-without-target",
            "l",
        ),
        ('<userTask id="u"><multiInstanceLoopCharacteristics/></userTask>', "multi-instance-collection", "u"),
        ('<userTask id="u"><standardLoopCharacteristics/></userTask>', "loop-without-end", "u"),
        (
            '<subProcess id="e" triggeredByEvent="true"><startEvent id="i"/></subProcess>',
            "event-subprocess-start",
            "e",
        ),
        (
            '<eventBasedGateway id="g"/><task id="t"/><sequenceFlow id="f1" sourceRef="s" targetRef="g"/>'
            '<sequenceFlow id="f2" sourceRef="g" targetRef="t"/>',
            "event-gateway-target",
            "t",
        ),
        ('<task id="t" startQuantity="0"/>', "quantity", "t"),
        (
            '<task id="t"/><sequenceFlow id="f" sourceRef="s" targetRef="t">'
            "<conditionExpression>${approved}</conditionExpression></sequenceFlow>",
            "feel-syntax",
            "f",
        ),
        (
            '<userTask id="u"><extensionElements><zeebe:assignmentDefinition candidateGroups="=a +"/>'
            "</extensionElements></userTask>",
            "feel-syntax",
            "u",
        ),
        (
            '<intermediateCatchEvent id="w"><timerEventDefinition><timeDuration>7 days</timeDuration>'
            "</timerEventDefinition></intermediateCatchEvent>",
            "timer-not-iso",
            "w",
        ),
        (
            '<userTask id="u"><extensionElements><zeebe:taskListeners><zeebe:taskListener type="x"/>'
            "</zeebe:taskListeners></extensionElements></userTask>",
            "unsupported-zeebe-taskListener",
            "u",
        ),
        ('<startEvent id="s2"/>', "several-none-starts", "s2"),
        (
            '<userTask id="u"><standardLoopCharacteristics loopMaximum="-1"/></userTask>',
            "quantity",
            "u",
        ),
    ],
)
def test_what_cannot_run_is_refused_at_its_element(inner: str, rule: str, element: str | None) -> None:
    assert (rule, element) in refused(inner)


def test_a_process_that_is_not_executable_is_refused() -> None:
    assert refused("", attributes='isExecutable="false"') == [("no-executable-process", None)]


@pytest.mark.parametrize(
    ("xml", "rule"),
    [
        (b"", "xml-not-well-formed"),
        (b"not xml", "xml-not-well-formed"),
        (b"<a><b></a>", "xml-not-well-formed"),
        (b'<!DOCTYPE a [<!ENTITY x "y">]><a>&x;</a>', "xml-doctype"),
        ('<?xml version="1.0" encoding="UTF-16"?><!DOCTYPE a><a/>'.encode("utf-16"), "xml-doctype"),
        (b'<?xml version="1.0" encoding="no-such"?><a/>', "xml-not-well-formed"),
        (b"<a>" + b" " * MAX_BYTES + b"</a>", "xml-too-large"),
        (b"<a/>", "not-bpmn"),
    ],
)
def test_hostile_and_foreign_files_get_a_finding(xml: bytes, rule: str) -> None:
    with pytest.raises(NotDeployable) as refusal:
        compile_process(xml)
    assert [finding.rule for finding in refusal.value.findings] == [rule]


def test_undeclared_entities_and_outside_references_are_not_followed() -> None:
    with pytest.raises(NotDeployable):
        read_xml(b'<a xmlns:xi="http://www.w3.org/2001/XInclude">&outside;</a>')


def test_very_deep_files_are_refused_not_crashed_on() -> None:
    with pytest.raises(NotDeployable):
        read_xml(b"<a>" * 10_000 + b"</a>" * 10_000)
