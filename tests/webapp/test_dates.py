"""Times and sizes as the office writes them, in both languages and in the office's own zone."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from flask import Flask

from webapp import dates

LATE_IN_UTC = datetime(2026, 11, 22, 16, 30, tzinfo=UTC)  # already the next day in Shanghai


@pytest.fixture(params=["zh", "en"])
def language(request: pytest.FixtureRequest, app: Flask):
    with app.test_request_context(headers={"Cookie": f"language={request.param}"}):
        yield request.param


def say(language: str, zh: str, en: str) -> str:
    return en if language == "en" else zh


def test_moments_are_said_in_the_offices_zone(language: str) -> None:
    assert dates.moment(LATE_IN_UTC) == say(language, "2026年11月23日 00:30", "23 Nov 2026 00:30")
    assert dates.clock_time(LATE_IN_UTC) == "00:30"


def test_the_year_is_left_out_only_while_it_is_the_present_one(language: str) -> None:
    assert dates.short_moment(LATE_IN_UTC) == say(language, "11月23日 00:30", "23 Nov 00:30")
    assert dates.short_day(date(2027, 1, 5)) == say(language, "2027年1月5日", "5 Jan 2027")


def test_what_has_no_date_is_said_as_nothing(language: str) -> None:
    assert [dates.moment(None), dates.day(None), dates.short_day(None), dates.clock_time(None)] == [""] * 4


def test_sizes_are_round(language: str) -> None:
    assert dates.file_size(999) == say(language, "999 字节", "999 bytes")
    assert (dates.file_size(812_345), dates.file_size(2_412_345)) == ("812 KB", "2.4 MB")
