"""What a model declares a value to be, it is, or it is null: columns, cells, bindings, results, services."""

from __future__ import annotations

import pytest

from tests.decisions.drawing import decision, input_data, literal, model, table
from workflows.feel import json_text

TYPES = (
    '<itemDefinition name="tWord"><typeRef>string</typeRef>'
    '<allowedValues><text>"good", "bad"</text></allowedValues></itemDefinition>'
    '<itemDefinition name="tNumbers" isCollection="true"><typeRef>number</typeRef></itemDefinition>'
    '<itemDefinition name="tCounter"><functionItem outputTypeRef="number">'
    '<parameters name="x" typeRef="Any"/></functionItem></itemDefinition>'
)


def asked(*elements: str, of: str = "d", **inputs: object) -> str:
    return json_text(model(TYPES, *elements).evaluate(of, inputs).value)


def entry(name: str, value: str, type: str = "") -> str:
    variable = f'<variable name="{name}" typeRef="{type or "Any"}"/>' if name else ""
    return f"<contextEntry>{variable}{value}</contextEntry>"


def function(body: str, type: str = "") -> str:
    declared = f' typeRef="{type}"' if type else ""
    return f'<functionDefinition{declared}><formalParameter name="x"/>{literal(body)}</functionDefinition>'


@pytest.mark.parametrize(
    ("type", "text", "held"),
    [
        ("number", "1", "1"),
        ("number", '"one"', "null"),
        ("number", "[1]", "1"),
        ("number", "[null]", "null"),
        ("tNumbers", "1", "[1]"),
        ("tNumbers", '[1, "one"]', "null"),
        ("tWord", '"good"', '"good"'),
        ("tWord", '"ugly"', "null"),
        ("date and time", '@"2026-01-01"', '"2026-01-01T00:00:00Z"'),
    ],
)
def test_every_place_that_declares_a_type_holds_what_stands_there_to_it(
    type: str, text: str, held: str
) -> None:
    relation = (
        f'<relation><column name="a" typeRef="{type}"/><row>{literal(text)}</row></relation>',
        f'[{{"a": {held}}}]',
    )
    of_context = (f"<context>{entry('a', literal(text), type)}</context>", f'{{"a": {held}}}')
    call = (
        f"<invocation>{literal('function(x) [x]')}<binding><parameter name='x' typeRef='{type}'/>"
        f"{literal(text)}</binding></invocation>",
        f"[{held}]",
    )
    cell = (
        table(["1"], ["word"], [["-", text]]).replace("<outputEntry>", f'<outputEntry typeRef="{type}">'),
        held,
    )
    column = (
        table(["1"], ["word"], [["-", text]]).replace("<output ", f'<output typeRef="{type}" '),
        held,
    )
    for drawn, expected in (relation, of_context, call, cell, column):
        assert asked(decision("d", drawn)) == expected


def test_an_input_column_sees_null_where_the_value_is_not_of_its_type() -> None:
    drawn = table(["x"], ["word"], [["null", '"nothing"'], ["-", '"something"']], policy="FIRST")
    typed = drawn.replace("<inputExpression>", '<inputExpression typeRef="number">')
    read = model(TYPES, input_data("x"), decision("d", typed, "input:x"))
    assert read.evaluate("d", {"x": "many"}).value == "nothing"
    assert read.evaluate("d", {"x": "12"}).value == "something"  # text that a number can be read from


@pytest.mark.parametrize("declared", ["number", "tCounter"])
def test_a_functions_declared_type_says_what_it_gives(declared: str) -> None:
    for drawn in (
        entry("f", function("x"), declared),
        entry("f", function("x", declared)),
        entry("f", literal("function(x) x"), declared),
    ):
        results = entry("", literal('[f(1), f("one"), f([2])]'))
        assert asked(decision("d", f"<context>{drawn}{results}</context>")) == "[1, null, 2]"


def test_a_services_arguments_and_answer_are_held_to_their_types() -> None:
    elements = (
        '<decisionService id="s" name="service"><variable name="service" typeRef="tWord"/>'
        '<outputDecision href="#echo"/><inputData href="#x"/></decisionService>',
        decision("echo", literal("if x = null then 1 else x"), "input:x"),
        input_data("x", "string"),
        decision(
            "d", literal('[service("good"), service(["bad"]), service("ugly"), service(5)]'), "knowledge:s"
        ),
    )
    assert asked(*elements) == '["good", "bad", null, null]'
    assert asked(*elements, of="service", x="ugly") == "null"


def test_a_boxed_filter_asks_only_what_is_true_or_false() -> None:
    def chosen(match: str) -> str:
        drawn = f"<filter><in>{literal('[1, 2, 3]')}</in><match>{literal(match)}</match></filter>"
        return asked(decision("d", drawn))

    assert chosen("item > 1") == "[2, 3]"
    assert chosen("if item = 1 then null else true") == "[2, 3]"
    assert chosen('"yes"') == "null"
    assert chosen("2") == "null"  # in text this would be the second element


def test_a_boxed_quantifier_asks_only_what_is_true_or_false() -> None:
    def answered(kind: str, condition: str) -> str:
        parts = f"<in>{literal('[1, 2]')}</in><satisfies>{literal(condition)}</satisfies>"
        return asked(decision("d", f'<{kind} iteratorVariable="i">{parts}</{kind}>'))

    assert answered("some", "i = 2") == "true"
    assert answered("some", 'if i = 2 then true else "no"') == "null"
    assert answered("some", "if i = 2 then true else null") == "true"
    assert answered("every", 'if i = 1 then true else "yes"') == "null"
