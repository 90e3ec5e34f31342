"""Every route is on a list with who may reach it, so that a new one is noticed and none is left open by
mistake."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from models import AccessRole
from webapp.access import PUBLIC_ROUTES, roles_for

LogIn = Callable[[str], FlaskClient]

LIST = Path(__file__).with_name("route_list.json")
#: Somebody who holds a post with this role and no other.
SOMEBODY = {
    AccessRole.LEADER: "mayor",
    AccessRole.SECRETARIAT: "clerk1",
    AccessRole.DEPARTMENT: "yjj_head",
    AccessRole.COUNTY: "jxx_gov",
    AccessRole.PROCESS_ADMIN: "procadmin",
    AccessRole.SYSTEM_ADMIN: "sysadmin",
    AccessRole.AUDITOR: "auditor",
}


def who_may_reach(app: Flask, endpoint: str) -> str | list[str]:
    if endpoint in PUBLIC_ROUTES:
        return "everybody"
    return sorted(role.value for role in roles_for(app, endpoint)) or "logged in"


def example(app: Flask, endpoint: str) -> tuple[str, str]:
    """A method and an address that lead to a route; numbers and names in it belong to nothing."""
    rule = next(rule for rule in app.url_map.iter_rules() if rule.endpoint == endpoint)
    values = {
        name: 999_999 if "Integer" in type(converter).__name__ else "nothing"
        for name, converter in rule._converters.items()
    }
    method = "GET" if "GET" in (rule.methods or ()) else "POST"
    with app.test_request_context():
        return method, app.url_for(endpoint, **values)


def test_every_route_is_on_the_list_with_who_may_reach_it(app: Flask) -> None:
    actual = {endpoint: who_may_reach(app, endpoint) for endpoint in sorted(app.view_functions)}
    assert actual == json.loads(LIST.read_text(encoding="utf-8"))


def test_nobody_reaches_a_route_without_logging_in_unless_it_is_public(
    app: Flask, client: FlaskClient
) -> None:
    for endpoint in set(app.view_functions) - PUBLIC_ROUTES:
        method, address = example(app, endpoint)
        answer = client.open(address, method=method)
        assert answer.status_code == (303 if method == "GET" else 401), endpoint
        if method == "GET":
            assert answer.headers["Location"].startswith("/login"), endpoint


@pytest.mark.parametrize("role", list(AccessRole))
def test_a_route_kept_for_some_roles_refuses_all_others(
    app: Flask, logged_in: LogIn, role: AccessRole
) -> None:
    person = logged_in(SOMEBODY[role])
    for endpoint in sorted(app.view_functions):
        kept_for = roles_for(app, endpoint)
        if kept_for and role not in kept_for:
            method, address = example(app, endpoint)
            assert person.open(address, method=method).status_code == 403, endpoint


def test_no_page_of_a_matter_or_task_opens_for_a_number_that_is_not_ones_own(
    app: Flask, logged_in: LogIn
) -> None:
    person = logged_in("clerk1")
    for rule in app.url_map.iter_rules():
        if rule.arguments & {"task_id", "instance_id", "attachment_id"} and "GET" in rule.methods:
            _method, address = example(app, rule.endpoint)
            assert person.get(address).status_code == 404, rule.endpoint


def test_every_answer_carries_the_strict_policy(app: Flask, client: FlaskClient, logged_in: LogIn) -> None:
    for answer in (
        client.get("/login"),
        logged_in("clerk1").get("/preferences"),
        client.get("/no-such-page"),
    ):
        policy = answer.headers["Content-Security-Policy"]
        assert "default-src 'none'" in policy and "script-src 'self';" in policy
        assert "unsafe" not in policy and "http" not in policy
        assert answer.headers["X-Frame-Options"] == "DENY"
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert "no-store" in answer.headers["Cache-Control"]


def test_no_page_asks_another_host_for_anything(logged_in: LogIn, client: FlaskClient) -> None:
    for page in (client.get("/login").text, logged_in("clerk1").get("/").text):
        assert 'src="http' not in page and 'href="http' not in page and "<style" not in page
        assert " style=" not in page and " onclick=" not in page
