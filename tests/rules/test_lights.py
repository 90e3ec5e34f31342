"""Lights: by state and time, never by colour alone."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.rules.demo_calendar import at
from workflows.rules.lights import Light, light, worst

DUE, AMBER = at("2026-11-26 17:00"), at("2026-11-25 17:00")
EARLY, SOON, LATE = at("2026-11-24 09:00"), at("2026-11-26 09:00"), at("2026-11-27 09:00")


@pytest.mark.parametrize(
    ("state", "now", "expected"),
    [
        ("running", EARLY, Light.GREEN),
        ("running", AMBER, Light.AMBER),
        ("running", SOON, Light.AMBER),
        ("running", DUE, Light.AMBER),
        ("running", DUE + timedelta(seconds=1), Light.RED),
        ("done", LATE, Light.BLUE),
        ("withdrawn", LATE, Light.BLUE),
    ],
)
def test_the_light_follows_state_and_time(state: str, now, expected: Light) -> None:
    assert light(state, DUE, AMBER, now) is expected


def test_a_result_handed_in_on_time_does_not_turn_red_while_it_is_reviewed() -> None:
    assert light("under_review", DUE, AMBER, LATE, stopped_at=EARLY) is Light.GREEN
    assert light("under_review", DUE, AMBER, LATE, stopped_at=DUE + timedelta(hours=1)) is Light.RED


def test_a_resting_clock_is_grey_and_a_missed_feedback_amber() -> None:
    assert light("running", DUE, AMBER, LATE, paused=True) is Light.GREY
    assert light("running", DUE, AMBER, EARLY, missed_feedback=True) is Light.AMBER
    assert light("running", DUE, AMBER, LATE, missed_feedback=True) is Light.RED


def test_without_a_due_date_the_light_is_green() -> None:
    assert light("running", None, None, LATE) is Light.GREEN


def test_every_light_has_a_shape_and_words_of_its_own() -> None:
    assert len({light.shape for light in Light}) == len(Light)
    assert [light.words.zh for light in Light] == ["正常", "临期", "逾期", "已办结", "暂停"]


def test_the_worst_light_is_shown_for_several() -> None:
    assert worst([Light.GREEN, Light.RED, Light.BLUE]) is Light.RED
    assert worst([]) is Light.GREEN
