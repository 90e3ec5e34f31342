"""An accident's tables: which department, whom to tell, how far up, which windows are shorter."""

from __future__ import annotations

from functools import cache
from typing import Any

import pytest

from tests.bpmn.shipped_files import SHIPPED
from workflows.decisions import Decisions, read_decisions

FILES = ("accident_sector", "accident_bodies", "accident_reporting", "accident_limits")


@cache
def table(name: str) -> Decisions:
    return read_decisions((SHIPPED / "accident_report" / f"{name}.dmn").read_bytes())


def ask(name: str, **inputs: Any) -> Any:
    return table(name).evaluate(name, inputs).value


@pytest.mark.parametrize("file", FILES)
def test_a_table_has_no_faults_and_says_where_every_row_comes_from(file: str) -> None:
    assert table(file).faults == ()
    text = (SHIPPED / "accident_report" / f"{file}.dmn").read_text("utf-8")
    assert text.count("<annotationEntry>") == text.count("<rule ") == text.count("        <description>")


@pytest.mark.parametrize(
    ("grade", "level", "hours"),
    [
        ("general", "city", 24),
        ("larger", "province", 24),
        ("major", "state", 12),
        ("extraordinary", "state", 12),
    ],
)
def test_the_grade_says_how_far_up_it_goes_and_how_often_it_is_followed_up(
    grade: str, level: str, hours: int
) -> None:
    assert ask("accident_reporting", grade=grade) == {"level": level, "followup_hours": hours}


@pytest.mark.parametrize(
    ("domain", "sector"),
    [("coal", "mkj"), ("construction", "zjj"), ("gas", "zjj"), ("road_traffic", "jtj"), ("fire", "xfzd"),
     ("special_equipment", "scj"), ("chemical", "yjj"), ("other", "yjj")],
)  # fmt: skip
def test_every_domain_has_its_department(domain: str, sector: str) -> None:
    assert ask("accident_sector", accident_domain=domain) == sector


def test_the_four_bodies_of_article_10_are_always_told() -> None:
    known = {"deaths": None, "serious_injuries": None, "sector": "zjj", "county": "jxx"}
    assert ask("accident_bodies", accident_domain="construction", **known) == [
        "gaj", "rsj", "szgh", "sjcy", "zjj", "jxx"
    ]  # fmt: skip
    assert "mine-safety-hlj" in ask("accident_bodies", accident_domain="coal", **known)
    assert "wjw" in ask("accident_bodies", accident_domain="fire", **{**known, "deaths": 1})


@pytest.mark.parametrize("rule", ["D03", "D19"])
def test_traffic_and_fire_have_seven_days_and_everything_else_what_the_rule_book_says(rule: str) -> None:
    seven = {"amount": 7, "unit": "calendar_day"}
    assert ask("accident_limits", rule=rule, accident_domain="road_traffic") == seven
    assert ask("accident_limits", rule=rule, accident_domain="fire") == seven
    assert ask("accident_limits", rule=rule, accident_domain="construction") is None
