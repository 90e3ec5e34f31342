"""A supervision matter walked through the pages, as browsers without JavaScript would."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from html import unescape
from typing import Any

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

REGISTRATION = {
    "confidentiality": "public",
    "title": "冬季燃气安全专项排查整治",
    "category": "3",
    "kind": "instruction",
    "source_doc_no": "双安委发〔2026〕8号",
    "instruction_text": "请应急局牵头，立即对全市老旧小区燃气管网开展拉网式排查。",
    "leader": "mayor",
    "received_on": "2026-11-23",
    "urgency": "normal",
}
PROPOSAL = {
    "open_decision": "open",
    "lead": "yjj",
    "co": ["zjj"],
    "task_text": "全面排查，建立台账。",
    "feedback": "once",
    "matters": "",
}

Answers = Mapping[str, str | Sequence[str]]


def begin(clerk: FlaskClient, title: str = REGISTRATION["title"]) -> int:
    """Begin a matter; the id of its first task."""
    answer = clerk.post("/matters/new", data={"title": title, "process": "supervision"})
    assert answer.status_code == 303, answer.text
    return int(re.fullmatch(r"/tasks/(\d+)", answer.headers["Location"])[1])


def waiting(person: FlaskClient) -> dict[str, int]:
    """What stands on somebody's 待办: the step's words and the task's id."""
    found = re.findall(
        r'href="/tasks/(\d+)" title="[^"]*"><span class="visually-hidden">([^<]*)：', person.get("/").text
    )
    return {unescape(step): int(task_id) for task_id, step in found}


def hand_in(person: FlaskClient, task_id: int, answers: Answers, **more: Any) -> TestResponse:
    return person.post(f"/tasks/{task_id}", data={**answers, "_hand_in": "1", **more})


def do(person: FlaskClient, step: str, answers: Answers) -> None:
    """Open 待办, find the step, hand it in."""
    tasks = waiting(person)
    assert step in tasks, f"{step} does not wait here, but {sorted(tasks)}"
    answer = hand_in(person, tasks[step], answers)
    assert answer.status_code == 303, answer.text


def registered(clerk: FlaskClient) -> None:
    """A matter that waits for the proposal (SV-02)."""
    begin(clerk)
    do(clerk, "来源登记", REGISTRATION)
