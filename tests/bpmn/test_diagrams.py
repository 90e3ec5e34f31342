"""What the diagrams say: names in both languages; clauses, rules, forms, jobs and recusals that exist."""

from __future__ import annotations

import json
from collections import Counter

import pytest

from tests.bpmn.shipped_files import BPMN, DIAGRAMS, FORMS, SHIPPED, ZEEBE, Diagram
from workflows import engine
from workflows.feel import compile_expression
from workflows.jobs.registry import known_types
from workflows.recusal import OWN_MATTER

each_diagram = pytest.mark.parametrize("diagram", DIAGRAMS, ids=lambda diagram: diagram.folder)
STEPS = {
    "supervision": [f"SV-{number:02}" for number in range(1, 14)]
    + [f"ES-{number:02}" for number in range(1, 8)],
    "special_campaign": [f"SC-{number:02}" for number in range(1, 13)],
    "accident_report": [f"AR-{number:02}" for number in range(1, 12)],
    "accident_investigation": [f"AI-{number:02}" for number in range(1, 14) if number != 5]
    + ["AI-05A", "AI-05X"],
    "rectification_evaluation": [f"RE-{number:02}" for number in range(1, 11)],
    "duty_item": [f"WL-{number:02}" for number in range(8, 12)],
    "quarterly_hearing": [f"QH-{number:02}" for number in range(1, 10)],
    "annual_worklist": [f"WL-{number:02}" for number in (1, 2, 3, 4, 5, 6, 7, 8, 12, 13)],
    "half_year_assessment": [f"HA-{number:02}" for number in (1, 2, 3, 6, 7, 12, 13, 14, 15)],
    "assessment_report": ["HA-04", "HA-05"],
    "leader_assessment": [f"HA-{number:02}" for number in range(8, 12)],
    "emergency_drill": [f"DR-{number:02}" for number in range(1, 9)],
}
#: steps without a person: a notice and the archive; deployment and the proposal of supervision; an accident's
#: provisional grade, the start of its investigation, who investigates, the archive, the evaluation's timer;
#: a hearing set up, announced, its decisions dispatched; the list laid out;
#: an assessment's notice and its archive; the drills counted
BY_ITSELF = {
    "ES-01", "SV-13", "SC-05", "SC-08", "AR-02", "AR-11", "AI-02", "AI-13", "RE-01",
    "QH-01", "QH-03", "QH-08", "WL-01", "DR-08",
    "HA-03", "HA-15",
}  # fmt: skip


@each_diagram
def test_every_id_stands_once(diagram: Diagram) -> None:
    counted = Counter(element.get("id") for element in diagram.root.iter() if element.get("id"))
    assert [id_ for id_, times in counted.items() if times > 1] == []


@each_diagram
def test_the_engine_takes_the_diagram_as_it_is(diagram: Diagram) -> None:
    definition = engine.load_definition(engine.compile_process(diagram.content, diagram.folder))
    drawn = {element.get("id") for element in diagram.flow_nodes()}
    assert drawn <= set(definition.elements)


@pytest.mark.parametrize("folder", STEPS)
def test_every_step_of_the_domain_page_is_in_the_diagram(folder: str) -> None:
    [diagram] = [diagram for diagram in DIAGRAMS if diagram.folder == folder]
    assert [step for step in STEPS[folder] if step not in diagram.by_id] == []
    tasks = {element.get("id") for element in diagram.elements("userTask")}
    assert {step for step in STEPS[folder] if step not in tasks} <= BY_ITSELF


@each_diagram
def test_every_named_element_has_its_name_in_both_languages(diagram: Diagram) -> None:
    nameless = [
        node.get("id")
        for node in diagram.flow_nodes()
        if node.get("name") and not diagram.properties(node).get("name_en")
    ]
    assert nameless == []


@each_diagram
def test_every_task_has_a_name_and_a_clause(diagram: Diagram) -> None:
    for task in diagram.elements("userTask", "serviceTask"):
        assert task.get("name"), task.get("id")
        assert diagram.properties(task).get("clauses"), task.get("id")


