"""Settings, rule book and calendar years: shipped, changed on record, never taken back by a new start."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from models import CalendarDay, DeadlineRule, OfficeSetting, SecurityEvent
from tests.demonstration import OFFICE_NOW, furnish
from workflows.office.calendar_years import CalendarUnreadable, import_calendar, load_calendar
from workflows.office.rule_book import (
    NoSuchRule,
    RuleChange,
    RuleRefused,
    change_rule,
    load_rules,
    rule_row,
)
from workflows.office.settings import (
    NoSuchSetting,
    SettingRefused,
    get_setting,
    put_setting,
    setting_kinds,
)
from workflows.rules.limits import LimitUnit

NEXT_YEAR: dict[str, Any] = {
    "year": 2027,
    "status": "official",
    "source": "国务院办公厅通知",
    "off": ["2027-01-01", "2027-02-05"],
    "makeup": ["2027-01-30"],
}


def packed(**changes: Any) -> bytes:
    return json.dumps({**NEXT_YEAR, **changes}).encode()


def test_an_empty_office_already_has_every_shipped_setting(session: Session) -> None:
    assert get_setting(session, "office_hours.closes") == "17:00"
    assert load_calendar(session).hours.closes.hour == 17


def test_every_setting_has_words_in_both_languages_and_a_mark(office: Session) -> None:
    assert setting_kinds()
    for kind in setting_kinds().values():
        assert kind.words.zh and kind.words.en and kind.basis.zh and kind.basis.en
        assert kind.mark in "法文证忆议"
    assert set(office.scalars(select(OfficeSetting.key))) == set(setting_kinds())


def test_a_changed_setting_is_on_record_and_survives_the_next_start(office: Session) -> None:
    put_setting(office, "deadline.amber_working_days", 2, None, OFFICE_NOW)
    furnish(office)
    assert get_setting(office, "deadline.amber_working_days") == 2
    assert load_calendar(office).customs.amber_working_days == 2
    words = office.scalars(select(SecurityEvent.words).where(SecurityEvent.kind == "setting changed")).all()
    assert "deadline.amber_working_days: 3 → 2" in words


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("office_hours.opens", "25:00"),
        ("office_hours.opens", 8),
        ("deadline.amber_part", "5"),
        ("deadline.amber_part", True),
        ("deadline.amber_part", 0),
        ("supervision.number_series", None),
    ],
)
def test_a_value_that_does_not_fit_is_refused(office: Session, key: str, value: Any) -> None:
    with pytest.raises(SettingRefused):
        put_setting(office, key, value, None, OFFICE_NOW)


def test_a_misspelt_key_does_not_pass_for_a_new_setting(office: Session) -> None:
    with pytest.raises(NoSuchSetting):
        put_setting(office, "office_hours.close", "18:00", None, OFFICE_NOW)
    with pytest.raises(NoSuchSetting):
        get_setting(office, "office_hours.close")


def test_every_rule_has_a_basis_a_mark_and_words(office: Session) -> None:
    rules = load_rules(office)
    assert {f"SV-{n:02d}" for n in range(1, 14)} <= set(rules)
    assert {f"D{n:02d}" for n in range(1, 22)} <= set(rules)
    for rule in rules.values():
        assert rule.name.zh and rule.name.en and rule.basis.zh and rule.basis.en
        assert rule.mark in tuple("法文证忆议")
        assert LimitUnit(rule.unit)
        assert rule.basis.zh in rule.words().zh and f"〔{rule.mark}〕" in rule.words().zh


@pytest.mark.parametrize(
    ("code", "zh"),
    [
        ("SV-05", "自交办之日起1个工作日内（内部期限（系统建议值）〔议〕）"),
        ("D01", "自接报起1小时内（《生产安全事故报告和调查处理条例》第九条〔法〕）"),
        ("D04", "自事故发生之日起60日内（《生产安全事故报告和调查处理条例》第二十七、二十九条〔法〕）"),
        ("D08", "自批复之日起12个月内（《安全生产法》第八十六条〔法〕）"),
    ],
)
def test_a_rule_is_said_with_its_article(office: Session, code: str, zh: str) -> None:
    assert load_rules(office)[code].words().zh == zh


def test_the_cases_own_limit_is_said_instead_of_the_rules(office: Session) -> None:
    assert load_rules(office)["SV-05"].words("hour", 2).zh.startswith("自交办起2小时内")


@pytest.mark.both_databases
def test_a_rule_changes_with_a_reason_on_record_and_the_next_start_leaves_it(office: Session) -> None:
    change_rule(office, "SV-10", RuleChange(amount=3), "人手不足", None, OFFICE_NOW)
    furnish(office)
    assert rule_row(office, "SV-10").amount == 3
    words = office.scalars(select(SecurityEvent.words).where(SecurityEvent.kind == "rule changed")).one()
    assert words == "SV-10: amount: 2 → 3 (人手不足)"


@pytest.mark.parametrize(
    ("code", "change", "reason", "field"),
    [
        ("SV-10", RuleChange(amount=3), " ", "reason"),
        ("SV-10", RuleChange(amount=-1), "x", "amount"),
        ("SV-10", RuleChange(unit="fortnight"), "x", "unit"),
        ("SV-10", RuleChange(mark="?"), "x", "mark"),
        ("D05", RuleChange(amount=30), "x", "basis"),
    ],
)
def test_a_change_that_cannot_be_is_refused(
    office: Session, code: str, change: RuleChange, reason: str, field: str
) -> None:
    with pytest.raises(RuleRefused) as raised:
        change_rule(office, code, change, reason, None, OFFICE_NOW)
    assert raised.value.field == field


def test_a_statutory_limit_changes_only_with_another_basis(office: Session) -> None:
    change = RuleChange(amount=20, basis="新修订的条例第三十二条", basis_en="Art. 32 as amended")
    assert change_rule(office, "D05", change, "条例修订", None, OFFICE_NOW).amount == 20


def test_a_rule_nobody_has_heard_of_is_named(office: Session) -> None:
    with pytest.raises(NoSuchRule, match="SV-99"):
        rule_row(office, "SV-99")


def test_a_rule_the_office_took_out_comes_back_at_the_next_start(office: Session) -> None:
    office.delete(office.get_one(DeadlineRule, "SV-13"))
    furnish(office)
    assert rule_row(office, "SV-13").amount == 5


@pytest.mark.both_databases
def test_an_announced_year_takes_the_provisional_ones_place(office: Session) -> None:
    assert load_calendar(office).provisional(2027)
    import_calendar(office, packed(), OFFICE_NOW)
    calendar = load_calendar(office)
    assert not calendar.provisional(2027)
    assert calendar.is_working_day(date(2027, 1, 30))
    assert calendar.is_working_day(date(2027, 2, 8))  # was a provisional holiday
    import_calendar(office, packed(), OFFICE_NOW)
    assert len(office.scalars(select(CalendarDay).where(CalendarDay.year == 2027)).all()) == 3


def test_the_next_start_does_not_take_an_imported_year_back(office: Session) -> None:
    import_calendar(office, packed(), OFFICE_NOW)
    furnish(office)
    assert not load_calendar(office).provisional(2027)


@pytest.mark.parametrize(
    "data",
    [
        b"not json",
        b"[]",
        packed(year="2027"),
        packed(status="maybe"),
        packed(off=["2026-01-01"]),
        packed(off=["the first"]),
        packed(off=[1]),
        packed(makeup=["2027-01-29"]),
        packed(off=["2027-01-30"]),
    ],
)
def test_a_broken_calendar_is_refused_and_the_year_stays_as_it_was(office: Session, data: bytes) -> None:
    with pytest.raises(CalendarUnreadable):
        import_calendar(office, data, OFFICE_NOW)
    assert load_calendar(office).provisional(2027)
