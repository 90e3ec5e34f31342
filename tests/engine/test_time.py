"""Moments, intervals and cycles."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from tests.engine.running import MONDAY, Running
from workflows.engine.timers.cycles import parse_cycle
from workflows.engine.timers.moments import Interval, interval, moment
from workflows.feel import YearsMonthsDuration

DAY = timedelta(days=1)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("P7D", Interval(rest=7 * DAY)),
        ("P2W", Interval(rest=14 * DAY)),
        ("PT1H30M", Interval(rest=timedelta(minutes=90))),
        ("PT0.5S", Interval(rest=timedelta(seconds=0.5))),
        ("P1Y2M3DT4H", Interval(14, 3 * DAY + timedelta(hours=4))),
        ("-P1D", Interval(0, -DAY)),
        ("P", None),
        ("PT", None),
        ("7D", None),
        ("P1.5D", None),
        ("", None),
    ],
)
def test_intervals(text: str, expected: Interval | None) -> None:
    assert interval(text) == expected


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("2026-11-23T09:00:00+08:00", MONDAY),
        ("2026-11-23T01:00:00Z", MONDAY),
        ("2026-11-23T09:00:00+08:00[Asia/Shanghai]", MONDAY),
        ("2026-11-23T09:00:00", MONDAY),
        (date(2026, 11, 23), MONDAY - timedelta(hours=9)),
        ("soon", None),
        (3, None),
        (None, None),
    ],
)
def test_moments(value: object, expected: datetime | None) -> None:
    assert moment(value) == expected


def test_months_are_counted_on_the_offices_calendar() -> None:
    last_of_january = datetime(2026, 1, 30, 17, tzinfo=UTC)  # 01:00 on the 31st in Shanghai
    assert interval(YearsMonthsDuration(1)).after(last_of_january) == datetime(2026, 2, 27, 17, tzinfo=UTC)
    assert interval("P1M").after(last_of_january, 2) == datetime(2026, 3, 30, 17, tzinfo=UTC)


@pytest.mark.parametrize(
    "text",
    ["R", "R/", "3/PT1H", "R3", "R/PT0S", "R/-PT1H", "R3/PT1H/PT1H", "R3/x/PT1H", "Rx/PT1H", "R/P1D/soon"],
)
def test_what_is_no_cycle(text: str) -> None:
    assert parse_cycle(text) is None


def fired(run: Running, **span: float) -> list[datetime]:
    return [timer.due_at for timer in run.after(**span).fired_timers]


def test_a_cycle_with_a_start_begins_there() -> None:
    run = Running.of("cycle", hits=0, every="R2/2026-11-24T09:00:00+08:00/PT12H")
    assert fired(run, hours=23) == []
    assert fired(run, hours=1) == [MONDAY + DAY]
    assert fired(run, hours=12) == [MONDAY + DAY * 1.5]
    assert run.step.next_due_at is None


def test_a_cycle_with_an_end_stops_there() -> None:
    run = Running.of("cycle", hits=0, every="R/P1D/2026-11-25T09:00:00+08:00")
    assert fired(run, days=1) == [MONDAY + DAY]
    assert fired(run, days=1) == [MONDAY + 2 * DAY]
    assert run.step.next_due_at is None


@pytest.mark.parametrize("every", ["R0/PT1H", "R/P3D/2026-11-25T09:00:00+08:00"])
def test_a_cycle_without_a_turn_never_fires(every: str) -> None:
    run = Running.of("cycle", hits=0, every=every)
    assert fired(run, days=30) == []


def test_a_monthly_cycle_keeps_its_day() -> None:
    run = Running.of("cycle", hits=0, every="R/2026-01-31T09:00:00+08:00/P1M")
    run.now = datetime(2026, 1, 31, 1, tzinfo=UTC)
    days = [run.wake().fired_timers[0].due_at.day]
    for month in (2, 3, 4):
        run.now = datetime(2026, month, 28 if month == 2 else 30, 23, tzinfo=UTC) + DAY
        days.append(run.wake().fired_timers[0].due_at.day)
    assert days == [31, 28, 31, 30]


def test_an_overdue_cycle_with_few_turns_left_uses_them_up() -> None:
    run = Running.of("cycle", hits=0, every="R3/PT1H")
    [timer] = run.after(days=1).fired_timers
    assert timer.skipped == 2
    assert run.step.next_due_at is None
    assert run.variables["hits"] == 1


def test_a_cycle_in_a_second_over_a_year_is_reckoned_not_counted() -> None:
    run = Running.of("cycle", hits=0, every="R/PT1S")
    [timer] = run.after(days=365).fired_timers
    assert timer.skipped == 365 * 86400 - 1


def test_a_changed_cycle_begins_anew_and_a_broken_one_keeps_its_time_with_an_incident() -> None:
    run = Running.of("cycle", hits=0, every="R/P10D")
    run.set_variables(every="R/P2D")
    assert run.wake().next_due_at == MONDAY + 2 * DAY
    run.set_variables(every="often")
    [incident] = run.wake().incidents
    assert (incident.kind, incident.element_id) == ("timer", "tick")
    assert run.step.next_due_at == MONDAY + 2 * DAY
    assert run.wake().incidents == (), "said once"
    run.set_variables(every="R/P3D")
    assert run.wake().resolved_incidents == (incident.key,)
    assert run.step.next_due_at == MONDAY + 3 * DAY


def test_a_timer_that_could_not_be_armed_is_armed_by_a_retry() -> None:
    run = Running.of("cycle", hits=0, every="often")
    [incident] = run.step.incidents
    assert (incident.element_id, run.tasks()) == ("tick", ["host"])
    assert run.retry().incidents != ()
    run.set_variables(every="R/P1D")
    assert run.retry().next_due_at == MONDAY + DAY