@each_diagram
def test_every_clause_an_element_names_is_in_the_list(diagram: Diagram) -> None:
    settings = json.loads((SHIPPED / "duty_lists" / "clause_settings.json").read_text("utf-8"))
    clauses = {setting["clause"] for setting in settings}
    for element in diagram.root.iter():
        for code in diagram.properties(element).get("clauses", "").split():
            assert code in clauses, f"{element.get('id')}: {code}"


@each_diagram
def test_whatever_is_drawn_with_a_name_has_an_english_one(diagram: Diagram) -> None:
    """The whole picture changes its language: steps, gateways, lines and lanes."""
    for id_ in [*diagram.shapes, *diagram.edges]:
        element = diagram.by_id[id_]
        if element.get("name"):
            assert diagram.properties(element).get("name_en"), f"{id_}: {element.get('name')}"


def test_part_five_of_the_list_is_covered() -> None:
    named = {
        code
        for node in DIAGRAMS[0].flow_nodes()
        for code in DIAGRAMS[0].properties(node).get("clauses", "").split()
    }
    assert {"G-01", "G-02", "G-03", "G-04"} <= named


@each_diagram
def test_every_due_rule_is_in_the_rule_book(diagram: Diagram) -> None:
    book = {
        rule["code"]
        for path in (SHIPPED / "deadline_rules").glob("*.json")
        for rule in json.loads(path.read_text("utf-8"))
    }
    for node in diagram.flow_nodes():
        rule = diagram.properties(node).get("due_rule")
        assert rule is None or rule in book, f"{node.get('id')}: {rule}"


@each_diagram
def test_every_user_task_has_its_form_and_every_form_a_task(diagram: Diagram) -> None:
    named = {element.get("formId") for element in diagram.root.iter(f"{ZEEBE}formDefinition")}
    forms = {path.stem for path in FORMS if path.parents[1].name == diagram.folder}
    assert named == forms
    for task in diagram.elements("userTask"):
        assert task.find(f"{BPMN}extensionElements/{ZEEBE}formDefinition") is not None, task.get("id")
        assert task.find(f"{BPMN}extensionElements/{ZEEBE}assignmentDefinition") is not None, task.get("id")


@each_diagram
def test_the_answer_that_says_how_a_task_ended_is_asked_for(diagram: Diagram) -> None:
    for task in diagram.elements("userTask"):
        outcome = diagram.properties(task).get("outcome")
        form = task.find(f"{BPMN}extensionElements/{ZEEBE}formDefinition").get("formId")
        schema = json.loads((SHIPPED / diagram.folder / "forms" / f"{form}.json").read_text("utf-8"))
        keys = {component.get("key") for component in schema["components"]}
        assert outcome is None or outcome in keys, task.get("id")
        assert ("outcome" in keys) <= (outcome is not None), f"{task.get('id')} does not name its outcome"


@each_diagram
def test_every_job_has_a_handler_and_every_recusal_names_steps(diagram: Diagram) -> None:
    for job in diagram.root.iter(f"{ZEEBE}taskDefinition"):
        assert job.get("type") in known_types()
    for node in diagram.flow_nodes():
        for step in diagram.properties(node).get("recuse", "").split():
            assert step == OWN_MATTER or step in diagram.by_id, f"{node.get('id')}: {step}"


@each_diagram
def test_every_expression_is_feel(diagram: Diagram) -> None:
    for flow in diagram.elements("conditionExpression"):
        compile_expression(flow.text.removeprefix("="))
    for element in diagram.root.iter():
        for text in element.attrib.values():
            if text.startswith("="):
                compile_expression(text[1:])


@each_diagram
def test_every_branching_gateway_says_what_happens_otherwise(diagram: Diagram) -> None:
    for gateway in diagram.elements("exclusiveGateway"):
        leaving = gateway.findall(f"{BPMN}outgoing")
        if len(leaving) > 1:
            assert gateway.get("default") in {flow.text for flow in leaving}, gateway.get("id")
