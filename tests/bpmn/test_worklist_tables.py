"""The annual list's and the drills' tables: the standing items of each leader, and the dates of the year."""

from __future__ import annotations

import json
from datetime import date, datetime
from functools import cache
from typing import Any

import pytest

from tests.bpmn.shipped_files import SHIPPED
from workflows.decisions import Decisions, read_decisions

TABLES = (
    ("annual_worklist", "standing_items"),
    ("annual_worklist", "worklist_limits"),
    ("duty_item", "duty_item_limits"),
    ("emergency_drill", "drill_limits"),
)


@cache
def table(folder: str, name: str) -> Decisions:
    return read_decisions((SHIPPED / folder / f"{name}.dmn").read_bytes())


def standing(role: str) -> list[dict[str, Any]]:
    return table("annual_worklist", "standing_items").evaluate("standing_items", {"role": role}).value


@pytest.mark.parametrize(("folder", "name"), TABLES)
def test_a_table_has_no_faults_and_says_where_every_row_comes_from(folder: str, name: str) -> None:
    assert table(folder, name).faults == ()
    text = (SHIPPED / folder / f"{name}.dmn").read_text("utf-8")
    assert text.count("<annotationEntry>") == text.count("<rule ") == text.count("        <description>")


@pytest.mark.parametrize(("role", "items"), [("M", 6), ("E", 8), ("S", 8), ("V", 8), ("G", 1)])
def test_every_part_of_the_list_has_its_standing_items(role: str, items: int) -> None:
    rows = standing(role)
    assert len(rows) == items
    assert all(code.startswith(f"{role}-") for row in rows for code in row["clauses"])
    weights = [row["weight"] for row in rows if row["weight"] is not None]
    assert sum(weights) == (100 if role in "ESV" else 0)


@pytest.mark.parametrize("role", ["E", "S", "V"])
def test_every_clause_of_a_scored_leader_has_one(role: str) -> None:
    codes = [code for row in standing(role) for code in row["clauses"]]
    assert codes == [f"{role}-0{number}" for number in range(1, 9)]


def test_standing_items_name_units_the_demonstration_has_and_days_of_the_year() -> None:
    org = json.loads((SHIPPED / "demo" / "org.json").read_text("utf-8"))
    units = {unit["code"] for unit in org["departments"]} | {org["supervision_office"]["code"]}
    for role in "MESVG":
        for row in standing(role):
            assert {unit for unit in (row["lead"], *row["co"]) if unit is not None} <= units, row["id"]
            assert datetime.strptime(f"2028-{row['due']}", "%Y-%m-%d"), row["id"]


def test_a_postponed_drill_has_its_own_dates() -> None:
    tables = table("emergency_drill", "drill_limits")
    on = date(2027, 6, 17)
    assert tables.evaluate("drill_limits", {"rule": "DR-05", "drill_on": on}).value == on
    problem = {"due": date(2027, 7, 1)}
    assert tables.evaluate("drill_limits", {"rule": "DR-07", "problem": problem}).value == problem["due"]
