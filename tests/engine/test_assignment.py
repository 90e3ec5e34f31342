"""Who a task is for, by when, how urgent: values, and what is none."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest

from tests.engine.running import MONDAY, Running

GIVEN: dict[str, Any] = {"who": "sg", "users": ["a", "b"], "due": MONDAY, "urgency": 80}


def test_assignment_schedule_and_priority_are_evaluated() -> None:
    [task] = Running.of("assignments", **GIVEN).step.opened
    assert task.assignee == "sg"
    assert task.candidate_groups == ("supervision-office", "yjj")
    assert task.candidate_users == ("a", "b")
    assert task.due_date == MONDAY
    assert task.follow_up_date == datetime(2026, 12, 1, 0, tzinfo=UTC), "local time is the office's"
    assert task.priority == 80


@pytest.mark.parametrize(
    ("due", "expected"),
    [
        (None, None),
        ("2026-11-30T10:00:00+08:00", datetime(2026, 11, 30, 2, tzinfo=UTC)),
        (date(2026, 11, 30), datetime(2026, 11, 30, 15, 59, 59, tzinfo=UTC)),
    ],
)
def test_a_due_date_may_be_unknown_a_text_or_a_day(due: object, expected: datetime | None) -> None:
    [task] = Running.of("assignments", **GIVEN | {"due": due}).step.opened
    assert task.due_date == expected


@pytest.mark.parametrize(
    "wrong",
    [
        {"who": None},
        {"who": ["a"]},
        {"users": None},
        {"users": ["a", None]},
        {"users": 1},
        {"due": "soon"},
        {"due": 3},
        {"urgency": None},
        {"urgency": 101},
        {"urgency": "high"},
    ],
)
def test_an_assignment_of_the_wrong_type_is_an_incident_and_mended_it_opens_the_task(wrong: dict) -> None:
    run = Running.of("assignments", **GIVEN | wrong)
    [incident] = run.step.incidents
    assert incident.kind == "assignment"
    assert set(incident.values_seen) == set(wrong)
    run.set_variables(**GIVEN)
    run.retry()
    assert run.tasks() == ["t"]
