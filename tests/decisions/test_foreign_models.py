"""Models as the editors of other engines write them: what they call things, and what they call numbers."""

from __future__ import annotations

from tests.decisions.drawing import decision, input_data, literal, model, table
from workflows.decisions import Decisions


def dinner() -> Decisions:
    """As Camunda's modeler draws it: names for people, ids and outputs for expressions, Java's numbers."""
    season = table(["temperature"], ["season"], [["> 20", '"summer"'], ["<= 20", '"winter"']], policy="FIRST")
    dish = table(
        ["season", "guests"], ["dish"], [['"winter"', "<= 8", '"roast"'], ["-", "", '"salad"']], "FIRST"
    )
    typed = dish.replace("<inputExpression><text>guests", '<inputExpression typeRef="integer"><text>guests')
    return model(
        decision("Dish", typed, "decision:Season_01", "input:guests_in", id="dish"),
        decision("Season", season, id="Season_01").replace('<variable name="Season"/>', ""),
        '<inputData id="guests_in" name="How many come?">'
        '<variable name="guests" typeRef="integer"/></inputData>',
    )


def test_a_table_is_known_by_its_only_output_and_an_input_by_its_variable() -> None:
    assert dinner().evaluate("dish", {"temperature": 10, "guests": "5"}).value == "roast"
    assert dinner().evaluate("Dish", {"temperature": 30, "How many come?": 5}).value == "salad"


def test_a_cell_may_call_its_input_as_its_column_says() -> None:
    drawn = table(
        ["day"], ["word"], [["when.year = 2026", '"this year"'], ["cellInput.year = 2025", '"last"']]
    )
    named = drawn.replace("<input>", '<input xmlns:camunda="urn:camunda" camunda:inputVariable="when">')
    for text, year, word in ((named, 2026, "this year"), (drawn, 2025, "last")):
        read = model(input_data("day", "date"), decision("d", text, "input:day"))
        assert read.evaluate("d", {"day": f"{year}-05-01"}).value == word


def test_a_decision_is_known_by_its_id_where_nothing_else_has_that_name() -> None:
    drawn = (
        decision("Total", literal("score + 1"), "decision:score"),
        decision("Score", literal("1"), id="score"),
    )
    assert model(*drawn).evaluate("Total", {}).value == 2
    taken = input_data("score", "number").replace('id="score"', 'id="given"')
    both = decision("Total", literal("score + Score"), "decision:score", "input:given"), drawn[1], taken
    assert model(*both).evaluate("Total", {"score": 40}).value == 41


def test_an_id_does_not_stand_in_the_way_of_a_function() -> None:
    drawn = decision("Total", literal("sum([1, 2])"), "decision:sum"), decision("Sum", literal("1"), id="sum")
    assert model(*drawn).evaluate("Total", {}).value == 3


def test_a_variable_of_another_name_is_read_and_asked_by_it() -> None:
    rated = (
        '<inputData id="i" name="Credit rating"><variable name="creditRating" typeRef="string"/></inputData>',
        decision("Approve a loan", literal('creditRating = "AAA"'), "input:i", id="d").replace(
            '<variable name="Approve a loan"/>', '<variable name="approve loan"/>'
        ),
        decision("Letter", literal("string(approve loan)"), "decision:d"),
    )
    for name in ("creditRating", "Credit rating"):
        assert model(*rated).evaluate("Letter", {name: "AAA"}).value == "true"
    assert model(*rated).evaluate("approve loan", {"creditRating": "B"}).value is False
