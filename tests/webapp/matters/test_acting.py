"""Beginning, pressing, reassigning, ending: what pages let people do to a matter."""

from __future__ import annotations

from collections.abc import Callable

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from models import EventKind, HistoryEvent, InstanceState, Task, TaskState, db
from tests.webapp.matters.at_work import OfficeBehindPages

LogIn = Callable[[str], FlaskClient]


def test_a_clerk_begins_a_matter_and_stands_before_its_first_task(app: Flask, logged_in: LogIn) -> None:
    client = logged_in("clerk1")
    answer = client.post("/matters/new", data={"process": "supervision", "title": "核查液化气站"})
    assert answer.status_code == 303
    with app.app_context():
        task = db.session.scalars(select(Task)).one()
    assert answer.location == f"/tasks/{task.id}"
    assert task.element_id == "SV-01"


def test_a_matter_without_a_title_is_asked_for_one_and_nothing_is_begun(app: Flask, logged_in: LogIn) -> None:
    client = logged_in("clerk1")
    for title in ("", "   ", "长" * 201):
        answer = client.post("/matters/new", data={"process": "supervision", "title": title})
        assert answer.status_code == 422
    assert "长" * 201 in answer.text
    with app.app_context():
        assert db.session.scalars(select(Task)).all() == []


def test_a_department_begins_what_is_its_to_begin_and_no_supervision(logged_in: LogIn) -> None:
    client = logged_in("yjj_head")
    page = client.get("/matters/new").text
    assert 'value="special_campaign"' in page and 'value="supervision"' not in page
    assert client.post("/matters/new", data={"process": "supervision", "title": "x"}).status_code == 422


def test_an_administrator_may_not_begin_a_matter(logged_in: LogIn) -> None:
    client = logged_in("procadmin")
    assert client.get("/matters/new").status_code == 403
    assert client.post("/matters/new", data={"process": "supervision", "title": "x"}).status_code == 403


def test_a_process_nobody_may_begin_by_hand_is_refused(logged_in: LogIn) -> None:
    answer = logged_in("clerk1").post(
        "/matters/new", data={"process": "supervision_circular' --", "title": "x"}
    )
    assert answer.status_code == 422


def test_the_lead_asks_for_an_extension_by_a_button_and_goes_on_to_its_form(
    app: Flask, at_work: OfficeBehindPages, logged_in: LogIn
) -> None:
    matter, client = at_work.begin().signed_in(), logged_in("yjj_head")
    assert "申请延期" in client.get(f"/matters/{matter.id}").text
    assert "申请延期" not in logged_in("clerk1").get(f"/matters/{matter.id}").text
    [path] = _actions(client.get(f"/matters/{matter.id}").text, matter.id, "申请延期")
    answer = client.post(path)
    with app.app_context():
        task = db.session.scalars(select(Task).where(Task.element_id == "SV-08")).one()
    assert answer.location == f"/tasks/{task.id}"


def test_an_action_is_not_found_for_somebody_who_may_not_press_it(
    at_work: OfficeBehindPages, logged_in: LogIn
) -> None:
    matter = at_work.begin().signed_in()
    [path] = _actions(logged_in("yjj_head").get(f"/matters/{matter.id}").text, matter.id, "申请延期")
    assert logged_in("clerk1").post(path).status_code == 404
    assert logged_in("jyj_head").post(path).status_code == 404


def test_reassigning_needs_a_receiver_and_a_reason(
    app: Flask, at_work: OfficeBehindPages, logged_in: LogIn
) -> None:
    matter, client = at_work.begin().dispatched(), logged_in("clerk1")
    [task] = matter.tasks(TaskState.OPEN, "SV-05")
    for to, reason, field in (("", "对口", "to"), ("zjj", "  ", "reason"), ("nobody", "对口", "to")):
        answer = client.post("/matters/reassign", data={"task": task.id, "to": to, "reason": reason})
        assert answer.status_code == 422
        assert f'id="error-{field}"' in answer.text
    assert matter.offered_to("SV-05") == ["yjj-head", "yjj-liaison"]


def test_a_reassigned_task_is_with_the_new_post_and_the_reason_is_on_record(
    app: Flask, at_work: OfficeBehindPages, logged_in: LogIn
) -> None:
    matter, client = at_work.begin().dispatched(), logged_in("clerk1")
    [task] = matter.tasks(TaskState.OPEN, "SV-05")
    answer = client.post(
        "/matters/reassign",
        data={
            "task": task.id,
            "to": "zjj-liaison",
            "reason": "原联络员外出",
            "next": f"/matters/{matter.id}",
        },
    )
    assert (answer.status_code, answer.location) == (303, f"/matters/{matter.id}")
    assert matter.offered_to("SV-05") == ["zjj-liaison"]
    with app.app_context():
        line = db.session.scalars(select(HistoryEvent).where(HistoryEvent.kind == EventKind.REASSIGNED)).one()
    assert line.data["reason"] == "原联络员外出"


def test_only_the_secretariat_reassigns(at_work: OfficeBehindPages, logged_in: LogIn) -> None:
    matter = at_work.begin().dispatched()
    [task] = matter.tasks(TaskState.OPEN, "SV-05")
    for name in ("yjj_head", "mayor", "sysadmin"):
        answer = logged_in(name).post("/matters/reassign", data={"task": task.id, "to": "zjj", "reason": "x"})
        assert answer.status_code == 403, name
    assert matter.offered_to("SV-05") == ["yjj-head", "yjj-liaison"]


def test_reassigning_nothing_is_not_understood(logged_in: LogIn) -> None:
    assert logged_in("clerk1").get("/matters/reassign").status_code == 400
    assert logged_in("clerk1").get("/matters/reassign?task=1e9&task=x").status_code == 400


def test_after_reassigning_one_is_never_sent_to_another_site(
    at_work: OfficeBehindPages, logged_in: LogIn
) -> None:
    matter, client = at_work.begin().dispatched(), logged_in("clerk1")
    [task] = matter.tasks(TaskState.OPEN, "SV-05")
    answer = client.post(
        "/matters/reassign",
        data={"task": task.id, "to": "zjj", "reason": "x", "next": "https://elsewhere.example/"},
    )
    assert answer.location.startswith("/")


def test_ending_a_matter_needs_a_reason(at_work: OfficeBehindPages, logged_in: LogIn) -> None:
    matter, client = at_work.begin().dispatched(), logged_in("clerk1")
    assert client.post(f"/matters/{matter.id}/cancel", data={"reason": " "}).status_code == 422
    assert matter.instance.state is InstanceState.RUNNING
    assert client.post(f"/matters/{matter.id}/cancel", data={"reason": "重复立项"}).status_code == 303
    assert matter.instance.state is InstanceState.CANCELLED


def _actions(page: str, matter_id: int, words: str) -> list[str]:
    """The addresses of the matter's action forms whose button says these words."""
    found = []
    for part in page.split("<form ")[1:]:
        form = part.split("</form>", 1)[0]
        if f'action="/matters/{matter_id}/actions/' in form and words in form:
            found.append(form.split('action="', 1)[1].split('"', 1)[0])
    return found
