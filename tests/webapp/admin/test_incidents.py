"""Mending what stands still: corrected with a reason, tried again, or ended; everything on record."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from models import EventKind, HistoryEvent, Incident, InstanceState, db
from tests.webapp.matters.at_work import OfficeBehindPages

LogIn = Callable[[str], FlaskClient]


@pytest.fixture
def stuck(app: Flask, at_work: OfficeBehindPages) -> tuple[int, int]:
    """A matter with an open incident beside its tasks: ids of the matter and the incident."""
    matter = at_work.begin().signed_in({"title": "走不下去的事项"})
    with app.app_context():
        incident = Incident(
            instance_id=matter.id,
            key=None,
            element_id="SV-10",
            kind="condition",
            message="条件读不到变量quality",
            message_en="the condition cannot read quality",
            expression="quality > 3",
            values_seen={},
            since=at_work.now,
        )
        db.session.add(incident)
        db.session.commit()
        return matter.id, incident.id


def test_the_list_and_the_page_say_where_what_and_since_when(
    stuck: tuple[int, int], logged_in: LogIn
) -> None:
    client = logged_in("clerk1")
    assert "走不下去的事项" in client.get("/admin/incidents").text
    page = client.get(f"/admin/incidents/{stuck[1]}").text
    for words in ("条件读不到变量quality", "quality &gt; 3", "SV-10", "2026年11月23日 09:00"):
        assert words in page, words
    assert "流程停在一处" in client.get(f"/matters/{stuck[0]}").text


def test_a_correction_needs_a_reason_and_keeps_it(
    app: Flask, stuck: tuple[int, int], logged_in: LogIn
) -> None:
    client, address = logged_in("clerk1"), f"/admin/incidents/{stuck[1]}/correct"
    correction = {"name": "task_text", "kind": "text", "value": "改写的要求"}
    assert client.post(address, data={**correction, "reason": ""}).status_code == 422
    assert client.post(address, data={**correction, "kind": "json", "reason": "x"}).status_code == 422
    assert client.post(address, data={**correction, "reason": "原文有误"}).status_code == 303
    with app.app_context():
        [line] = db.session.scalars(select(HistoryEvent).where(HistoryEvent.kind == EventKind.MENDED))
    assert line.data["reason"] == "原文有误"
    assert "改写的要求" in client.get(f"/matters/{stuck[0]}").text


def test_trying_again_settles_the_incident(app: Flask, stuck: tuple[int, int], logged_in: LogIn) -> None:
    client = logged_in("clerk1")
    assert client.post(f"/admin/incidents/{stuck[1]}/retry").status_code == 303
    with app.app_context():
        assert db.session.get(Incident, stuck[1]).resolved_at is not None
    assert client.post(f"/admin/incidents/{stuck[1]}/retry").status_code == 422


def test_the_matter_can_be_ended_with_a_reason(
    app: Flask, at_work: OfficeBehindPages, stuck: tuple[int, int], logged_in: LogIn
) -> None:
    client, address = logged_in("clerk1"), f"/admin/incidents/{stuck[1]}/cancel"
    assert client.post(address, data={"cancel_reason": ""}).status_code == 422
    assert client.post(address, data={"cancel_reason": "无法更正"}).status_code == 303
    assert logged_in("clerk1").get(f"/matters/{stuck[0]}").status_code == 200
    with app.app_context():
        incident = db.session.get(Incident, stuck[1])
        assert incident.instance.state is InstanceState.CANCELLED
