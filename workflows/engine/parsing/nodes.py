"""One flow node of normalised XML, read into a `Node` and given to its spec class."""

from __future__ import annotations

from lxml import etree
from SpiffWorkflow.bpmn.parser.TaskParser import TaskParser

from workflows.engine import specs
from workflows.engine.elements import Flow, Loop, Node, Trigger
from workflows.engine.parsing import extensions as zeebe
from workflows.engine.vocabulary import bpmn, event_definitions, kind_of, own

ALWAYS_INTERRUPTING = frozenset(["error", "cancel"])
"""Whatever the attribute says: after an error the activity cannot go on (BPMN 2.0.2, 10.5.4)."""


class NodeReader(TaskParser):
    """Reads one node without walking on to its successors."""

    def __init__(self, process_parser, spec_class, node, nsmap=None, lane=None):  # noqa: ANN001, D107
        # The stock reader searches the whole document for the lane when it is given none.
        self.references = process_parser.parser.references
        super().__init__(process_parser, spec_class, node, nsmap, lane)
        self.lane = self.references.lane_of(node.get("id")) or process_parser.lane

    def _get_lane(self) -> None:
        return None

    def parse_node(self) -> specs.NodeSpec:
        """The node's spec, not connected yet."""
        spec = self.spec_class(self.spec, specs.spec_name(self.bpmn_id), node=self.read_node())
        spec.lane = self.lane
        return spec

    def read_node(self) -> Node:
        """Everything the diagram says of the node."""
        element = self.node
        job = zeebe.extension(element, "taskDefinition")
        triggers = self._triggers()
        return Node(
            id=self.bpmn_id,
            type=kind_of(element),
            name=element.get("name") or "",
            lane=self.lane,
            documentation=element.findtext(bpmn("documentation")),
            flows=self._flows(),
            incoming=tuple(
                flow.get("id") for flow in self.process_parser.incoming_sequence_flows.get(self.bpmn_id, ())
            ),
            start_quantity=int(element.get("startQuantity", "1")),
            completion_quantity=int(element.get("completionQuantity", "1")),
            triggers=triggers,
            all_triggers=len(triggers) > 1 and element.get("parallelMultiple") in ("true", "1"),
            activation=element.findtext(bpmn("activationCondition")),
            first_decides=element.get("eventGatewayType") != "Parallel",
            interrupting=_interrupting(element) or any(t.kind in ALWAYS_INTERRUPTING for t in triggers),
            attached_to=element.get("attachedToRef"),
            boundary=tuple(
                event.get("id") for event in self.process_parser.get_boundary_events(self.bpmn_id)
            ),
            completion=element.findtext(bpmn("completionCondition")),
            cancels_remaining=element.get("cancelRemainingInstances") not in ("false", "0"),
            one_at_a_time=element.get("ordering") == "Sequential",
            loop=read_loop(element),
            inputs=zeebe.mappings(element, "input"),
            outputs=zeebe.mappings(element, "output"),
            properties=zeebe.properties(element),
            assignment=zeebe.assignment(element),
            form_id=zeebe.form_id(element),
            job_type=None if job is None else job.get("type"),
            job_retries=None if job is None else job.get("retries"),
            headers=zeebe.headers(element),
            decision_id=zeebe.attribute(element, "calledDecision", "decisionId"),
            script=zeebe.attribute(element, "script", "expression"),
            result_variable=zeebe.attribute(element, "calledDecision", "resultVariable")
            or zeebe.attribute(element, "script", "resultVariable"),
            called_process=zeebe.attribute(element, "calledElement", "processId")
            or element.get("calledElement"),
            performs=element.get(own("performs")),
            performs_name=element.get(own("performsName"), ""),
            hands_over_all=zeebe.attribute(element, "calledElement", "propagateAllParentVariables") == "true",
            takes_back_all=zeebe.attribute(element, "calledElement", "propagateAllChildVariables") != "false",
            for_compensation=element.get("isForCompensation") == "true",
            compensation=self._compensation(),
            synthetic=element.get(own("synthetic")) == "true",
        )

    def _flows(self) -> tuple[Flow, ...]:
        default = self.node.get("default")
        return tuple(
            Flow(
                id=flow.get("id"),
                target=flow.get("targetRef"),
                condition=_condition(flow),
                default=flow.get("id") == default,
                synthetic=flow.get(own("synthetic")) == "true",
            )
            for flow in self.process_parser.get_outgoing_sequence_flows(self.bpmn_id)
        )

    def _compensation(self) -> str | None:
        for event in self.process_parser.get_boundary_events(self.bpmn_id):
            if event.find(bpmn("compensateEventDefinition")) is not None:
                return self.references.handler_of(event.get("id"))
        return None

    def _triggers(self) -> tuple[Trigger, ...]:
        if kind_of(self.node) in ("receiveTask", "sendTask") and self.node.get("messageRef"):
            return (self.references.message(self.node.get("messageRef")),)
        return tuple(self.references.trigger(definition) for definition in event_definitions(self.node))


class SubprocessReader(NodeReader):
    """Reads an embedded or event subprocess together with what is inside."""

    def parse_node(self) -> specs.NodeSpec:
        """The subprocess's own spec; the scope inside is parsed into a spec of its own."""
        diagram = self.process_parser.parser
        diagram.create_parser(self.node, lane=self.lane)
        diagram.process_parsers[self.bpmn_id].get_spec()
        return super().parse_node()


def read_loop(element: etree._Element) -> Loop | None:
    """The loop characteristics of an activity."""
    standard = element.find(bpmn("standardLoopCharacteristics"))
    if standard is not None:
        return Loop(
            standard=True,
            sequential=True,
            condition=standard.findtext(bpmn("loopCondition")),
            test_before=standard.get("testBefore") == "true",
            maximum=int(standard.get("loopMaximum")) if standard.get("loopMaximum") else None,
        )
    multiple = element.find(bpmn("multiInstanceLoopCharacteristics"))
    if multiple is None:
        return None
    found = zeebe.extension(multiple, "loopCharacteristics")
    mapping = {} if found is None else found.attrib
    return Loop(
        sequential=multiple.get("isSequential") == "true",
        input_collection=mapping.get("inputCollection") or multiple.findtext(bpmn("loopDataInputRef")),
        input_element=mapping.get("inputElement") or _item_name(multiple, "inputDataItem"),
        output_collection=mapping.get("outputCollection") or multiple.findtext(bpmn("loopDataOutputRef")),
        output_element=mapping.get("outputElement") or _item_name(multiple, "outputDataItem"),
        cardinality=multiple.findtext(bpmn("loopCardinality")),
        completion_condition=multiple.findtext(bpmn("completionCondition")),
    )


def _item_name(multiple: etree._Element, tag: str) -> str | None:
    """The standard's own data items, where the file has no `zeebe:loopCharacteristics`."""
    item = multiple.find(bpmn(tag))
    return None if item is None else item.get("name") or item.get("id")


def _condition(flow: etree._Element) -> str | None:
    condition = flow.find(bpmn("conditionExpression"))
    return None if condition is None else (condition.text or "").strip() or None


def _interrupting(element: etree._Element) -> bool:
    """`cancelActivity` of a boundary event, `isInterrupting` of an event subprocess's start."""
    said = element.get("cancelActivity") or element.get("isInterrupting") or "true"
    return said.strip().lower() in ("true", "1")
