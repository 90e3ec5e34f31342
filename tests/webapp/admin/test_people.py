"""People and posts: appointments, absences, accounts; work stays with the post."""

from __future__ import annotations

from collections.abc import Callable

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from models import Absence, Appointment, SecurityEvent, User, db
from tests.webapp.matters.at_work import OfficeBehindPages
from workflows.first_start import DEMO_PASSWORD

LogIn = Callable[[str], FlaskClient]


def test_a_successor_finds_the_open_task_and_the_predecessor_does_not(
    app: Flask, at_work: OfficeBehindPages, logged_in: LogIn
) -> None:
    matter = at_work.begin(title="交接中的事项").opened({"title": "交接中的事项"})
    user_id = _user_id(app, "clerk2")
    answer = logged_in("sysadmin").post(
        "/admin/posts/yjj-liaison/appoint",
        data={"user": user_id, "from_date": "2026-11-23", "how": "instead"},
    )
    assert answer.status_code == 303
    matter.dispatch()
    assert "交接中的事项" in logged_in("clerk2").get("/").text
    assert "交接中的事项" not in logged_in("yjj_liaison").get("/").text


def test_an_appointment_without_person_or_day_is_asked_for_them(logged_in: LogIn) -> None:
    answer = logged_in("sysadmin").post("/admin/posts/sg/appoint", data={"user": "", "from_date": "昨天"})
    assert answer.status_code == 422
    assert 'id="error-user"' in answer.text
    assert 'id="error-from_date"' in answer.text


def test_a_last_day_before_the_first_is_refused_with_the_offices_words(app: Flask, logged_in: LogIn) -> None:
    with app.app_context():
        appointment = db.session.scalars(select(Appointment).join(User).where(User.username == "sg")).one()
        number = appointment.id
    answer = logged_in("sysadmin").post(f"/admin/appointments/{number}/end", data={"last_day": "2020-01-01"})
    assert answer.status_code == 422
    assert "任职结束日期早于开始日期" in answer.text


def test_during_an_absence_the_substitute_acts_in_the_posts_name(
    at_work: OfficeBehindPages, logged_in: LogIn
) -> None:
    answer = logged_in("clerk1").post(
        "/admin/absences",
        data={"post": "sg", "from_date": "2026-11-23", "to_date": "2026-11-27", "reason": "出差"},
    )
    assert answer.status_code == 303
    matter = at_work.begin().registered()
    page = logged_in("clerk1").get("/admin/absences").text
    assert "市政府副秘书长" in page
    matter.do("SV-02", "clerk1", open_decision="not_open")


def test_substitute_and_holder_may_not_be_away_together(app: Flask, logged_in: LogIn) -> None:
    client = logged_in("clerk1")
    days = {"from_date": "2026-11-24", "to_date": "2026-11-25", "reason": ""}
    assert client.post("/admin/absences", data={"post": "clerk1", **days}).status_code == 303
    answer = client.post("/admin/absences", data={"post": "clerk2", **days})
    assert answer.status_code == 422
    assert "不得同时离岗" in answer.text
    with app.app_context():
        assert len(db.session.scalars(select(Absence)).all()) == 1


def test_back_early_ends_the_absence_yesterday(app: Flask, logged_in: LogIn) -> None:
    client = logged_in("clerk1")
    client.post("/admin/absences", data={"post": "sg", "from_date": "2026-11-20", "to_date": "2026-11-30"})
    with app.app_context():
        number = db.session.scalars(select(Absence)).one().id
    assert client.post(f"/admin/absences/{number}/end").status_code == 303
    with app.app_context():
        assert db.session.scalars(select(Absence)).one().to_date.isoformat() == "2026-11-22"


def test_an_account_is_made_closed_and_reopened_on_record(app: Flask, logged_in: LogIn) -> None:
    client = logged_in("sysadmin")
    made = {"username": "newcomer", "display_name": "新同志", "password": "a long enough one"}
    assert client.post("/admin/accounts", data={**made, "password": "short"}).status_code == 422
    assert client.post("/admin/accounts", data=made).status_code == 303
    assert client.post("/admin/accounts", data=made).status_code == 422
    number = _user_id(app, "newcomer")
    assert client.post(f"/admin/accounts/{number}", data={"what": "close"}).status_code == 303
    login = app.test_client().post("/login", data={"username": "newcomer", "password": made["password"]})
    assert login.status_code == 422
    with app.app_context():
        [line] = db.session.scalars(select(SecurityEvent).where(SecurityEvent.kind == "account close"))
    assert (line.username, line.words) == ("sysadmin", "newcomer")


def test_a_reset_password_ends_the_persons_sessions(app: Flask, logged_in: LogIn) -> None:
    person, number = logged_in("yjj_head"), _user_id(app, "yjj_head")
    answer = logged_in("sysadmin").post(
        f"/admin/accounts/{number}", data={"what": "password", "password": "another long one"}
    )
    assert answer.status_code == 303
    assert person.get("/").status_code == 303
    old = app.test_client().post("/login", data={"username": "yjj_head", "password": DEMO_PASSWORD})
    assert old.status_code == 422


def _user_id(app: Flask, username: str) -> int:
    with app.app_context():
        return db.session.scalars(select(User.id).where(User.username == username)).one()
