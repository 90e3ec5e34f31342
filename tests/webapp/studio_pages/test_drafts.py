"""The list of processes and the drafts: begun, looked at, taken over, copied, put away."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date

import pytest
from flask import Flask
from flask.testing import FlaskClient

from models import Appointment, User, db
from workflows.people.posts import post_by_code

LogIn = Callable[[str], FlaskClient]


@pytest.fixture
def two_drawers(app: Flask, logged_in: LogIn) -> tuple[FlaskClient, FlaskClient]:
    """The demonstration's process administrator, and the clerk given a second post in which he acts."""
    with app.app_context():
        clerk = db.session.query(User).filter_by(username="clerk1").one()
        for held in list(clerk.appointments):
            db.session.delete(held)
        post = post_by_code(db.session, "procadmin")
        db.session.add(Appointment(user=clerk, post_id=post.id, from_date=date(2026, 1, 1)))
        db.session.commit()
    return logged_in("procadmin"), logged_in("clerk1")


def begin(client: FlaskClient, name: str = "supervision") -> str:
    answer = client.post(f"/studio/processes/{name}/draft")
    assert answer.status_code == 303
    return answer.headers["Location"]


def test_a_process_is_drawn_on_from_the_version_in_use(logged_in: LogIn) -> None:
    drawer = logged_in("procadmin")
    assert "开始画" in drawer.get("/studio/").text
    draft = begin(drawer)
    page = drawer.get(draft).text
    for said in ("/diagram/supervision.bpmn", "/form/forms/SV-01.json", "来源登记", "由第1版画起"):
        assert said in page, said
    assert begin(drawer) == draft, "a second click goes on with the same draft"
    assert "继续画" in drawer.get("/studio/").text


def test_the_second_sees_the_first_ones_name_and_may_copy_or_take_over(
    two_drawers: tuple[FlaskClient, FlaskClient],
) -> None:
    first, second = two_drawers
    draft = begin(first)
    seen = second.get(draft).text
    assert re.search(r"这份草稿由.+在画", seen) and "接手来画" in seen
    copied = second.post(f"{draft}/copy").headers["Location"]
    assert copied != draft and "复制自另一份草稿" in second.get(copied).text
    assert second.post(f"{draft}/discard").status_code == 403
    second.post(f"{draft}/take-over")
    assert "接手来画" not in second.get(draft).text and "接手来画" in first.get(draft).text


def test_a_new_process_is_refused_with_the_sentence_at_its_field(logged_in: LogIn) -> None:
    drawer = logged_in("procadmin")
    refused = drawer.post("/studio/new", data={"title": "督办", "name": "supervision"})
    assert refused.status_code == 422 and "已有同一代号的流程" in refused.text
    made = drawer.post("/studio/new", data={"title": "专项检查", "name": "special_check"})
    assert "/diagram/special_check.bpmn" in drawer.get(made.headers["Location"]).text


def test_the_secretariat_reads_the_list_and_draws_nothing(logged_in: LogIn) -> None:
    clerk = logged_in("clerk1")
    page = clerk.get("/studio/").text
    assert "现行版本" in page and "开始画" not in page
    assert clerk.post("/studio/processes/supervision/draft").status_code == 403


def test_a_draft_put_away_leaves_the_list(logged_in: LogIn) -> None:
    drawer = logged_in("procadmin")
    draft = begin(drawer)
    answer = drawer.post(f"{draft}/discard", follow_redirects=True)
    assert "现行流程不变" in answer.text and draft not in answer.text


def test_a_form_and_a_table_are_begun_in_a_draft_and_open_in_their_editors(logged_in: LogIn) -> None:
    drawer = logged_in("procadmin")
    draft = begin(drawer)
    for kind, path in (("form", "form/forms/check-1.json"), ("table", "table/check-1.dmn")):
        made = drawer.post(f"{draft}/new-file", data={"kind": kind, "name": "check-1"})
        assert made.headers["Location"] == f"{draft}/{path}"
        assert drawer.get(f"{draft}/{path}").status_code == 200
    table = drawer.get(f"{draft}/contents/check-1.dmn").data
    told = drawer.post(f"{draft}/table-findings/check-1.dmn", data=table).json
    assert [said for said in told["said"] if said["kind"] == "fault"] == []
    for name in ("check-1", "", "../x", "1x"):
        assert drawer.post(f"{draft}/new-file", data={"kind": "form", "name": name}).status_code == 422


def test_a_file_is_taken_out_of_a_draft_but_not_past_anothers_change(logged_in: LogIn) -> None:
    drawer = logged_in("procadmin")
    draft = begin(drawer)
    drawer.post(f"{draft}/new-file", data={"kind": "form", "name": "check-1"})
    shown = re.search(
        r'value="forms/check-1.json"><input type="hidden" name="revision" value="(\d+)"',
        drawer.get(draft).text,
    )
    taken = {"path": "forms/check-1.json", "revision": shown[1]}
    stale = drawer.post(f"{draft}/remove-file", data={**taken, "revision": int(shown[1]) - 1})
    assert stale.status_code == 422 and "check-1" in drawer.get(draft).text
    assert drawer.post(f"{draft}/remove-file", data=taken).status_code == 303
    assert drawer.get(f"{draft}/contents/forms/check-1.json").status_code == 404
