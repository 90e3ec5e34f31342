"""The tables at, below and above their edges."""

from __future__ import annotations

import re
from decimal import Decimal
from functools import cache
from itertools import pairwise
from typing import Any

import pytest

from tests.bpmn.shipped_files import SHIPPED
from workflows.decisions import Decisions, read_decisions

KINDS = ("instruction", "meeting", "document", "campaign", "annual")
URGENCIES = ("special", "urgent", "normal", "difficult")
RUNGS = ("ES-01", "ES-02", "ES-03", "ES-04", "ES-05", "ES-06")


@cache
def table(name: str) -> Decisions:
    return read_decisions((SHIPPED / "supervision" / f"{name}.dmn").read_bytes())


def ask(file: str, decision: str, **inputs: Any) -> Any:
    return table(file).evaluate(decision, inputs).value


@pytest.mark.parametrize("file", ["supervision_limits", "escalation_ladder", "supervision_score"])
def test_the_tables_have_no_faults_and_say_where_every_row_comes_from(file: str) -> None:
    assert table(file).faults == ()
    text = (SHIPPED / "supervision" / f"{file}.dmn").read_text("utf-8")
    assert text.count("<annotationEntry>") == text.count("<rule ")
    assert "<annotationEntry><text></text>" not in text
    said = re.findall(r"<rule [^>]*>\s*<description>([^<]+)</description>", text)
    assert said == re.findall(r"<annotationEntry><text>([^<]+)</text>", text)
    assert text.count("dmndi:DMNShape id") == text.count("<decision ")


@pytest.mark.parametrize(
    ("kind", "urgency", "limit"),
    [
        ("instruction", "special", (1, "working_day")),
        ("instruction", "urgent", (3, "working_day")),
        ("instruction", "normal", (10, "working_day")),
        ("instruction", "difficult", (20, "working_day")),
        ("meeting", "special", (1, "working_day")),
        ("meeting", "urgent", (15, "working_day")),
        ("meeting", "difficult", (15, "working_day")),
        ("document", "special", (1, "working_day")),
        ("document", "normal", (20, "working_day")),
        ("campaign", "special", (1, "working_day")),
        ("campaign", "normal", (None, "date")),
        ("annual", "difficult", (None, "date")),
    ],
)
def test_the_leads_limit_by_source_and_urgency(kind: str, urgency: str, limit: tuple) -> None:
    answer = ask("supervision_limits", "supervision_limits", rule="SV-09", kind=kind, urgency=urgency)
    assert (answer["amount"], answer["unit"]) == limit


@pytest.mark.parametrize("rule", ["SV-02", "SV-03", "SV-05"])
def test_steps_of_the_most_urgent_take_two_hours_and_of_all_others_a_day(rule: str) -> None:
    for urgency in URGENCIES:
        answer = ask("supervision_limits", "supervision_limits", rule=rule, kind="meeting", urgency=urgency)
        assert (answer["amount"], answer["unit"]) == (
            (2, "hour") if urgency == "special" else (1, "working_day")
        )


def test_the_limits_say_nothing_of_a_rule_or_source_they_do_not_know() -> None:
    assert (
        ask("supervision_limits", "supervision_limits", rule="SV-10", kind="meeting", urgency="normal")
        is None
    )
    assert (
        ask("supervision_limits", "supervision_limits", rule="SV-09", kind="gossip", urgency="normal") is None
    )


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("urgency", URGENCIES)
def test_every_case_has_a_limit_and_a_way_of_reporting(kind: str, urgency: str) -> None:
    assert (
        ask("supervision_limits", "supervision_limits", rule="SV-09", kind=kind, urgency=urgency) is not None
    )
    reporting = ask("supervision_limits", "feedback_cycle", kind=kind, urgency=urgency)
    assert (reporting["feedback"] == "periodic") == (reporting["feedback_days"] is not None)


def test_difficult_instructions_report_every_five_days_campaigns_weekly_annual_work_quarterly() -> None:
    cycles = {
        (kind, urgency): ask("supervision_limits", "feedback_cycle", kind=kind, urgency=urgency)[
            "feedback_days"
        ]
        for kind, urgency in [("instruction", "difficult"), ("campaign", "normal"), ("annual", "normal")]
    }
    assert list(cycles.values()) == [5, 5, 60]
    assert (
        ask("supervision_limits", "feedback_cycle", kind="instruction", urgency="normal")["feedback"]
        == "once"
    )


def hours(rung: str, urgency: str) -> Decimal:
    answer = ask("escalation_ladder", "escalation_ladder", rung=rung, urgency=urgency)
    return answer["amount"] * (24 if answer["unit"] == "working_day" else 1)


@pytest.mark.parametrize("urgency", URGENCIES)
def test_the_ladder_climbs(urgency: str) -> None:
    assert all(hours(lower, urgency) < hours(upper, urgency) for lower, upper in pairwise(RUNGS))
    assert hours("ES-01", urgency) < 0 == hours("ES-02", urgency)


def test_the_ordinary_and_the_compressed_ladder_are_the_domain_pages() -> None:
    def steps(urgency: str) -> list[tuple[int, str]]:
        answers = [
            ask("escalation_ladder", "escalation_ladder", rung=rung, urgency=urgency) for rung in RUNGS[1:]
        ]
        return [(int(answer["amount"]), answer["unit"]) for answer in answers]

    days = [
        (0, "working_day"),
        (3, "working_day"),
        (5, "working_day"),
        (10, "working_day"),
        (15, "working_day"),
    ]
    assert steps("normal") == steps("difficult") == days
    compressed = [(0, "hour"), (4, "hour"), (1, "working_day"), (2, "working_day"), (3, "working_day")]
    assert steps("special") == compressed


def test_the_last_step_is_the_meetings_decision_and_has_no_time() -> None:
    assert ask("escalation_ladder", "escalation_ladder", rung="ES-07", urgency="normal") is None


@pytest.mark.parametrize(
    ("quality", "late", "reworks", "circulated", "points"),
    [
        (5, False, 0, False, 100),
        (1, False, 0, False, 60),
        (5, True, 0, False, 90),
        (5, False, 1, False, 95),
        (5, False, 2, False, 90),
        (5, False, 7, False, 90),
        (5, False, 0, True, 97),
        (3, True, 1, True, 62),
        (1, True, 2, True, 37),
    ],
)
def test_the_score(quality: int, late: bool, reworks: int, circulated: bool, points: int) -> None:
    answer = ask(
        "supervision_score",
        "supervision_score",
        quality=quality,
        late=late,
        reworks=reworks,
        circulated=circulated,
    )
    assert answer == points


@pytest.mark.parametrize("quality", [0, 6, Decimal("4.5")])
def test_a_quality_off_the_scale_gives_no_points(quality: Any) -> None:
    scored = ask(
        "supervision_score", "supervision_score", quality=quality, late=False, reworks=0, circulated=False
    )
    assert scored is None
