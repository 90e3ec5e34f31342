"""A process of so many elements as a person would draw it: steps with forms, gateways with conditions."""

from __future__ import annotations

_HEAD = (
    '<?xml version="1.0" encoding="UTF-8"?><bpmn:definitions '
    'xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" '
    'xmlns:zeebe="http://camunda.org/schema/zeebe/1.0" id="d" targetNamespace="urn:measured">'
    '<bpmn:process id="long" isExecutable="true">'
)
_TASK = (
    '<bpmn:userTask id="t{n}" name="办理{n}"><bpmn:extensionElements><zeebe:userTask />'
    '<zeebe:formDefinition formId="f{n}" /><zeebe:assignmentDefinition candidateGroups="sg" />'
    "</bpmn:extensionElements></bpmn:userTask>"
)
_FORK = '<bpmn:exclusiveGateway id="g{n}" default="back{n}" />'
_FLOWS = (
    '<bpmn:sequenceFlow id="to{n}" sourceRef="{before}" targetRef="t{n}" />'
    '<bpmn:sequenceFlow id="in{n}" sourceRef="t{n}" targetRef="g{n}" />'
    '<bpmn:sequenceFlow id="back{n}" sourceRef="g{n}" targetRef="end" />'
)
_CONDITION = (
    '<bpmn:conditionExpression xsi:type="bpmn:tFormalExpression" '
    'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">=outcome = "agree" and amount &gt; {n}'
    "</bpmn:conditionExpression>"
)
PER_STEP = 5  #: a task, a gateway, three flows


def long_process(elements: int) -> bytes:
    """The diagram `long`, with about that many elements."""
    parts, before = [_HEAD, '<bpmn:startEvent id="start" /><bpmn:endEvent id="end" />'], "start"
    for n in range(elements // PER_STEP):
        flows = _FLOWS.format(n=n, before=before)
        if n:  # the way from one gateway to the next step is the one with a condition
            condition = f'targetRef="t{n}">{_CONDITION.format(n=n)}</bpmn:sequenceFlow>'
            flows = flows.replace(f'targetRef="t{n}" />', condition)
        parts += [_TASK.format(n=n), _FORK.format(n=n), flows]
        before = f"g{n}"
    return ("".join(parts) + "</bpmn:process></bpmn:definitions>").encode()
