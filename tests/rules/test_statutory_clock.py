"""When limits end: the domain page's own vectors (§2.3), pauses, extensions, amber, and the words for it."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from tests.rules.demo_calendar import CALENDAR, at
from workflows.rules.calendars import WorkingCalendar, end_of_day
from workflows.rules.deadline_words import with_time_taken
from workflows.rules.limits import time_taken
from workflows.rules.statutory_clock import (
    LimitUnit,
    Pause,
    amber_at,
    due,
    due_words,
    extended,
    last_moment_to_ask,
    latest_extension,
    merged,
    remaining_words,
    rule_words,
    rung_time,
)
from workflows.words import Sentence

COUNTED = [unit for unit in LimitUnit if unit is not LimitUnit.DATE]
MOMENTS = st.datetimes(datetime(2025, 1, 1), datetime(2027, 6, 30)).map(lambda moment: at(moment.isoformat()))
UNITS = st.sampled_from(COUNTED)
AMOUNTS = st.integers(0, 40)
PAUSES = st.lists(st.tuples(MOMENTS, st.timedeltas(timedelta(0), timedelta(days=40))), max_size=4).map(
    lambda drawn: [Pause(start, start + length) for start, length in drawn]
)


@pytest.mark.parametrize(
    ("anchor", "unit", "amount", "last_day", "rolled"),
    [
        ("2026-07-28 14:20", "calendar_day", 60, "2026-09-26", "2026-09-28"),
        ("2026-09-18 10:00", "working_day", 10, "2026-10-09", None),
        ("2026-11-23 10:00", "working_day", 20, "2026-12-21", None),
        ("2026-11-23 10:00", "working_day", 30, "2027-01-05", None),
        ("2026-08-31 10:00", "month", 10, "2027-06-30", None),
        ("2026-08-31 10:00", "month", 12, "2027-08-31", None),
        ("2026-12-03 10:00", "calendar_day", 60, "2027-02-01", None),
    ],
)
def test_the_domain_pages_vectors(
    anchor: str, unit: str, amount: int, last_day: str, rolled: str | None
) -> None:
    found = due(at(anchor), unit, amount, CALENDAR)
    assert found.day == date.fromisoformat(last_day)
    assert found.rolled_on == (date.fromisoformat(rolled) if rolled else None)


def test_thirty_working_days_into_a_year_not_announced_say_so() -> None:
    assert due(at("2026-11-23 10:00"), "working_day", 30, CALENDAR).provisional
    assert not due(at("2026-11-23 10:00"), "working_day", 20, CALENDAR).provisional
    assert not due(at("2026-12-03 10:00"), "calendar_day", 60, CALENDAR).provisional


def test_a_working_day_limit_ends_at_close_of_business_a_calendar_day_limit_at_24() -> None:
    assert due(at("2026-11-23 10:00"), "working_day", 1, CALENDAR).at == at("2026-11-24 17:00")
    assert due(at("2026-11-23 10:00"), "calendar_day", 1, CALENDAR).at == at("2026-11-25 00:00")


def test_hours_run_round_the_clock_and_office_hours_do_not() -> None:
    assert due(at("2026-11-20 16:30"), "hour", 2, CALENDAR).at == at("2026-11-20 18:30")
    assert due(at("2026-11-20 16:30"), "office_hour", 2, CALENDAR).at == at("2026-11-23 10:00")


def test_the_same_day_after_close_of_business_is_the_next_working_day() -> None:
    assert due(at("2026-11-23 10:00"), "working_day", 0, CALENDAR).at == at("2026-11-23 17:00")
    assert due(at("2026-11-23 17:30"), "working_day", 0, CALENDAR).at == at("2026-11-24 17:00")
    assert due(at("2026-11-21 10:00"), "working_day", 0, CALENDAR).at == at("2026-11-23 17:00")


def test_months_end_on_the_corresponding_day_or_the_months_last() -> None:
    assert due(at("2024-01-31 10:00"), "month", 1, CALENDAR).day == date(2024, 2, 29)
    assert due(at("2026-11-30 10:00"), "month", 3, CALENDAR).day == date(2027, 2, 28)


def test_a_set_date_ends_at_close_of_business() -> None:
    assert due(at("2026-11-23 10:00"), "date", date(2026, 12, 4), CALENDAR).at == at("2026-12-04 17:00")


def test_a_naive_anchor_is_refused() -> None:
    with pytest.raises(ValueError):
        due(datetime(2026, 11, 23), "hour", 2, CALENDAR)


def test_the_time_of_a_technical_appraisal_is_added_once_however_often_it_is_entered() -> None:
    anchor = at("2026-07-28 14:20")
    one = Pause(at("2026-08-10 09:00"), at("2026-08-16 18:00"))
    inside = Pause(at("2026-08-12 09:00"), at("2026-08-14 09:00"))
    assert due(anchor, "calendar_day", 60, CALENDAR, [one]).day == date(2026, 10, 2)
    assert due(anchor, "calendar_day", 60, CALENDAR, [inside, one, inside]).day == date(2026, 10, 2)


def test_a_pause_after_the_end_counts_only_when_an_earlier_pause_moved_the_end_behind_it() -> None:
    anchor = at("2026-11-02 09:00")
    late = Pause(at("2026-11-14 09:00"), at("2026-11-16 09:00"))
    early = Pause(at("2026-11-04 09:00"), at("2026-11-09 09:00"))
    assert due(anchor, "calendar_day", 10, CALENDAR, [late]).day == date(2026, 11, 12)
    assert due(anchor, "calendar_day", 10, CALENDAR, [late, early]).day == date(2026, 11, 19)


@given(MOMENTS, MOMENTS, UNITS, AMOUNTS, PAUSES)
def test_a_later_anchor_never_ends_earlier(
    one: datetime, other: datetime, unit: str, amount: int, pauses: list[Pause]
) -> None:
    low, high = sorted((one, other))
    assert due(low, unit, amount, CALENDAR, pauses).at <= due(high, unit, amount, CALENDAR, pauses).at


@given(MOMENTS, UNITS, AMOUNTS, AMOUNTS)
def test_a_longer_limit_never_ends_earlier(anchor: datetime, unit: str, first: int, second: int) -> None:
    low, high = sorted((first, second))
    assert due(anchor, unit, low, CALENDAR).at <= due(anchor, unit, high, CALENDAR).at


@given(MOMENTS, UNITS, AMOUNTS, PAUSES, st.randoms())
def test_pauses_never_shorten_a_limit_and_their_order_does_not_matter(
    anchor: datetime, unit: str, amount: int, pauses: list[Pause], order
) -> None:
    plain, paused = due(anchor, unit, amount, CALENDAR), due(anchor, unit, amount, CALENDAR, pauses)
    shuffled = list(pauses)
    order.shuffle(shuffled)
    assert anchor <= plain.at <= paused.at
    assert due(anchor, unit, amount, CALENDAR, shuffled) == paused


@given(MOMENTS, UNITS, AMOUNTS, PAUSES)
def test_another_pause_never_ends_a_limit_earlier(
    anchor: datetime, unit: str, amount: int, pauses: list[Pause]
) -> None:
    ends = [due(anchor, unit, amount, CALENDAR, pauses[:count]).at for count in range(len(pauses) + 1)]
    assert ends == sorted(ends)


DAYS_COUNTED = st.sampled_from([LimitUnit.CALENDAR_DAY, LimitUnit.WORKING_DAY])


@given(MOMENTS, DAYS_COUNTED, st.integers(1, 60))
def test_one_day_more_ends_on_the_very_next_day_and_skips_none(
    anchor: datetime, unit: LimitUnit, amount: int
) -> None:
    end, next_end = (due(anchor, unit, days, CALENDAR).day for days in (amount, amount + 1))
    working = unit is LimitUnit.WORKING_DAY
    assert next_end == (CALENDAR.add_working_days(end, 1) if working else end + timedelta(days=1))


@given(MOMENTS, MOMENTS, UNITS, st.integers(1, 60), st.integers(1, 60))
def test_an_extension_only_ever_moves_an_end_later_and_a_longer_one_further(
    one: datetime, other: datetime, unit: LimitUnit, first: int, second: int
) -> None:
    early, late = (due(moment, unit, 10, CALENDAR).at for moment in sorted((one, other)))
    short, long = sorted((first, second))
    assert early < extended(early, unit, short, CALENDAR) <= extended(early, unit, long, CALENDAR)
    assert extended(early, unit, short, CALENDAR) <= extended(late, unit, short, CALENDAR)


@given(PAUSES)
def test_merged_pauses_stand_apart_and_cover_the_same_time(pauses: list[Pause]) -> None:
    result = merged(pauses)
    assert all(earlier.end < later.start for earlier, later in zip(result, result[1:], strict=False))
    for pause in pauses:
        if pause.start < pause.end:
            assert any(whole.start <= pause.start and pause.end <= whole.end for whole in result)


@given(MOMENTS, UNITS, st.integers(1, 40))
def test_amber_begins_within_the_limit_and_at_most_three_working_days_before_its_end(
    anchor: datetime, unit: str, amount: int
) -> None:
    end = due(anchor, unit, amount, CALENDAR)
    amber = amber_at(anchor, end.at, unit, CALENDAR)
    assert anchor <= amber <= end.at
    assert amber.astimezone(anchor.tzinfo) >= at(CALENDAR.add_working_days(end.day, -3).isoformat())


@pytest.mark.parametrize(
    ("unit", "amount", "amber"),
    [
        ("working_day", 20, "2026-12-16 17:00"),  # a fifth is four days: capped at three
        ("working_day", 10, "2026-12-03 17:00"),
        ("working_day", 1, "2026-11-24 15:18"),  # a fifth of an office day of eight and a half hours
        ("hour", 10, "2026-11-23 18:00"),
        ("calendar_day", 5, "2026-11-27 21:12"),
    ],
)
def test_amber_is_the_last_fifth(unit: str, amount: int, amber: str) -> None:
    anchor = at("2026-11-23 10:00")
    found = amber_at(anchor, due(anchor, unit, amount, CALENDAR).at, unit, CALENDAR)
    assert abs(found - at(amber)) < timedelta(minutes=1)


def test_extensions_together_reach_the_original_length_once_more() -> None:
    anchor = at("2026-11-23 10:00")
    end = due(anchor, "working_day", 10, CALENDAR).at
    assert end == at("2026-12-07 17:00")
    assert latest_extension(anchor, end, "working_day", 10, CALENDAR) == at("2026-12-21 17:00")
    assert latest_extension(anchor, at("2026-12-03 17:00"), "date", None, CALENDAR) == at("2026-12-13 17:00")
    assert extended(end, "working_day", 3, CALENDAR) == at("2026-12-10 17:00")


def test_sixty_days_more_are_counted_from_the_end() -> None:
    end = due(at("2026-07-28 14:20"), "calendar_day", 60, CALENDAR).at
    assert extended(end, "calendar_day", 60, CALENDAR) == end_of_day(date(2026, 11, 25))


def test_an_extension_of_a_long_limit_is_asked_three_working_days_before_its_end() -> None:
    anchor = at("2026-11-23 10:00")
    long, short = (due(anchor, "working_day", amount, CALENDAR).at for amount in (10, 5))
    assert last_moment_to_ask(anchor, long, CALENDAR) == at("2026-12-02 17:00")
    assert last_moment_to_ask(anchor, short, CALENDAR) == short


def test_a_rung_stands_working_days_or_hours_from_the_current_end() -> None:
    end, none = at("2026-09-30 17:00"), timedelta(0)
    assert rung_time(end, 3, None, CALENDAR, none) == at("2026-10-10 17:00")
    assert rung_time(end, -3, None, CALENDAR, none) == at("2026-09-24 17:00")
    assert rung_time(end, None, 4, CALENDAR, none) == at("2026-09-30 21:00")


def test_time_under_review_moves_the_rungs_behind_the_end_into_office_hours() -> None:
    end = at("2026-11-23 17:00")
    assert rung_time(end, 3, None, CALENDAR, timedelta(days=1)) == at("2026-11-30 08:30")
    assert rung_time(end, -3, None, CALENDAR, timedelta(days=1)) == at("2026-11-18 17:00")


@pytest.mark.parametrize(
    ("now", "zh", "en"),
    [
        ("2026-11-23 10:00", "还剩3个工作日", "3 working days left"),
        ("2026-11-25 10:00", "还剩1个工作日", "1 working day left"),
        ("2026-11-26 10:00", "还剩7小时", "7 hours left"),
        ("2026-11-26 16:30", "还剩30分钟", "30 minutes left"),
        ("2026-11-26 17:00", "还剩1分钟", "1 minute left"),
        ("2026-11-26 17:20", "已逾期20分钟", "20 minutes overdue"),
        ("2026-11-28 09:00", "已逾期2天", "2 days overdue"),
    ],
)
def test_what_is_left_is_said_in_words(now: str, zh: str, en: str) -> None:
    assert remaining_words(at("2026-11-26 17:00"), at(now), CALENDAR) == Sentence(zh, en)


def test_statutory_days_are_said_as_days() -> None:
    end = due(at("2026-11-23 10:00"), "calendar_day", 30, CALENDAR).at
    assert remaining_words(end, at("2026-11-24 10:00"), CALENDAR, "calendar_day").zh == "还剩29天"
    assert due_words(end) == Sentence("2026年12月23日 24:00", "23 December 2026, 24:00")


def test_holidays_alone_before_the_end_are_said_as_days() -> None:
    assert remaining_words(at("2026-10-03 10:00"), at("2026-09-30 20:00"), CALENDAR).zh == "还剩3天"


def test_a_rule_says_from_when_how_long_and_why() -> None:
    anchor, basis = Sentence("签收", "sign-in"), Sentence("内部期限", "internal limit")
    assert rule_words(anchor, "working_day", 1, basis, "议") == Sentence(
        "自签收之日起1个工作日内（内部期限〔议〕）", "within 1 working day of sign-in (internal limit〔议〕)"
    )
    assert rule_words(anchor, "working_day", 0, basis, "议").zh == "签收当日内（内部期限〔议〕）"
    assert rule_words(anchor, "hour", 2, basis, "法").zh == "自签收起2小时内（内部期限〔法〕）"
    mayor = Sentence("市长", "the mayor")
    assert rule_words(anchor, "date", None, basis, "", mayor) == Sentence(
        "市长确定的日期（内部期限）", "date set by the mayor (internal limit)"
    )


@pytest.mark.parametrize(
    ("unit", "taken"),
    [("calendar_day", 9), ("month", 9), ("working_day", 7), ("hour", 216), ("office_hour", 59)],
)
def test_the_time_taken_is_said_in_the_limits_own_measure_and_overlaps_once(unit: str, taken: int) -> None:
    pauses = [
        Pause(at("2026-12-01 09:00"), at("2026-12-07 09:00")),
        Pause(at("2026-12-05 09:00"), at("2026-12-10 09:00")),
    ]
    assert time_taken(pauses, at("2026-11-23 10:00"), LimitUnit(unit), CALENDAR) == taken


def test_a_rule_says_what_was_taken_off_and_why() -> None:
    rule = Sentence("自事故发生之日起60日内（第29条）", "within 60 days of the accident (Art. 29)")
    assert with_time_taken(rule, ["技术鉴定", "技术鉴定"], 6, "calendar_day") == Sentence(
        f"{rule.zh}，扣除技术鉴定6日", f"{rule.en}, less 6 days of technical appraisal"
    )
    assert with_time_taken(rule, [], 0, "calendar_day") == rule


@given(MOMENTS, MOMENTS)
def test_overdue_and_remaining_never_meet(end: datetime, now: datetime) -> None:
    assume(end != now)
    words = remaining_words(end, now, WorkingCalendar())
    assert words.zh.startswith("已逾期" if now > end else "还剩")
    assert not words.zh.startswith(("还剩0", "已逾期0"))
