"""A draft is played in the browser: real forms, time that jumps, a step back, the way kept as a scenario."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Callable

from flask.testing import FlaskClient

from tests.webapp.studio_pages.test_drafts import begin

LogIn = Callable[[str], FlaskClient]
REGISTERED = {
    "confidentiality": "public",
    "title": "核查瓦斯超限",
    "category": "3",
    "kind": "instruction",
    "source_doc_no": "双政办〔2026〕1号",
    "instruction_text": "请核查",
    "leader": "mayor",
    "received_on": "2026-11-23",
    "urgency": "normal",
}


class Table:
    """A play as somebody at a browser has it: each page is answered with what it holds and one button."""

    def __init__(self, client: FlaskClient, address: str) -> None:
        self.client = client
        self.address = address
        self.answer = client.get(address)

    @property
    def text(self) -> str:
        return self.answer.text

    @property
    def state(self) -> str:
        return re.search(r'data-play-state="(\w+)"', self.text)[1]

    @property
    def marks(self) -> dict[str, str]:
        told = re.search(r"data-marks>(.*?)</script>", self.text, re.DOTALL)[1]
        return {mark["element"]: mark["state"] for mark in json.loads(told)}

    def press(self, button: str, value: str = "1", **fields: str) -> Table:
        kept = {
            name: html.unescape(re.search(rf'name="{name}" value="([^"]*)"', self.text)[1])
            for name in ("moves", "began", "process", "task")
        }
        self.answer = self.client.post(self.address, data={**kept, **fields, button: value})
        return self


def play(logged_in: LogIn, process: str = "supervision") -> Table:
    drawer = logged_in("procadmin")
    return Table(drawer, f"{begin(drawer, process)}/play/{process}.bpmn")


def test_a_task_is_filled_in_with_its_own_form_and_judged_by_it(logged_in: LogIn) -> None:
    table = play(logged_in)
    assert "来源登记" in table.text and table.marks["SV-01"] == "active"
    refused = table.press("_hand_in", **{**REGISTERED, "title": ""})
    assert refused.answer.status_code == 422 and "双政办〔2026〕1号" in refused.text
    table.press("_hand_in", **REGISTERED)
    assert table.answer.status_code == 200, re.findall(r'field-error"[^>]*>.*?</p>', table.text)
    assert table.marks["SV-01"] == "done" and table.marks["SV-02"] == "active"
    assert "核查瓦斯超限" in table.text, "the next form holds what was answered before"


def test_a_condition_sends_the_play_down_its_path_and_a_step_back_takes_it_back(logged_in: LogIn) -> None:
    table = play(logged_in).press("_hand_in", confidentiality="classified", **{"received_on": "2026-11-23"})
    assert table.state == "completed" and "没有等待的步骤" in table.text
    table.press("_back")
    assert table.state == "waiting" and table.marks["SV-01"] == "active"


def test_messages_come_by_a_click_and_what_is_no_play_of_ours_is_refused(logged_in: LogIn) -> None:
    table = play(logged_in)
    table.press("_tell", "matter-withdrawn")
    assert table.state in ("completed", "terminated")
    assert table.client.post(table.address, data={"moves": "nonsense"}).status_code == 400
    assert table.client.post(table.address, data={"began": "2026-11-23"}).status_code == 400
    stuck = table.client.post(
        table.address,
        data={"moves": '[{"do": "answer", "element": "SV-99"}]', "began": "2026-11-23T09:00+08:00"},
    )
    assert "走不了" in stuck.text


def test_a_play_is_kept_as_a_scenario_that_runs_again(logged_in: LogIn) -> None:
    table = play(logged_in).press("_hand_in", confidentiality="classified", **{"received_on": "2026-11-23"})
    kept = table.press("_keep", scenario_title="涉密只留编号")
    assert kept.answer.status_code == 303
    draft = kept.answer.headers["Location"]
    assert "涉密只留编号" in table.client.get(draft).text
    scenario = json.loads(table.client.get(f"{draft}/contents/scenarios/涉密只留编号.json").text)
    assert scenario["state"] == "completed" and scenario["moves"][0]["element"] == "SV-01"
    again = f"{draft}/play/supervision.bpmn?scenario=scenarios/涉密只留编号.json"
    assert "照样走通" in table.client.get(again).text
    drawn = table.client.get(f"{draft}/contents/supervision.bpmn").text
    redrawn = drawn.replace('=confidentiality = "classified"', '=confidentiality = "internal"')
    table.client.post(f"{draft}/contents/supervision.bpmn", json={"content": redrawn, "revision": 2})
    changed = table.client.get(again).text
    assert "的路径变了" in changed and "不再经过：登记涉密编号" in changed and "现在经过" not in changed
    assert table.client.get(f"{draft}/play/supervision.bpmn?scenario=no").status_code == 404


def test_a_diagram_that_cannot_run_says_what_must_change(logged_in: LogIn) -> None:
    drawer = logged_in("procadmin")
    draft = begin(drawer)
    drawer.post(f"{draft}/contents/supervision.bpmn", json={"content": "<half", "revision": 1})
    page = drawer.get(f"{draft}/play/supervision.bpmn")
    assert page.status_code == 422 and "现在还不能试走" in page.text
