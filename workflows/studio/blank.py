"""What a new process begins with: a start, one task with a form, an end, in the house's own form."""

from __future__ import annotations

import json
from xml.sax.saxutils import quoteattr

_DIAGRAM = """<?xml version="1.0" encoding="UTF-8"?>
<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" \
xmlns:bpmndi="http://www.omg.org/spec/BPMN/20100524/DI" xmlns:dc="http://www.omg.org/spec/DD/20100524/DC" \
xmlns:di="http://www.omg.org/spec/DD/20100524/DI" xmlns:zeebe="http://camunda.org/schema/zeebe/1.0" \
xmlns:modeler="http://camunda.org/schema/modeler/1.0" id="{name}-definitions" \
targetNamespace="urn:shuangyashan:processes" modeler:executionPlatform="Camunda Cloud" \
modeler:executionPlatformVersion="8.6.0">
  <bpmn:process id="{name}" name={title} isExecutable="true">
    <bpmn:startEvent id="start" name="开始">
      <bpmn:outgoing>to-first-step</bpmn:outgoing>
    </bpmn:startEvent>
    <bpmn:userTask id="first-step" name="办理">
      <bpmn:extensionElements>
        <zeebe:userTask />
        <zeebe:formDefinition formId="first-step" />
        <zeebe:assignmentDefinition candidateGroups="supervision-office" />
      </bpmn:extensionElements>
      <bpmn:incoming>to-first-step</bpmn:incoming>
      <bpmn:outgoing>to-end</bpmn:outgoing>
    </bpmn:userTask>
    <bpmn:endEvent id="end" name="办结">
      <bpmn:incoming>to-end</bpmn:incoming>
    </bpmn:endEvent>
    <bpmn:sequenceFlow id="to-first-step" sourceRef="start" targetRef="first-step" />
    <bpmn:sequenceFlow id="to-end" sourceRef="first-step" targetRef="end" />
  </bpmn:process>
  <bpmndi:BPMNDiagram id="{name}-diagram">
    <bpmndi:BPMNPlane id="{name}-plane" bpmnElement="{name}">
      <bpmndi:BPMNShape id="start_di" bpmnElement="start">
        <dc:Bounds x="182" y="122" width="36" height="36" />
        <bpmndi:BPMNLabel><dc:Bounds x="189" y="165" width="22" height="14" /></bpmndi:BPMNLabel>
      </bpmndi:BPMNShape>
      <bpmndi:BPMNShape id="first-step_di" bpmnElement="first-step">
        <dc:Bounds x="280" y="100" width="100" height="80" />
      </bpmndi:BPMNShape>
      <bpmndi:BPMNShape id="end_di" bpmnElement="end">
        <dc:Bounds x="442" y="122" width="36" height="36" />
        <bpmndi:BPMNLabel><dc:Bounds x="449" y="165" width="22" height="14" /></bpmndi:BPMNLabel>
      </bpmndi:BPMNShape>
      <bpmndi:BPMNEdge id="to-first-step_di" bpmnElement="to-first-step">
        <di:waypoint x="218" y="140" />
        <di:waypoint x="280" y="140" />
      </bpmndi:BPMNEdge>
      <bpmndi:BPMNEdge id="to-end_di" bpmnElement="to-end">
        <di:waypoint x="380" y="140" />
        <di:waypoint x="442" y="140" />
      </bpmndi:BPMNEdge>
    </bpmndi:BPMNPlane>
  </bpmndi:BPMNDiagram>
</bpmn:definitions>
"""


def blank_process(name: str, title: str) -> dict[str, bytes]:
    """The files of a new process folder."""
    diagram = _DIAGRAM.format(name=name, title=quoteattr(title))
    return {f"{name}.bpmn": diagram.encode(), "forms/first-step.json": blank_form("first-step")}


_TABLE = """<?xml version="1.0" encoding="UTF-8"?>
<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" \
xmlns:dmndi="https://www.omg.org/spec/DMN/20191111/DMNDI/" \
xmlns:dc="http://www.omg.org/spec/DMN/20180521/DC/" \
xmlns:modeler="http://camunda.org/schema/modeler/1.0" id="{name}-definitions" name={title} \
namespace="urn:shuangyashan:decisions" modeler:executionPlatform="Camunda Cloud" \
modeler:executionPlatformVersion="8.6.0">
  <decision id="{name}" name={title}>
    <decisionTable id="{name}-table" hitPolicy="UNIQUE">
      <input id="{name}-input-1" label="依据">
        <inputExpression id="{name}-input-1-expression" typeRef="string"><text>title</text></inputExpression>
      </input>
      <output id="{name}-output-1" label="结果" name="result" typeRef="string" />
      <rule id="{name}-rule-1">
        <inputEntry id="{name}-rule-1-in-1"><text>-</text></inputEntry>
        <outputEntry id="{name}-rule-1-out-1"><text>""</text></outputEntry>
      </rule>
    </decisionTable>
  </decision>
  <dmndi:DMNDI>
    <dmndi:DMNDiagram id="{name}-diagram">
      <dmndi:DMNShape id="{name}_di" dmnElementRef="{name}">
        <dc:Bounds height="80" width="180" x="160" y="80" />
      </dmndi:DMNShape>
    </dmndi:DMNDiagram>
  </dmndi:DMNDI>
</definitions>
"""


def blank_table(name: str) -> bytes:
    """A table with one column, one result and one rule that always holds."""
    return _TABLE.format(name=name, title=quoteattr(name)).encode()


def blank_form(form_id: str) -> bytes:
    """A form with nothing but what every form ends with: an opinion and attachments."""
    form = {
        "type": "default",
        "id": form_id,
        "schemaVersion": 16,
        "components": [
            {
                "type": "textarea",
                "id": f"{form_id}-opinion",
                "key": "opinion",
                "label": "意见",
                "properties": {"label_en": "Opinion", "fresh": "true"},
            },
            {
                "type": "filepicker",
                "id": f"{form_id}-attachments",
                "key": "attachments",
                "label": "附件",
                "multiple": True,
                "properties": {"label_en": "Attachments", "fresh": "true"},
            },
        ],
    }
    return json.dumps(form, ensure_ascii=False, indent=2).encode()
