"""The campaign's tables: which clauses its acts are evidence for, what a season proposes, its dates."""

from __future__ import annotations

from datetime import date
from functools import cache
from typing import Any

import pytest

from tests.bpmn.shipped_files import SHIPPED
from workflows.decisions import Decisions, read_decisions

FILES = ("campaign_clauses", "campaign_season", "campaign_limits")
SEASONS = ("spring", "sessions", "flood", "safety-month", "national-day", "winter")


@cache
def table(name: str) -> Decisions:
    return read_decisions((SHIPPED / "special_campaign" / f"{name}.dmn").read_bytes())


def ask(name: str, **inputs: Any) -> Any:
    return table(name).evaluate(name, inputs).value


@pytest.mark.parametrize("file", FILES)
def test_a_table_has_no_faults_and_says_where_every_row_comes_from(file: str) -> None:
    assert table(file).faults == ()
    text = (SHIPPED / "special_campaign" / f"{file}.dmn").read_text("utf-8")
    assert text.count("<annotationEntry>") == text.count("<rule ") == text.count("        <description>")


@pytest.mark.parametrize(
    ("kind", "clauses"),
    [
        ("rectification", {"E-05", "V-05", "S-05"}),
        ("joint_enforcement", {"E-07", "V-07", "S-05"}),
        ("checklist", {"E-02", "V-02"}),
        ("professional", {"E-04", "V-04"}),
        ("dual_prevention", {"E-08", "V-08", "S-04", "M-09"}),
        ("patrol", {"M-11"}),
    ],
)
def test_the_type_decides_which_clauses_a_campaign_is_evidence_for(kind: str, clauses: set[str]) -> None:
    assert set(ask("campaign_clauses", type=kind, trigger="problem", access_check=False)) == clauses


def test_an_accidents_lesson_admission_checks_and_orders_from_above_add_their_clauses() -> None:
    found = ask("campaign_clauses", type="patrol", trigger="accident", access_check=True)
    assert set(found) == {"M-11", "M-03", "M-08"}
    assert "G-02" in ask("campaign_clauses", type="patrol", trigger="upper", access_check=False)


@pytest.mark.parametrize("season", SEASONS)
def test_every_season_has_its_suggestion(season: str) -> None:
    suggestion = ask("campaign_season", season=season)
    assert len(suggestion["title"]) > 6 and 1 <= suggestion["days"] <= 366
    assert suggestion["trigger"] in ("season", "sensitive")


def test_dates_come_from_the_campaign_itself() -> None:
    inputs = {
        "period_to": date(2026, 12, 31),
        "hazard": {"rectify_by": date(2026, 12, 10)},
        "stage": {"until": date(2026, 12, 20)},
    }
    dates = [ask("campaign_limits", rule=rule, **inputs) for rule in ("SC-06", "SC-07F", "SC-11", "SC-12")]
    assert dates == [date(2026, 12, 31), date(2026, 12, 10), date(2026, 12, 20), None]
