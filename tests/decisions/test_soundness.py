"""Gaps and overlaps of tables are found where they are, and only there."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.decisions.drawing import decision, model, table
from workflows.decisions import NotJudged, read_decisions

BPMN = Path(__file__).parents[2] / "bpmn"


def found(inputs: list[str], rules: list[list[str]], policy: str = "", output: str = "word") -> list[tuple]:
    read = model(decision("d", table(inputs, [output], [[*row, '"x"'] for row in rules], policy)))
    return [(each.kind, tuple(each.region.values()), each.rules) for each in read.findings("d")]


def test_a_sound_table_has_no_findings() -> None:
    assert found(["x"], [["< 10"], ["[10..20)"], [">= 20"]]) == []
    assert found(["x", "y"], [["< 1", "-"], [">= 1", "true"], [">= 1", "false"]]) == []


def test_a_gap_between_two_rules_is_told_by_its_edges() -> None:
    assert found(["x"], [["< 10"], ["> 10"]]) == [("gap", ("10",), ())]
    assert found(["x"], [["< 10"], ["> 12"]]) == [
        ("gap", ("10",), ()),
        ("gap", ("(10..12)",), ()),
        ("gap", ("12",), ()),
    ]
    assert found(["x"], [['"a"'], ['"b"']]) == [("gap", ("其他",), ())]
    assert found(["x"], [["true"]]) == [("gap", ("false",), ())]


def test_an_overlap_names_the_rules_and_only_where_one_may_fire() -> None:
    rules = [["<= 10"], [">= 10"]]
    assert found(["x"], rules) == [("overlap", ("10",), (1, 2))]
    assert found(["x"], rules, "FIRST") == []


def test_days_have_nothing_between_one_and_the_next() -> None:
    assert found(["x"], [['<= @"2026-01-01"'], ['>= date("2026-01-02")']]) == []


def test_a_default_output_closes_every_gap() -> None:
    assert found(["x"], [["> 10"]], output='word|"x","y"|"y"') == []


def test_a_cell_that_looks_elsewhere_is_not_judged() -> None:
    with pytest.raises(NotJudged):
        found(["x", "y"], [["> y", "-"]])


@pytest.mark.parametrize(
    ("file", "decision_id"),
    [
        ("accident_grade", "accident_grade"),
        ("who_investigates", "who_investigates"),
        ("assessment_grade", "score_grade"),
    ],
)
def test_the_offices_tables_answer_every_case_they_expect(file: str, decision_id: str) -> None:
    [found_at] = BPMN.rglob(f"{file}.dmn")
    read = read_decisions(found_at.read_bytes())
    gaps = [each for each in read.findings(decision_id) if "其他" not in each.region.values()]
    assert gaps == []
