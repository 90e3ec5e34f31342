"""The table's editor over HTTP: findings of what is sent, a row tried, hostile files answered in words."""

from __future__ import annotations

from collections.abc import Callable

from flask.testing import FlaskClient

from tests.studio.test_tables import LADDER
from tests.webapp.studio_pages.test_drafts import begin

LogIn = Callable[[str], FlaskClient]


def test_what_is_sent_is_checked_and_tried_as_it_stands(logged_in: LogIn) -> None:
    drawer = logged_in("procadmin")
    draft = begin(drawer)
    assert "看结果" in drawer.get(f"{draft}/table/escalation_ladder.dmn").text
    told = drawer.post(f"{draft}/table-findings/escalation_ladder.dmn", data=LADDER).json
    assert told["asked"][0]["inputs"][0] == {"name": "rung", "label": "级次"}
    assert told["said"][0]["kind"] == "gap"
    asked = {"content": LADDER.decode(), "decision": "escalation_ladder", "inputs": {"rung": "ES-02"}}
    address = f"{draft}/table-try/escalation_ladder.dmn"
    assert drawer.post(address, json=asked).json["rules"] != []
    assert drawer.post(address, json={**asked, "decision": "nothing"}).status_code == 422
    assert drawer.post(address, json={"inputs": 3}).status_code == 400
    bomb = b'<!DOCTYPE d [<!ENTITY a "aa">]><definitions>&a;</definitions>'
    refused = drawer.post(f"{draft}/table-findings/escalation_ladder.dmn", data=bomb)
    assert refused.json["said"][0]["kind"] == "fault"
