"""Whole models: boxed expressions, requirements, knowledge models, services, types, and what is refused."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest

from tests.decisions.drawing import VERSIONS, decision, file, input_data, literal, model, table
from workflows.decisions import DecisionModelError, UnknownDecision, read_decisions
from workflows.feel import json_text


def entry(name: str, value: str, type: str = "") -> str:
    variable = f'<variable name="{name}"' + (f' typeRef="{type}"' if type else "") + "/>" if name else ""
    return f"<contextEntry>{variable}{value}</contextEntry>"


def asked(*elements: str, of: str = "d", **inputs: Any) -> str:
    return json_text(model(*elements).evaluate(of, inputs).value)


@pytest.mark.parametrize("version", VERSIONS)
def test_every_version_of_the_standard_is_read(version: str) -> None:
    read = model(decision("d", literal("x + 1"), "input:x"), input_data("x", "number"), version=version)
    assert read.evaluate("d", {"x": 1}).value == 2


def test_a_model_whose_elements_are_in_its_own_namespace_is_read_where_dmns_is_declared() -> None:
    drawn = file(decision("d", literal("1 + 1")))
    odd = drawn.replace(b'xmlns="', b'xmlns="urn:own" xmlns:dmn="', 1)
    assert read_decisions(odd).evaluate("d", {}).value == 2


def test_a_context_sees_its_earlier_entries_and_ends_in_its_result() -> None:
    drawn = (
        f"<context>{entry('net income', literal('x * 2'))}{entry('', literal('net income + 1'))}</context>"
    )
    assert asked(decision("d", drawn), x=20) == "41"
    drawn = f"<context>{entry('a', literal('1'))}{entry('b', literal('a + 1'))}</context>"
    assert asked(decision("d", drawn)) == '{"a": 1, "b": 2}'


def test_lists_and_relations_are_lists() -> None:
    assert asked(decision("d", f"<list>{literal('1')}{literal('x')}</list>"), x=2) == "[1, 2]"
    relation = (
        '<relation><column name="a"/><column name="b"/>'
        f"<row>{literal('1')}{literal('2')}</row><row>{literal('3')}{literal('x')}</row></relation>"
    )
    assert asked(decision("d", relation), x=4) == '[{"a": 1, "b": 2}, {"a": 3, "b": 4}]'


def test_the_boxed_loops_and_conditions_of_version_1_4() -> None:
    branches = f"<then>{literal('1')}</then><else>{literal('2')}</else>"
    conditional = f"<conditional><if>{literal('x > 1')}</if>{branches}</conditional>"
    assert asked(decision("d", conditional), x=5) == "1"
    assert asked(decision("d", conditional), x=None) == "2"
    loop = f'<for iteratorVariable="i"><in>{literal("xs")}</in><return>{literal("i * 10")}</return></for>'
    assert asked(decision("d", loop), xs=[1, 2]) == "[10, 20]"
    parts = f"<in>{literal('xs')}</in><satisfies>{literal('i > 1')}</satisfies>"
    every = f'<every iteratorVariable="i">{parts}</every>'
    assert asked(decision("d", every), xs=[1, 2]) == "false"
    assert asked(decision("d", every.replace("every", "some")), xs=[1, 2]) == "true"
    chosen = f"<filter><in>{literal('xs')}</in><match>{literal('item > 1')}</match></filter>"
    assert asked(decision("d", chosen), xs=[1, 2]) == "[2]"


def test_decisions_use_decisions_and_each_is_evaluated_once() -> None:
    elements = (
        decision("总 分", literal("基本分 + 加分"), "decision:基本分", "input:加分"),
        decision("基本分", literal("得分 * 0.9"), "input:得分"),
        decision("d", literal("总 分 + 基本分"), "decision:总 分", "decision:基本分"),
        input_data("得分", "number"),
        input_data("加分", "number"),
    )
    assert asked(*elements, 得分=90, 加分=2) == "164"
    assert asked(*elements, of="总 分", 得分=90, 加分=2) == "83"


KNOWLEDGE = (
    '<businessKnowledgeModel id="k" name="area"><variable name="area" typeRef="number"/><encapsulatedLogic>'
    '<formalParameter name="side a" typeRef="number"/><formalParameter name="side b" typeRef="number"/>'
    f"{literal('side a * side b')}</encapsulatedLogic></businessKnowledgeModel>"
)


def test_a_knowledge_model_is_called_by_text_by_box_and_from_outside() -> None:
    assert asked(KNOWLEDGE, decision("d", literal("area(2, 3)"), "knowledge:k")) == "6"
    assert asked(KNOWLEDGE, decision("d", literal("area(side b: 2, side a: 5)"), "knowledge:k")) == "10"
    call = (
        f"<invocation>{literal('area')}<binding><parameter name='side a'/>{literal('x')}</binding>"
        f"<binding><parameter name='side b'/>{literal('7')}</binding></invocation>"
    )
    assert asked(KNOWLEDGE, decision("d", call, "knowledge:k"), x=3) == "21"
    assert model(KNOWLEDGE).evaluate("area", {"side a": 4, "side b": 5}).value == 20
    assert asked(KNOWLEDGE, decision("d", literal('area("x", 3)'), "knowledge:k")) == "null"


def test_what_a_knowledge_model_is_asked_with_is_read_by_its_parameters_types() -> None:
    years = (
        '<businessKnowledgeModel id="k" name="year"><encapsulatedLogic>'
        f"<formalParameter name='day' typeRef='date'/>{literal('day.year')}</encapsulatedLogic>"
        "</businessKnowledgeModel>"
    )
    assert model(years).evaluate("year", {"day": "2026-01-02"}).value == 2026
    assert model(years).evaluate("year", {"day": "tomorrow"}).value is None


def test_a_boxed_function_remembers_its_context() -> None:
    function = f"<functionDefinition><formalParameter name='n'/>{literal('n + base')}</functionDefinition>"
    entries = entry("base", literal("100")) + entry("f", function, "number") + entry("", literal("f(x)"))
    drawn = f"<context>{entries}</context>"
    assert asked(decision("d", drawn), x=1) == "101"


def test_a_decision_service_takes_input_data_before_input_decisions() -> None:
    elements = (
        '<decisionService id="s" name="service"><variable name="service"/><outputDecision href="#joined"/>'
        '<inputDecision href="#given"/><inputData href="#x"/></decisionService>',
        decision("joined", literal('x + "-" + given'), "input:x", "decision:given"),
        decision("given", literal('"never asked"')),
        input_data("x", "string"),
        decision("d", literal('service("first", "second")'), "knowledge:s"),
    )
    assert asked(*elements) == '"first-second"'
    assert asked(*elements, of="service", x="a", given="b") == '"a-b"'


TYPES = (
    '<itemDefinition name="tAge"><typeRef>number</typeRef>'
    "<allowedValues><text>[0..150]</text></allowedValues></itemDefinition>"
    '<itemDefinition name="tPerson">'
    '<itemComponent name="born on"><typeRef>feel:date</typeRef></itemComponent>'
    '<itemComponent name="age"><typeRef>tAge</typeRef></itemComponent></itemDefinition>'
    '<itemDefinition name="tPeople" isCollection="true"><typeRef>tPerson</typeRef></itemDefinition>'
)


def test_inputs_are_read_by_their_types_however_deep() -> None:
    elements = (
        TYPES,
        input_data("people", "tPeople"),
        decision("d", literal("people.born on"), "input:people"),
    )
    people = [{"born on": "2000-02-29", "age": 26}]
    assert model(*elements).evaluate("d", {"people": people}).value == [date(2000, 2, 29)]
    partly = model(*elements).evaluate("d", {"people": {"born on": "2000-02-29"}})
    assert partly.inputs_seen == {"people": [{"born on": date(2000, 2, 29), "age": None}]}
    told = model(*elements).evaluate("d", {"people": [{"born on": "2000-02-29", "age": 151}]})
    assert told.inputs_seen == {"people": None}
    assert "not of the declared type" in told.warnings[0].en


@pytest.mark.parametrize(
    ("type", "given", "seen"),
    [
        ("number", "01.50", Decimal("1.5")),
        ("number", "many", None),
        ("boolean", "true", True),
        ("dayTimeDuration", "-PT1H", timedelta(hours=-1)),
        ("string", "12", "12"),
    ],
)
def test_texts_are_read_as_the_type_asks(type: str, given: str, seen: object) -> None:
    read = model(input_data("x", type), decision("d", literal("x"), "input:x"))
    assert read.evaluate("d", {"x": given}).value == seen


@pytest.mark.parametrize(
    ("text", "type", "expected"),
    [
        ('"x"', "number", "null"),
        ("[1]", "number", "1"),
        ("[[10]]", "number", "10"),
        ("[1, 2]", "number", "null"),
        ('@"2026-01-01"', "dateTime", '"2026-01-01T00:00:00Z"'),
        ("200", "tAge", "null"),
        ("7", "tAge", "7"),
        ("{age: 1}", "tPerson", "null"),
        ("null", "number", "null"),
    ],
)
def test_results_are_converted_to_the_declared_type_or_null(text: str, type: str, expected: str) -> None:
    assert asked(TYPES, decision("d", literal(text), type=type)) == expected
    assert asked(TYPES, decision("d", literal(text, type))) == expected


def test_a_type_is_known_by_its_name_whatever_prefix_stands_before_it() -> None:
    for name in ("tAge", "tns:tAge", "tns: tAge"):
        assert asked(TYPES, decision("d", literal("1", name), type=name)) == "1"
        assert asked(TYPES, decision("d", literal("151"), type=name)) == "null"
    assert asked(decision("d", literal("1"), type="undeclared:number")) == "1"


def test_a_type_of_an_unknown_namespace_only_describes_a_box_but_is_a_fault_on_a_variable() -> None:
    read = model(
        TYPES,
        decision("d", literal("1"), type="other:tNobody"),
        decision("e", literal("1", "other:tNobody"), type="tAge"),
    )
    assert read.evaluate("e", {}).value == 1
    with pytest.raises(DecisionModelError, match="tNobody"):
        read.evaluate("d", {})


def test_a_model_without_drawn_inputs_names_what_the_caller_gives() -> None:
    assert asked(decision("d", table(["amount"], ["word"], [["> 1", '"big"']])), amount=Decimal(2)) == '"big"'


@pytest.mark.parametrize(
    ("xml", "element"),
    [
        (b"no xml", ""),
        (b"<html/>", ""),
        (
            b'<!DOCTYPE d [<!ENTITY e "x">]><definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/"/>',
            "",
        ),
        (file('<import namespace="urn:other" name="other" importType="x/DMN/y"/>'), "other"),
        (file(decision("a", literal("b"), "decision:b"), decision("b", literal("a"), "decision:a")), None),
        (file('<itemDefinition name="t"><typeRef>nothing</typeRef></itemDefinition>'), "t"),
        (file('<itemDefinition name="t"><typeRef>t</typeRef></itemDefinition>'), "t"),
        (file(decision("a", literal("1")), decision("a", literal("2"))), "a"),
    ],
)
def test_a_file_that_cannot_be_used_is_refused_naming_the_element(xml: bytes, element: str | None) -> None:
    with pytest.raises(DecisionModelError) as caught:
        read_decisions(xml)
    assert element is None or caught.value.element == element
    assert caught.value.sentence.zh and caught.value.sentence.en


@pytest.mark.parametrize(
    "broken",
    [
        literal("1 +"),
        table(["x"], ["word"], [["> > 1", "2"]]),
        table(["x"], ["word"], [["1"]]),
        table(["x"], ["word"], [["1", "2"]], "NO SUCH POLICY"),
        literal("1", "no such type"),
        "<literalExpression expressionLanguage='juel'><text>1</text></literalExpression>",
        f"<conditional><if>{literal('true')}</if><then>{literal('1')}</then></conditional>",
    ],
)
def test_a_fault_in_one_decision_is_told_when_it_is_asked_and_spares_the_others(broken: str) -> None:
    read = model(
        decision("broken", broken),
        decision("needs it", literal("broken"), "decision:broken"),
        decision("well", literal("1")),
    )
    assert len(read.faults) == 1
    assert read.evaluate("well", {}).value == 1
    for name in ("broken", "needs it"):
        with pytest.raises(DecisionModelError) as caught:
            read.evaluate(name, {})
        assert caught.value.element


def test_a_decision_without_logic_is_made_by_whoever_asks() -> None:
    read = model(
        decision("opinion", "", type="number"),
        decision("d", literal("opinion + 1"), "decision:opinion"),
    )
    assert read.evaluate("d", {"opinion": "4"}).value == 5
    told = read.evaluate("d", {})
    assert told.value is None
    assert "has no logic" in told.warnings[0].en


def test_an_unknown_decision_is_an_error_and_a_missing_input_a_warning() -> None:
    read = model(decision("d", literal("x = null"), "input:x"), input_data("x", "number"))
    with pytest.raises(UnknownDecision):
        read.evaluate("nobody", {})
    told = read.evaluate("d", {})
    assert told.value is True
    assert told.warnings[0].en == "the input 'x' is not given"


def test_knowledge_models_that_call_each_other_for_ever_end_in_null() -> None:
    endless = (
        '<businessKnowledgeModel id="k" name="f"><variable name="f"/><encapsulatedLogic>'
        f"<formalParameter name='n'/>{literal('f(n + 1)')}</encapsulatedLogic></businessKnowledgeModel>"
    )
    told = model(endless, decision("d", literal("f(1)"), "knowledge:k")).evaluate("d", {})
    assert told.value is None and told.warnings
