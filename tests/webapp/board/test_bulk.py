"""Urging and reassigning several matters at once."""

from __future__ import annotations

from collections.abc import Callable

from flask.testing import FlaskClient

from models import TaskState
from tests.webapp.matters.at_work import OfficeBehindPages

LogIn = Callable[[str], FlaskClient]


def test_urging_tells_whoever_holds_the_matters_and_says_what_was_written(
    at_work: OfficeBehindPages, logged_in: LogIn
) -> None:
    matters = [at_work.begin().dispatched(lead=unit) for unit in ("yjj", "zjj")]
    answer = logged_in("clerk1").post(
        "/board/urge", data={"matter": [matter.id for matter in matters], "words": "今天下班前签收"}
    )
    assert answer.status_code == 303
    at_work.later(minutes=1)
    assert [matter.told("urge") for matter in matters] == [
        {"yjj-head", "yjj-liaison"},
        {"zjj-head", "zjj-liaison"},
    ]
    notices = logged_in("yjj_liaison").get("/notices/").text
    assert "督查室科员（一）：今天下班前签收" in notices


def test_urging_without_words_asks_for_them(at_work: OfficeBehindPages, logged_in: LogIn) -> None:
    matter = at_work.begin().dispatched()
    assert (
        logged_in("clerk1").post("/board/urge", data={"matter": matter.id, "words": " "}).status_code == 422
    )
    at_work.later(minutes=1)
    assert matter.told("urge") == set()


def test_only_the_secretariat_urges(at_work: OfficeBehindPages, logged_in: LogIn) -> None:
    matter = at_work.begin().dispatched()
    for name in ("sg", "yjj_head"):
        assert (
            logged_in(name).post("/board/urge", data={"matter": matter.id, "words": "x"}).status_code == 403
        )


def test_urging_nothing_is_not_understood(logged_in: LogIn) -> None:
    assert logged_in("clerk1").get("/board/urge").status_code == 400


def test_all_open_tasks_of_ticked_matters_are_reassigned_with_one_reason(
    at_work: OfficeBehindPages, logged_in: LogIn
) -> None:
    matters = [at_work.begin().dispatched() for _ in range(2)]
    client, ids = logged_in("clerk1"), [matter.id for matter in matters]
    page = client.get("/matters/reassign", query_string={"matter": ids}).text
    tasks = [task.id for matter in matters for task in matter.tasks(TaskState.OPEN)]
    assert all(f'name="task" value="{task}"' in page for task in tasks)
    client.post("/matters/reassign", data={"task": tasks, "to": "zjj", "reason": "职责调整"})
    assert [matter.offered_to("SV-05") for matter in matters] == [["zjj"], ["zjj"]]
