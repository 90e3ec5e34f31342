"""Models that import models: elements and types behind the import's name, each file read once."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pytest

from commands import decide
from commands.answering.json_lines import answer_lines
from tests.decisions.drawing import decision, input_data, literal
from workflows.decisions import DecisionModelError, read_decisions

DMN = "https://www.omg.org/spec/DMN/20191111/MODEL/"


def file(namespace: str, *elements: str, imports: dict[str, str] | None = None) -> bytes:
    """A model of a namespace that imports others, by namespace, under the names given."""
    imported = "".join(
        f'<import namespace="{other}" name="{name}" importType="{DMN}"/>'
        for other, name in (imports or {}).items()
    )
    inner = imported + "".join(elements)
    return f'<definitions xmlns="{DMN}" name="m" namespace="{namespace}">{inner}</definitions>'.encode()


def required(tag: str, href: str) -> str:
    outer = "knowledgeRequirement" if tag == "requiredKnowledge" else "informationRequirement"
    return f'<{outer}><{tag} href="{href}"/></{outer}>'


GREETING = file(
    "urn:greeting",
    '<itemDefinition name="tPerson"><itemComponent name="full name"><typeRef>string</typeRef></itemComponent>'
    '<itemComponent name="born"><typeRef>date</typeRef></itemComponent></itemDefinition>',
    input_data("Person name", "string"),
    decision("Greet the Person", literal('"Hello, " + Person name'), "input:Person name"),
    '<businessKnowledgeModel id="hello" name="Say Hello"><variable name="Say Hello"/><encapsulatedLogic>'
    f'<formalParameter name="whom" typeRef="tPerson"/>{literal("whom.full name")}</encapsulatedLogic>'
    "</businessKnowledgeModel>",
)
MIDDLE = file(
    "urn:middle",
    decision(
        "Louder",
        required("requiredDecision", "urn:greeting#Greet the Person")
        + literal("upper case(model A.Greet the Person)"),
    ),
    imports={"urn:greeting": "model A"},
)
TOP = file(
    "urn:top",
    input_data("Guest", "guests.tPerson"),
    decision("d", required("requiredDecision", "urn:middle#Louder") + literal("Model B.Louder")),
    decision(
        "e",
        required("requiredKnowledge", "urn:greeting#hello")
        + required("requiredInput", "#Guest")
        + literal("guests.Say Hello(Guest) + string(Guest.born.year)"),
    ),
    decision("f", required("requiredInput", "#Guest") + literal("Guest instance of guests.tPerson")),
    imports={"urn:middle": "Model B", "urn:greeting": "guests"},
)
FILES = {"urn:greeting": GREETING, "urn:middle": MIDDLE}
GUEST = {"full name": "张三", "born": "1990-01-02"}


def test_decisions_reach_through_several_imports_and_inputs_are_given_by_their_own_names() -> None:
    read = read_decisions(TOP, lambda namespace, location: FILES.get(namespace))
    assert read.evaluate("d", {"Person name": "Ann"}).value == "HELLO, ANN"


def test_functions_and_types_come_with_the_import() -> None:
    read = read_decisions(TOP, lambda namespace, location: FILES.get(namespace))
    assert read.evaluate("e", {"Guest": GUEST}).value == "张三1990"
    assert read.evaluate("f", {"Guest": GUEST}).value is True


def test_an_import_that_cannot_be_had_or_is_another_model_is_refused() -> None:
    with pytest.raises(DecisionModelError) as caught:
        read_decisions(TOP)
    assert caught.value.element in ("Model B", "guests")
    with pytest.raises(DecisionModelError):
        read_decisions(MIDDLE, lambda namespace, location: MIDDLE)


def test_models_may_import_each_other() -> None:
    one = file(
        "urn:1",
        decision("a", required("requiredDecision", "urn:2#b") + literal("two.b")),
        imports={"urn:2": "two"},
    )
    two = file("urn:2", decision("b", literal("1")), imports={"urn:1": "one"})
    assert read_decisions(one, lambda namespace, location: two).evaluate("a", {}).value == 1


def test_the_shell_finds_imported_models_beside_the_file(tmp_path: Path) -> None:
    for name, content in {"top": TOP, "b": MIDDLE, "a": GREETING}.items():
        (tmp_path / f"{name}.dmn").write_bytes(content)
    output = io.StringIO()
    case = {"path": str(tmp_path / "top.dmn"), "decision": "d", "data": {"Person name": "Bo"}}
    answer_lines(decide.answer, [json.dumps(case)], output)
    assert json.loads(output.getvalue()) == {"result": "HELLO, BO"}


SERVICE = file(
    "urn:service",
    '<decisionService id="s" name="greeting service"><variable name="greeting service"/>'
    '<outputDecision href="urn:middle#Louder"/><inputDecision href="urn:greeting#Greet the Person"/>'
    "</decisionService>",
    decision(
        "d", required("requiredKnowledge", "#s") + literal('greeting service(a.Greet the Person: "hi")')
    ),
    decision("e", required("requiredInput", "urn:greeting#Person name") + literal("a.Person name")),
    imports={"urn:middle": "b", "urn:greeting": "a"},
)


def test_what_is_imported_goes_by_the_imports_name_and_its_own() -> None:
    read = read_decisions(SERVICE, lambda namespace, location: FILES.get(namespace))
    assert read.evaluate("d", {}).value == "HI"
    assert read.evaluate("greeting service", {"a.Greet the Person": "ho"}).value == "HO"
    assert read.evaluate("greeting service", {"Greet the Person": "ho"}).value == "HO"
    assert read.evaluate("e", {"a.Person name": "Ann", "Person name": "Bo"}).value == "Ann"
    assert read.evaluate("e", {"a": {"Person name": "Cy"}, "Person name": "Bo"}).value == "Cy"
    assert read.evaluate("e", {"Person name": "Bo"}).value == "Bo"


def test_of_two_models_of_one_namespace_the_shell_takes_the_one_the_import_names(tmp_path: Path) -> None:
    top = file(
        "urn:top",
        decision("d", required("requiredDecision", "urn:other#e") + literal("other.e")),
        imports={"urn:other": "other"},
    ).replace(b'<import namespace="urn:other"', b'<import locationURI="2/other.dmn" namespace="urn:other"')
    (tmp_path / "top.dmn").write_bytes(top)
    for folder in ("1", "2"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "other.dmn").write_bytes(file("urn:other", decision("e", literal(folder))))
    case = {"path": str(tmp_path / "top.dmn"), "decision": "d"}
    assert decide.answer(case) == {"result": 2}


def tagged(name: str, text: str) -> str:
    return f'<itemDefinition name="{name}"><typeRef>string</typeRef><allowedValues><text>{text}</text>\
</allowedValues></itemDefinition>'


def test_imports_without_a_name_give_way_to_the_models_own_and_to_the_import_before() -> None:
    first = file("urn:1", tagged("tA", '"1"'), tagged("tB", '"1"'), decision("a", literal('"1"')))
    second = file("urn:2", tagged("tB", '"2"'), tagged("tC", '"2"'), decision("b", literal('"2"')))
    top = file(
        "urn:top",
        tagged("tA", '"top"'),
        decision("a", literal('"top"'), type="tA"),
        decision("b of first", literal('"1"'), type="tB"),
        decision("c", literal('"2"'), type="tC"),
        decision(
            "d",
            required("requiredDecision", "urn:1#a")
            + required("requiredDecision", "#a")
            + required("requiredDecision", "#b")
            + literal("a + b"),
        ),
        imports={"urn:1": "", "urn:2": ""},
    )
    read = read_decisions(top, lambda namespace, location: {"urn:1": first, "urn:2": second}[namespace])
    assert read.evaluate("d", {}).value == "top2"
    assert [read.evaluate(name, {}).value for name in ("a", "b of first", "c")] == ["top", "1", "2"]
