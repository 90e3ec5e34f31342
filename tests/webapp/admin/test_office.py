"""Calendar, limits, settings, versions, the record: shown with their basis, changed on record."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from models import DeadlineRule, SecurityEvent, ShippedChange, db
from tests.webapp.matters.at_work import OfficeBehindPages
from workflows.office.calendar_years import load_calendar
from workflows.office.settings import get_setting

LogIn = Callable[[str], FlaskClient]
SATURDAY = date(2026, 11, 28)


def test_everybody_sees_only_his_own_part_of_the_administration(logged_in: LogIn) -> None:
    parts = {
        "clerk1": {"incident_list", "people", "absence_list", "calendar_list", "rule_list", "setting_list"},
        "sysadmin": {"people", "absence_list", "accounts", "calendar_list", "rule_list", "setting_list"},
        "procadmin": {"incident_list", "deployment_list"},
        "auditor": {"security_events", "read_events"},
    }
    addresses = {
        "incident_list": "/admin/incidents",
        "people": "/admin/people",
        "absence_list": "/admin/absences",
        "accounts": "/admin/accounts",
        "calendar_list": "/admin/calendars",
        "rule_list": "/admin/rules",
        "setting_list": "/admin/settings",
        "deployment_list": "/admin/deployments",
        "security_events": "/admin/audit/security",
        "read_events": "/admin/audit/reads",
    }
    for name, own in parts.items():
        client = logged_in(name)
        page = client.get("/admin/").text
        for part, address in addresses.items():
            assert (f'href="{address}"' in page) == (part in own), (name, part)
            assert client.get(address).status_code == (200 if part in own else 403), (name, part)


def test_a_weekend_day_worked_in_exchange_counts_from_then_on(app: Flask, logged_in: LogIn) -> None:
    client = logged_in("sysadmin")
    answer = client.post("/admin/calendars/2026/days", data={"day": SATURDAY.isoformat(), "kind": "makeup"})
    assert answer.status_code == 303
    with app.app_context():
        assert load_calendar(db.session).is_working_day(SATURDAY)
        assert db.session.scalars(select(SecurityEvent).where(SecurityEvent.kind == "calendar changed")).all()
    client.post("/admin/calendars/2026/days", data={"day": SATURDAY.isoformat(), "kind": "weekday"})
    with app.app_context():
        assert not load_calendar(db.session).is_working_day(SATURDAY)


def test_a_weekday_cannot_be_made_up_and_another_years_day_is_refused(logged_in: LogIn) -> None:
    client, friday = logged_in("sysadmin"), SATURDAY - timedelta(days=1)
    for day in (friday.isoformat(), "2025-11-29", "", "2026-02-30"):
        answer = client.post("/admin/calendars/2026/days", data={"day": day, "kind": "makeup"})
        assert answer.status_code == 422, day


def test_an_unannounced_year_is_marked_and_becomes_official_only_with_its_notice(logged_in: LogIn) -> None:
    client = logged_in("sysadmin")
    assert "暂定" in client.get("/admin/calendars/2027").text
    status = {"status": "official", "source": ""}
    assert client.post("/admin/calendars/2027/status", data=status).status_code == 422
    status["source"] = "国办发明电〔2026〕9号"
    assert client.post("/admin/calendars/2027/status", data=status).status_code == 303
    assert "放假通知尚未公布" not in client.get("/admin/calendars/2027").text


def test_a_limit_changes_only_with_a_reason_and_only_for_dates_to_come(
    app: Flask, at_work: OfficeBehindPages, logged_in: LogIn
) -> None:
    before, client = at_work.begin(), logged_in("sysadmin")
    due = before.due("SV-01")
    assert client.post("/admin/rules/SV-01", data={"amount": "3", "reason": ""}).status_code == 422
    assert client.post("/admin/rules/SV-01", data={"amount": "3", "reason": "登记量大"}).status_code == 303
    assert before.due("SV-01") == due
    assert at_work.begin().due("SV-01") > due
    with app.app_context():
        [line] = db.session.scalars(select(SecurityEvent).where(SecurityEvent.kind == "rule changed"))
    assert "登记量大" in line.words


def test_a_limit_of_the_law_is_not_changed_without_another_basis(app: Flask, logged_in: LogIn) -> None:
    with app.app_context():
        fixed = select(DeadlineRule).where(DeadlineRule.mark == "法", DeadlineRule.amount.is_not(None))
        law = db.session.scalars(fixed).first()
        code, amount = law.code, law.amount
    form = {"amount": str(amount + 5), "basis": law.basis, "reason": "想改"}
    assert logged_in("sysadmin").post(f"/admin/rules/{code}", data=form).status_code == 422
    with app.app_context():
        assert db.session.get(DeadlineRule, code).amount == amount


def test_a_setting_takes_only_what_fits_it(app: Flask, logged_in: LogIn) -> None:
    client, key = logged_in("sysadmin"), "deadline.amber_working_days"
    for value in ("many", "-4", "", "99999999999999999999"):
        assert client.post(f"/admin/settings/{key}", data={"value": value}).status_code == 422, value
    assert client.post(f"/admin/settings/{key}", data={"value": "2"}).status_code == 303
    with app.app_context():
        assert get_setting(db.session, key) == 2
    assert client.post("/admin/settings/no.such.key", data={"value": "2"}).status_code >= 400


def test_a_shipped_change_is_declined_once_and_then_gone(app: Flask, logged_in: LogIn, clock) -> None:
    with app.app_context():
        offer = ShippedChange(name="supervision", digest="0" * 64, offered_at=clock.now)
        db.session.add(offer)
        db.session.commit()
        number = offer.id
    client = logged_in("procadmin")
    assert "采用为新版本" in client.get("/admin/deployments").text
    assert client.post(f"/admin/shipped/{number}", data={"answer": "perhaps"}).status_code == 400
    stale = client.post(f"/admin/shipped/{number}", data={"answer": "taken"})
    assert stale.status_code == 422
    assert client.post(f"/admin/shipped/{number}", data={"answer": "declined"}).status_code == 303
    assert "采用为新版本" not in client.get("/admin/deployments").text


def test_the_auditor_sees_who_read_what_but_not_what_it_was(
    at_work: OfficeBehindPages, logged_in: LogIn
) -> None:
    matter = at_work.begin().signed_in({"confidentiality": "internal", "title": "不该给审计员看的标题"})
    logged_in("clerk1").get(f"/matters/{matter.id}")
    page = logged_in("auditor").get("/admin/audit/reads").text
    assert "clerk1" in page
    assert matter.instance.number in page
    assert "不该给审计员看的标题" not in page
