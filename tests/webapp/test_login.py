"""The door: who gets in, who does not, and that nobody is sent elsewhere."""

from __future__ import annotations

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from models import SecurityEvent, User, db
from workflows.first_start import DEMO_PASSWORD


def log_in(client: FlaskClient, username: str = "clerk1", password: str = DEMO_PASSWORD, **form: str):
    return client.post("/login", data={"username": username, "password": password, **form})


def test_the_right_password_opens_the_page_asked_for(client: FlaskClient) -> None:
    asked = client.get("/preferences")
    assert asked.headers["Location"] == "/login?next=/preferences"
    assert log_in(client, next="/preferences").headers["Location"] == "/preferences"
    assert "督查室科员（一）" in client.get("/preferences").text


def test_a_wrong_password_and_an_unknown_name_get_the_same_sentence(client: FlaskClient) -> None:
    wrong, unknown = log_in(client, password="wrong"), log_in(client, username="nobody-here")
    assert wrong.status_code == unknown.status_code == 422
    assert "用户名或密码不对" in wrong.text and "用户名或密码不对" in unknown.text
    assert 'value="nobody-here"' in unknown.text


@pytest.mark.parametrize(
    "target",
    [
        "https://evil.example",
        "//evil.example",
        "/\\evil.example",
        "/\t/evil.example",
        "javascript:alert(1)",
        "",
    ],
)
def test_after_logging_in_nobody_is_sent_to_another_site(client: FlaskClient, target: str) -> None:
    assert log_in(client, next=target).headers["Location"] == "/"


def test_guessing_one_name_is_stopped_and_others_still_get_in(app: Flask) -> None:
    guesser = app.test_client()
    answers = [log_in(guesser, password=f"guess {number}").status_code for number in range(10)]
    assert answers[:8] == [422] * 8 and answers[-1] == 429
    assert log_in(app.test_client()).status_code == 429
    assert log_in(app.test_client(), username="clerk2").status_code == 303


def test_right_passwords_are_never_counted_as_guesses(app: Flask) -> None:
    for _turn in range(12):
        assert log_in(app.test_client()).status_code == 303


def test_logging_in_begins_a_new_session(client: FlaskClient) -> None:
    with client.session_transaction() as session:
        session["planted"] = "by somebody else"
    log_in(client)
    with client.session_transaction() as session:
        assert "planted" not in session and session["_user_id"]


def test_logging_out_closes_the_door(client: FlaskClient) -> None:
    log_in(client)
    client.post("/logout")
    assert client.get("/preferences").status_code == 303


def test_raising_the_epoch_ends_every_session_of_the_person(app: Flask, client: FlaskClient) -> None:
    log_in(client)
    with app.app_context():
        user = db.session.scalars(select(User).where(User.username == "clerk1")).one()
        user.session_epoch += 1
        db.session.commit()
    assert client.get("/preferences").status_code == 303


def test_a_closed_account_is_out_at_once(app: Flask, client: FlaskClient) -> None:
    log_in(client)
    with app.app_context():
        db.session.scalars(select(User).where(User.username == "clerk1")).one().active = False
        db.session.commit()
    assert client.get("/preferences").status_code == 303
    assert log_in(client).status_code == 422


def test_logins_and_refusals_are_on_record(app: Flask, client: FlaskClient) -> None:
    log_in(client, password="wrong")
    log_in(client)
    with app.app_context():
        lines = db.session.execute(
            select(SecurityEvent.kind, SecurityEvent.username).order_by(SecurityEvent.id)
        )
        assert list(lines)[-2:] == [("login refused", "clerk1"), ("logged in", "clerk1")]


def test_demonstration_accounts_stand_on_the_login_page_only_in_a_demonstration(app: Flask) -> None:
    assert DEMO_PASSWORD in app.test_client().get("/login").text
    app.config["DEMO"] = False
    assert DEMO_PASSWORD not in app.test_client().get("/login").text


def test_a_form_without_the_token_is_refused_and_what_was_typed_is_shown(app: Flask) -> None:
    app.config["WTF_CSRF_ENABLED"] = True
    answer = log_in(app.test_client(), username="typed-name")
    assert answer.status_code == 400
    assert "页面已过期" in answer.text and "typed-name" in answer.text and DEMO_PASSWORD not in answer.text
