"""Language, type size, password and acting post belong to the person and are remembered."""

from __future__ import annotations

from collections.abc import Callable

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from models import Appointment, Post, User, db
from workflows.first_start import DEMO_PASSWORD

LogIn = Callable[[str], FlaskClient]


def test_english_is_kept_with_the_account(app: Flask, logged_in: LogIn) -> None:
    logged_in("clerk1").post("/language", data={"language": "en", "next": "/preferences"})
    page = logged_in("clerk1").get("/preferences").text
    assert '<html lang="en"' in page and "Preferences" in page and "Change password" in page


def test_before_logging_in_a_cookie_keeps_the_language(client: FlaskClient) -> None:
    assert "登录" in client.get("/login").text
    client.post("/language", data={"language": "en", "next": "/login"})
    assert "User name" in client.get("/login").text


def test_large_type_is_kept_with_the_account(logged_in: LogIn) -> None:
    logged_in("mayor").post("/large-type", data={"large_type": "1", "next": "/preferences"})
    assert 'class="large-type"' in logged_in("mayor").get("/preferences").text
    assert 'class="large-type"' not in logged_in("sg").get("/preferences").text


def test_a_new_password_ends_the_other_sessions_and_keeps_this_one(
    logged_in: LogIn, client: FlaskClient
) -> None:
    here, elsewhere = logged_in("clerk1"), logged_in("clerk1")
    new = "a quite different one"
    form = {"old_password": DEMO_PASSWORD, "new_password": new, "new_password_again": new}
    assert here.post("/preferences/password", data=form).status_code == 303
    assert here.get("/preferences").status_code == 200
    assert elsewhere.get("/preferences").status_code == 303
    assert client.post("/login", data={"username": "clerk1", "password": DEMO_PASSWORD}).status_code == 422
    assert client.post("/login", data={"username": "clerk1", "password": new}).status_code == 303


def test_a_refused_password_says_which_field_and_why(logged_in: LogIn) -> None:
    here = logged_in("clerk1")
    for form, field, words in [
        (
            {"old_password": "x", "new_password": "long enough", "new_password_again": "long enough"},
            "old_password",
            "原密码不对",
        ),
        (
            {"old_password": DEMO_PASSWORD, "new_password": "short", "new_password_again": "short"},
            "new_password",
            "密码须为",
        ),
        (
            {
                "old_password": DEMO_PASSWORD,
                "new_password": "long enough",
                "new_password_again": "long enoug",
            },
            "new_password_again",
            "两次输入的新密码不一样",
        ),
    ]:
        answer = here.post("/preferences/password", data=form)
        assert answer.status_code == 422
        assert words in answer.text and f'href="#field-{field}"' in answer.text


def test_who_holds_two_posts_chooses_one_and_nobody_chooses_anothers(app: Flask, logged_in: LogIn) -> None:
    with app.app_context():
        user = db.session.scalars(select(User).where(User.username == "dsg")).one()
        post = db.session.scalars(select(Post).where(Post.code == "clerk1")).one()
        db.session.add(Appointment(user_id=user.id, post_id=post.id, from_date=app.config["CLOCK"]().date()))
        db.session.commit()
    client = logged_in("dsg")
    assert client.post("/acting-post", data={"post": "clerk1", "next": "/preferences"}).status_code == 303
    assert '<span class="person-post">督查室科员（一）</span>' in client.get("/preferences").text
    assert client.post("/acting-post", data={"post": "mayor"}).status_code == 403
