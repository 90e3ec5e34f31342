"""Each fault measured in SpiffWorkflow 3.2.0 that could reach us, mended or refused, and what we rely on.

Where a test below fails after an upgrade, the engine has changed under the room: read the override it names.
"""

from __future__ import annotations

import inspect
import sys

import pytest
from SpiffWorkflow.bpmn.parser.BpmnParser import BpmnParser
from SpiffWorkflow.bpmn.parser.ProcessParser import ProcessParser
from SpiffWorkflow.bpmn.parser.TaskParser import TaskParser
from SpiffWorkflow.bpmn.util.subworkflow import BpmnSubWorkflow
from SpiffWorkflow.bpmn.workflow import BpmnWorkflow
from SpiffWorkflow.specs.base import TaskSpec
from SpiffWorkflow.task import Task
from SpiffWorkflow.util.task import TaskState

from tests.engine.running import MONDAY, Running, definition_of
from workflows import engine
from workflows.engine.findings import NotDeployable
from workflows.engine.parsing.nodes import NodeReader
from workflows.engine.specs import NODE_SPECS, NodeSpec
from workflows.engine.step import Context
from workflows.engine.tree import Instance, Token

ATTACKS = [
    "__import__('os').popen('id').read()",
    "().__class__.__mro__[1].__subclasses__()",
    "open('/etc/passwd').read()",
    "[x for x in (1).__class__.__base__.__subclasses__()]",
    "exec('raise SystemExit')",
    "lambda: 0",
    "9**9**9**9",
    '"a" * 10000000000',
]


@pytest.mark.parametrize("attack", ATTACKS)
def test_nothing_but_feel_is_ever_evaluated(attack: str) -> None:
    xml = (
        '<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" id="d" targetNamespace="t">'
        '<process id="p"><startEvent id="s"/><exclusiveGateway id="x"/><task id="t"/>'
        '<sequenceFlow id="f" sourceRef="s" targetRef="x"/><sequenceFlow id="g" sourceRef="x" targetRef="t">'
        f"<conditionExpression><![CDATA[{attack}]]></conditionExpression></sequenceFlow></process></definitions>"
    )
    try:
        compiled = engine.compile_process(xml.encode())
    except NotDeployable as refusal:
        assert [finding.rule for finding in refusal.findings] == ["feel-syntax"]
        return
    step = engine.start(engine.load_definition(compiled), {}, Context(MONDAY)).step
    assert [incident.kind for incident in step.incidents] == ["condition"]


def test_the_engines_own_script_engine_is_never_asked() -> None:
    instance = Instance(definition_of("links"))
    with pytest.raises(RuntimeError, match="only FEEL"):
        instance.script_engine.evaluate(None, "1")


def test_a_data_object_two_subprocesses_up_is_part_of_the_drawing() -> None:
    assert Running.of("data_objects").tasks() == ["t"]


def test_a_chain_of_thousands_is_parsed_without_recursion() -> None:
    length = 2 * sys.getrecursionlimit()
    tasks = "".join(f'<task id="t{i}"/>' for i in range(length))
    flows = "".join(
        f'<sequenceFlow id="f{i}" sourceRef="t{i}" targetRef="t{i + 1}"/>' for i in range(length - 1)
    )
    xml = (
        '<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" id="d" targetNamespace="t">'
        f'<process id="p">{tasks}{flows}</process></definitions>'
    )
    definition = engine.load_definition(engine.compile_process(xml.encode()))
    result = engine.start(definition, {}, Context(MONDAY))
    assert result.step.outcome == "completed"


def test_parallel_blocks_in_a_row_grow_no_predicted_tree() -> None:
    run = Running.of("many_splits")
    assert run.tasks() == ["after"]
    assert len(run.live().tokens) == 1


def test_every_parsed_node_is_of_our_own_classes_with_its_lane() -> None:
    definition = definition_of("matter")
    nodes = [
        spec
        for scope in definition.specs.values()
        for spec in scope.task_specs.values()
        if spec.name not in ("Start", "End") and not spec.name.endswith("EndJoin")
    ]
    assert nodes and all(type(spec) in NODE_SPECS for spec in nodes)
    assert definition.elements["register"].lane == "督查室"
    assert definition.elements["handle"].scope == ("lead",)


def test_quantities_and_rarer_spellings_of_the_standard() -> None:
    run = Running.of("quantities")
    run.complete("a")
    assert run.tasks() == ["b"]
    run.complete("b")
    assert run.tasks() == ["pair"]
    run.complete("pair")
    assert run.tasks() == ["after", "after", "after"]
    assert Running.of("complex_split", x=3).tasks() == ["a", "b"]
    assert Running.of("complex_split", x=0).tasks() == ["c"]
    assert Running.of("receive_that_starts").tasks() == ["after"]


def test_several_throws_of_one_event_are_all_thrown() -> None:
    step = Running.of("several_throws").complete("t")
    assert ([m.name for m in step.messages], [s.name for s in step.signals]) == (["m"], ["S1"])


def test_any_key_of_user_data_survives() -> None:
    run = Running.of("links", typename="x", **{"$number": "1", "有 空格": {"typename": 1}})
    run.complete("a")
    assert run.variables == {"typename": "x", "$number": "1", "有 空格": {"typename": 1}}


def test_the_hooks_we_override_are_still_there_and_still_called() -> None:
    for name in ("_update_hook", "_run_hook", "_on_complete_hook", "_predict_hook", "test"):
        assert hasattr(TaskSpec, name) and name in vars(NodeSpec)
    assert "_task_completed_notify" in inspect.getsource(TaskSpec._on_complete)
    assert "_run_hook" in inspect.getsource(TaskSpec._run)
    assert "task_spec._run(self)" in inspect.getsource(Task.run)
    assert issubclass(Token, Task) and issubclass(NodeReader, TaskParser)


def test_a_token_runs_by_the_engines_own_cycle() -> None:
    """None from the hook leaves it STARTED, True completes it, an exception marks it ERROR."""
    for marker in ("TaskState.STARTED", "self.complete()"):
        assert marker in inspect.getsource(Task.run)
    assert "my_task.error()" in inspect.getsource(TaskSpec._run)
    assert TaskState.FINISHED_MASK & TaskState.CANCELLED
    assert not TaskState.FINISHED_MASK & TaskState.STARTED


def test_trees_are_built_without_a_first_task_and_parsers_take_our_classes() -> None:
    assert "deserializing" in inspect.getsource(BpmnWorkflow.__mro__[2].__init__)
    assert "_calculate_depth" in inspect.getsource(BpmnSubWorkflow.__init__)
    assert "get_spec" in vars(ProcessParser) and "_get_parser_class" in vars(BpmnParser)
