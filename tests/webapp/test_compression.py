"""Pages are sent small to whoever can read them so, and the same to everybody else."""

from __future__ import annotations

import gzip
from collections.abc import Callable

from flask.testing import FlaskClient

from tests.webapp.matters.at_work import OfficeBehindPages, at_work

__all__ = ["at_work"]

LogIn = Callable[[str], FlaskClient]
SMALL = {"Accept-Encoding": "gzip, deflate, br"}


def test_a_page_is_sent_small_to_whoever_can_read_it_so(logged_in: LogIn) -> None:
    person = logged_in("clerk1")
    whole, small = person.get("/duties/"), person.get("/duties/", headers=SMALL)
    assert "Content-Encoding" not in whole.headers
    assert small.headers["Content-Encoding"] == "gzip"
    assert "Accept-Encoding" in whole.headers["Vary"] and "Accept-Encoding" in small.headers["Vary"]
    assert int(small.headers["Content-Length"]) == len(small.data) < len(whole.data) / 5
    assert "<h1>" in gzip.decompress(small.data).decode()


def test_a_page_refused_in_that_form_comes_whole(logged_in: LogIn) -> None:
    answer = logged_in("clerk1").get("/duties/", headers={"Accept-Encoding": "gzip;q=0"})
    assert "Content-Encoding" not in answer.headers


def test_the_same_page_has_another_length_each_time(logged_in: LogIn) -> None:
    person = logged_in("clerk1")
    lengths = {len(person.get("/", headers=SMALL).data) for _ in range(12)}
    assert len(lengths) > 4, "the size would tell what stands beside the form's token"


def test_a_diagram_sent_small_is_known_again(at_work: OfficeBehindPages, logged_in: LogIn) -> None:
    path, person = f"/matters/{at_work.begin().id}/diagram.bpmn", logged_in("clerk1")
    first = person.get(path, headers=SMALL)
    assert first.headers["Content-Encoding"] == "gzip"
    again = person.get(path, headers={**SMALL, "If-None-Match": first.headers["ETag"]})
    assert again.status_code == 304 and not again.data


def test_what_is_short_is_sent_as_it_is(logged_in: LogIn) -> None:
    assert "Content-Encoding" not in logged_in("clerk1").get("/alive", headers=SMALL).headers
