"""Whatever goes wrong, a page says what happened, that nothing was lost, and what to do."""

from __future__ import annotations

import logging
from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient

from webapp import errors
from workflows.acts import ActRefused
from workflows.permissions import NotVisible, NotYours, Recused
from workflows.words import DomainError, Sentence

LogIn = Callable[[str], FlaskClient]
WORDS = Sentence("主办单位不能为空", "A lead unit is needed")


class NobodyThoughtOfThis(DomainError):
    """A new refusal that the table does not name."""


@pytest.mark.parametrize(
    ("error", "status"),
    [
        (NotVisible(), 404),
        (NotYours(WORDS), 403),
        (Recused(WORDS), 403),
        (ActRefused(WORDS), 422),
        (NobodyThoughtOfThis(WORDS), 409),
    ],
)
def test_the_nearest_class_in_the_table_decides(error: DomainError, status: int) -> None:
    assert errors.answer_for(error).status == status


def fails_with(app: Flask, error: Exception) -> None:
    """From now on the page of preferences fails like this."""

    def fail() -> str:
        raise error

    app.view_functions["auth.preferences"] = fail


def test_a_domain_error_is_said_in_its_own_words_in_the_readers_language(
    app: Flask, logged_in: LogIn
) -> None:
    fails_with(app, NobodyThoughtOfThis(WORDS))
    person = logged_in("clerk1")
    assert "主办单位不能为空" in person.get("/preferences").text
    person.post("/language", data={"language": "en"})
    refused = person.get("/preferences")
    assert refused.status_code == 409 and "A lead unit is needed" in refused.text


def test_a_refused_form_shows_what_was_typed_but_no_secret(app: Flask, logged_in: LogIn) -> None:
    fails_with(app, NobodyThoughtOfThis(WORDS))
    page = (
        logged_in("clerk1")
        .post(
            "/preferences",
            data={"reason": "写了很久的<理由>", "old_password": "very secret", "csrf_token": "token"},
        )
        .text
    )
    assert "写了很久的&lt;理由&gt;" in page and "没有丢失" in page
    assert "very secret" not in page and "token" not in page.split('class="typed"')[1]


def test_what_nobody_foresaw_is_logged_whole_and_tells_the_visitor_nothing_technical(
    app: Flask, logged_in: LogIn, caplog: pytest.LogCaptureFixture
) -> None:
    fails_with(app, RuntimeError("the inner workings"))
    person = logged_in("clerk1")
    app.testing = False
    with caplog.at_level(logging.ERROR):
        answer = person.get("/preferences")
    assert answer.status_code == 500
    assert "系统出错了" in answer.text and "2026年11月23日 09:00" in answer.text
    assert "inner workings" not in answer.text and "inner workings" in caplog.text


def test_an_address_that_is_not_there_is_said_so_to_everybody(client: FlaskClient, logged_in: LogIn) -> None:
    for person in (client, logged_in("clerk1")):
        answer = person.get("/no/such/page")
        assert answer.status_code == 404 and "没有找到这个页面" in answer.text


def test_what_was_typed_stands_there_in_its_own_words_without_the_codes_of_options(
    app: Flask, logged_in: LogIn
) -> None:
    typed = {"task_text": "写了很久的要求", "due_on": "2026-12-10", "open_decision": "open", "plate": "abc-1"}
    page = app.test_client().post("/tasks/1", data={**typed, "_ticked": "open_decision"}).text
    shown = page.split('class="typed"')[1]
    assert "写了很久的要求" in shown and "2026-12-10" in shown
    assert "task_text" not in shown and "open_decision" not in shown and ">open<" not in shown
    assert ">abc-1<" in shown, "what a person typed is kept even where it looks like a code"
