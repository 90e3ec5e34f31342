"""The diagram parser: SpiffWorkflow's own, with this room's node readers and spec classes at every tag.

Stock parsing walks along the sequence flows and recurses once a node: chains of 500 overflow the stack.
Here a
scope's nodes are read one after another and connected afterwards; recursion is as deep as subprocesses nest.
"""

from __future__ import annotations

from lxml import etree
from SpiffWorkflow.bpmn.parser.BpmnParser import BpmnParser
from SpiffWorkflow.bpmn.parser.ProcessParser import ProcessParser
from SpiffWorkflow.bpmn.specs.bpmn_process_spec import BpmnProcessSpec

from workflows.engine import specs
from workflows.engine.parsing.nodes import NodeReader, SubprocessReader
from workflows.engine.parsing.references import References
from workflows.engine.vocabulary import SCOPES, bpmn, children, flow_nodes, is_event_subprocess

_SPEC_CLASSES = {
    "startEvent": specs.StartEvent,
    "endEvent": specs.EndEvent,
    "intermediateThrowEvent": specs.ThrowEvent,
    "intermediateCatchEvent": specs.CatchEvent,
    "boundaryEvent": specs.BoundaryEvent,
    "task": specs.PassThroughTask,
    "manualTask": specs.PassThroughTask,
    "userTask": specs.UserTask,
    "scriptTask": specs.ScriptTask,
    "businessRuleTask": specs.BusinessRuleTask,
    "serviceTask": specs.JobTask,
    "sendTask": specs.SendTask,
    "receiveTask": specs.ReceiveTask,
    "callActivity": specs.CallActivity,
    "subProcess": specs.Subprocess,
    "transaction": specs.Subprocess,
    "adHocSubProcess": specs.AdHocSubprocess,
    "exclusiveGateway": specs.ExclusiveGateway,
    "inclusiveGateway": specs.InclusiveGateway,
    "parallelGateway": specs.ParallelGateway,
    "complexGateway": specs.ComplexGateway,
    "eventBasedGateway": specs.EventGateway,
}


class ScopeParser(ProcessParser):
    """Parses the nodes of one process or subprocess, each by itself, then connects them."""

    def __init__(self, p, node, nsmap, data_stores, filename=None, lane=None):  # noqa: ANN001, D107
        super().__init__(p, node, nsmap, data_stores, filename=filename, lane=lane)
        self.incoming_sequence_flows: dict[str, list[etree._Element]] = {}
        for flow in children(node, "sequenceFlow"):
            self.incoming_sequence_flows.setdefault(flow.get("targetRef"), []).append(flow)

    def _parse(self) -> None:
        self.spec = self.create_spec()
        for node in flow_nodes(self.node):
            self.parse_node(node)
        for spec in list(self.spec.task_specs.values()):
            if isinstance(spec, specs.NodeSpec):
                for flow in spec.node.flows:
                    spec.connect(self.spec.task_specs[specs.spec_name(flow.target)])

    def parse_node(self, node: etree._Element) -> specs.NodeSpec:
        """The spec of one node; its successors are not looked at."""
        reader, spec_class = self.parser._get_parser_class(node.tag)
        if is_event_subprocess(node):
            spec_class = specs.EventSubprocess
        return reader(self, spec_class, node, self.nsmap, lane=self.lane).parse_node()

    def create_spec(self) -> BpmnProcessSpec:
        """An empty spec; whether the process may run was decided by the linter."""
        return BpmnProcessSpec(name=self.bpmn_id, description=self.node.get("name") or self.bpmn_id)


class DiagramParser(BpmnParser):
    """SpiffWorkflow's parser of files, asking this room's readers and classes only."""

    PARSER_CLASSES = {
        bpmn(tag): (SubprocessReader if tag in SCOPES else NodeReader, spec_class)
        for tag, spec_class in _SPEC_CLASSES.items()
    }
    PROCESS_PARSER_CLASS = ScopeParser

    def __init__(self, root: etree._Element) -> None:
        super().__init__()
        self.references = References(root)
        self.add_bpmn_xml(root)

    def _add_data_stores(self, bpmn: etree._Element) -> None:
        """Data stores are part of the drawing only: the stock parser refuses those without a class."""

    def _add_messages(self, bpmn: etree._Element) -> None:
        """Messages, signals, errors and escalations are read with their extensions in `References`."""

    _add_signals = _add_errors = _add_escalations = _add_correlations = _add_collaborations = _add_messages

    def scope_specs(self) -> dict[str, BpmnProcessSpec]:
        """The parsed specs of every scope, by the id of its process or subprocess."""
        return {scope_id: parser.spec for scope_id, parser in self.process_parsers.items() if parser.spec}
