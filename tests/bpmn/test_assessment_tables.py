"""The tables of hearings and of the assessment: points that add up, dates of a quarter and of a half-year."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from tests.bpmn.shipped_files import SHIPPED
from workflows.decisions import Decisions, read_decisions
from workflows.office.entries import Office, OfficeSnapshot

NAMES = (
    "hearing_limits", "report_limits", "assessment_limits", "assessment_weights", "assessment_points",
    "assessment_measured",
)  # fmt: skip


@cache
def file_of(name: str) -> Path:
    [file] = SHIPPED.rglob(f"{name}.dmn")
    return file


@cache
def table(name: str) -> Decisions:
    return read_decisions(file_of(name).read_bytes())


def ask(name: str, today: date | None = None, **inputs: Any) -> Any:
    host = None
    if today is not None:
        office = Office(0, {}, {}, (), None, {"hearing.material_days": Decimal(3)}, {})  # type: ignore[arg-type]
        host = OfficeSnapshot(office, datetime(today.year, today.month, today.day, 4, tzinfo=UTC))
    return table(name).evaluate(name, inputs, host=host).value


@pytest.mark.parametrize("name", NAMES)
def test_a_table_has_no_faults_and_says_where_every_row_comes_from(name: str) -> None:
    assert table(name).faults == ()
    text = file_of(name).read_text("utf-8")
    assert text.count("<annotationEntry>") == text.count("<rule ") == text.count("        <description>")


@pytest.mark.parametrize(("role", "clauses"), [("E", 8), ("V", 8), ("S", 8), ("G", 4), ("M", 11)])
def test_every_part_of_the_list_has_a_hundred_points(role: str, clauses: int) -> None:
    points = [ask("assessment_weights", clause=f"{role}-{number:02}") for number in range(1, clauses + 1)]
    assert sum(points) == 100


def test_the_fourth_clause_weighs_most_and_a_quarter_without_a_hearing_costs_half_of_it() -> None:
    assert ask("assessment_weights", clause="V-04") == 20
    assert ask("assessment_points", measure="hearing_missing") == {"points": 10, "most": None}
    assert ask("assessment_measured", measure="hearing_missing", role="E") == "E-04"
    assert ask("assessment_measured", measure="hearing_missing", role="S") is None


@pytest.mark.parametrize(
    ("period_to", "today", "rule", "due"),
    [
        (date(2026, 6, 30), date(2026, 7, 1), "HA-12", date(2026, 8, 31)),
        (date(2026, 12, 31), date(2027, 1, 4), "HA-12M", date(2027, 2, 28)),
        (date(2027, 12, 31), date(2028, 1, 4), "HA-12", date(2028, 2, 29)),
        (date(2026, 6, 30), date(2026, 7, 1), "HA-05", date(2026, 7, 31)),
        (date(2026, 12, 31), date(2027, 1, 31), "HA-05", date(2027, 1, 31)),
        (date(2026, 12, 31), date(2027, 2, 1), "HA-05", None),  # passed: the rule book's days
        (date(2026, 6, 30), date(2026, 11, 23), "HA-12", None),
    ],
)
def test_the_half_years_dates(period_to: date, today: date, rule: str, due: date | None) -> None:
    table = "report_limits" if rule == "HA-05" else "assessment_limits"
    assert ask(table, today, rule=rule, period_to=period_to) == due


@pytest.mark.parametrize(
    ("arrange_from", "expected"),
    [
        (date(2027, 1, 1), None),  # a whole quarter: the rule book's 45 days
        (date(2027, 1, 30), None),  # sixty days are left
        (date(2027, 1, 31), {"amount": 29, "unit": "calendar_day"}),
        (date(2027, 3, 31), {"amount": 1, "unit": "calendar_day"}),
    ],
)
def test_who_comes_in_mid_quarter_has_half_of_what_is_left_to_set_the_time(
    arrange_from: date, expected: dict | None
) -> None:
    quarter = {"quarter_from": date(2027, 1, 1), "quarter_to": date(2027, 3, 31)}
    assert ask("hearing_limits", rule="QH-02", arrange_from=arrange_from, **quarter) == expected
    held = ask("hearing_limits", rule="QH-05", arrange_from=arrange_from, **quarter)
    assert held == {"amount": 89, "unit": "calendar_day"}
