"""The office's own tables: the right answer at, below and above every edge of the law.

Order 493 Art. 3 (grades; "以上" includes the number), Art. 19-20 and the sector laws (who investigates),
and the assessment's cut-offs.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from lxml import etree

from workflows.decisions import Decisions, read_decisions

BPMN = Path(__file__).parents[2] / "bpmn"
NAMES = ("accident_grade", "who_investigates", "assessment_grade")


def file_of(name: str) -> Path:
    """A table's file: in the folder of the process that asks it, or among those of none."""
    [file] = BPMN.rglob(f"{name}.dmn")
    return file


def decisions(name: str) -> Decisions:
    return read_decisions(file_of(name).read_bytes())


@pytest.fixture(scope="module")
def grades() -> Decisions:
    return decisions("accident_grade")


@pytest.mark.parametrize(
    ("measure", "edge", "below", "at"),
    [
        ("deaths", 3, "general", "larger"),
        ("deaths", 10, "larger", "major"),
        ("deaths", 30, "major", "extraordinary"),
        ("serious_injuries", 10, "general", "larger"),
        ("serious_injuries", 50, "larger", "major"),
        ("serious_injuries", 100, "major", "extraordinary"),
        ("direct_loss_wan", 1000, "general", "larger"),
        ("direct_loss_wan", 5000, "larger", "major"),
        ("direct_loss_wan", 10000, "major", "extraordinary"),
    ],
)
def test_every_edge_of_article_3(grades: Decisions, measure: str, edge: int, below: str, at: str) -> None:
    def grade(value: Any) -> Any:
        none = {"deaths": 0, "serious_injuries": 0, "direct_loss_wan": 0}
        return grades.evaluate("accident_grade", none | {measure: value}).value

    step = 0.01 if measure == "direct_loss_wan" else 1
    assert (grade(edge - step), grade(edge), grade(edge + step)) == (below, at, at)


def test_any_one_measure_suffices_and_the_highest_counts(grades: Decisions) -> None:
    told = grades.evaluate("事故等级", {"deaths": 3, "serious_injuries": 100, "direct_loss_wan": 5000})
    assert told.value == "extraordinary"
    assert [rule.number for rule in told.rules_fired] == [2]
    assert "100人以上重伤" in told.rules_fired[0].notes[0]


@pytest.mark.parametrize("name", NAMES)
def test_the_editor_shows_why_each_rule_stands(name: str) -> None:
    rules = etree.parse(file_of(name)).findall(".//{*}rule")
    assert rules and all((rule.findtext("{*}description") or "").strip() for rule in rules)


def test_a_note_that_stands_twice_in_a_rule_is_told_once() -> None:
    twice = file_of("accident_grade").read_text("utf-8")
    said = "第三条第一项：30人以上死亡"
    entry = f"<annotationEntry><text>{said}</text></annotationEntry></rule>"
    told = read_decisions(twice.replace("</rule>", entry, 1).encode()).evaluate(
        "accident_grade", {"deaths": 30, "serious_injuries": 0, "direct_loss_wan": 0}
    )
    assert told.rules_fired[0].notes == (said,)


def test_an_accident_is_not_called_general_while_a_measure_is_unknown(grades: Decisions) -> None:
    assert grades.evaluate("accident_grade", {"deaths": 1, "serious_injuries": 2}).value is None
    assert grades.evaluate("accident_grade", {"deaths": 3}).value == "larger"
    assert (
        grades.evaluate("accident_grade", {"deaths": -1, "serious_injuries": 0, "direct_loss_wan": 0}).value
        is None
    )


DEFAULT = [
    "industrial",
    "construction",
    "chemical",
    "fireworks",
    "non_coal_mine",
    "gas",
    "road_traffic",
    "fire",
    "waterway",
    "farm_machinery",
    "other",
]
GRADES = ["general", "larger", "major", "extraordinary"]


@pytest.mark.parametrize(
    ("domains", "roles"),
    [
        (DEFAULT, ["county", "own", "higher", "higher"]),
        (["coal"], ["sector", "sector", "sector", "higher"]),
        (["special_equipment"], ["sector", "higher", "higher", "higher"]),
        (["railway", "power"], ["sector", "sector", "higher", "higher"]),
        (["environment", "nuclear", "defence_research"], ["none", "none", "none", "none"]),
    ],
)
def test_who_investigates_by_domain_and_grade(domains: list[str], roles: list[str]) -> None:
    read = decisions("who_investigates")
    for domain in domains:
        for upgraded in (False, None):
            told = [
                read.evaluate(
                    "who_investigates", {"accident_domain": domain, "grade": grade, "upgraded": upgraded}
                )
                for grade in GRADES
            ]
            assert [each.value["role"] for each in told] == roles, domain


def test_a_higher_government_may_take_an_accident_up_but_not_from_a_sector() -> None:
    read = decisions("who_investigates")

    def role(domain: str, grade: str) -> str:
        return read.evaluate(
            "who_investigates", {"accident_domain": domain, "grade": grade, "upgraded": True}
        ).value["role"]

    assert [role("construction", grade) for grade in GRADES] == ["own", "higher", "higher", "higher"]
    assert role("coal", "general") == "sector"
    assert (
        read.evaluate(
            "who_investigates", {"accident_domain": "moon", "grade": "larger", "upgraded": False}
        ).value
        is None
    )


@pytest.mark.parametrize(
    ("score", "grade"),
    [
        (0, "unqualified"),
        (59.99, "unqualified"),
        (60, "qualified"),
        (60.01, "qualified"),
        (79.99, "qualified"),
        (80, "good"),
        (89.99, "good"),
        (90, "excellent"),
        (90.01, "excellent"),
        (102, "excellent"),
    ],
)
def test_every_cut_off_of_the_assessment(score: float, grade: str) -> None:
    told = decisions("assessment_grade").evaluate("assessment_grade", {"score": score, "vetoes": []}).value
    assert told == {"grade": grade, "commendable": grade == "excellent"}


@pytest.mark.parametrize(
    ("score", "vetoes", "cap", "grade"),
    [
        (95, ["V1"], None, "qualified"),
        (85, ["V2"], None, "qualified"),
        (65, ["V3"], None, "qualified"),
        (50, ["V1"], None, "unqualified"),
        (95, ["V1"], "unqualified", "unqualified"),
        (95, ["V1"], "good", "good"),
        (65, ["V1"], "good", "qualified"),
        (95, ["V4"], None, "good"),
        (85, ["V4"], None, "qualified"),
        (65, ["V4"], None, "unqualified"),
        (50, ["V4"], None, "unqualified"),
        (95, ["V1", "V4"], None, "unqualified"),
    ],
)
def test_a_veto_caps_or_lowers_and_always_costs_the_commendation(
    score: int, vetoes: list[str], cap: str | None, grade: str
) -> None:
    told = decisions("assessment_grade").evaluate(
        "assessment_grade", {"score": score, "vetoes": vetoes, "veto_cap": cap}
    )
    assert told.value == {"grade": grade, "commendable": False}


@pytest.mark.parametrize("name", NAMES)
def test_the_tables_are_sound(name: str) -> None:
    assert decisions(name).faults == ()
