"""The change request's page: what differs, what stands against it, and that another person decides."""

from __future__ import annotations

from collections.abc import Callable

from flask import Flask
from flask.testing import FlaskClient

from tests.webapp.studio_pages.publishing import changed_draft, handed_in, published
from tests.webapp.walking import begin

LogIn = Callable[[str], FlaskClient]


def test_the_approver_sees_all_of_it_on_one_page_and_publishes(app: Flask, logged_in: LogIn) -> None:
    begin(logged_in("clerk1"))
    change_id = handed_in(app, logged_in("procadmin"))
    sg = logged_in("sg")
    assert "报送前由科室核对" in sg.get("/studio/changes").text
    page = sg.get(f"/studio/changes/{change_id}").text
    assert "可以发布" in page and "科室核对" in page and 'data-change="SV-09K"' in page
    assert "办理结果反馈 → 科室核对" in page and "结果送审</del>" in page, "no ids where there are names"
    assert "能移1件" in page and "来源登记" in page, "where the matter under way would go on"
    assert sg.get(f"/studio/changes/{change_id}/before/supervision.bpmn").status_code == 200
    assert b"SV-09K" in sg.get(f"/studio/changes/{change_id}/after/supervision.bpmn").data
    answer = sg.post(f"/studio/changes/{change_id}/publish", data={"opinion": "同意"})
    assert answer.status_code == 303
    page = sg.get(f"/studio/changes/{change_id}").text
    assert "已发布" in page and "同意" in page and "批准并发布" not in page


def test_whoever_drew_it_has_no_button_and_cannot_publish(app: Flask, logged_in: LogIn) -> None:
    drawer = logged_in("procadmin")
    change_id = handed_in(app, drawer)
    page = drawer.get(f"/studio/changes/{change_id}").text
    assert "批准并发布" not in page and "自己起草的变更由另一人审核" in page
    assert drawer.post(f"/studio/changes/{change_id}/publish").status_code == 404
    assert logged_in("clerk1").get(f"/studio/changes/{change_id}").status_code == 404
    assert logged_in("mayor").get("/studio/changes").status_code == 404
    answer = drawer.post(f"/studio/changes/{change_id}/withdraw")
    assert answer.status_code == 303 and "/studio/drafts/" in answer.headers["Location"]


def test_returning_asks_for_an_opinion(app: Flask, logged_in: LogIn) -> None:
    change_id = handed_in(app, logged_in("procadmin"))
    sg = logged_in("sg")
    answer = sg.post(f"/studio/changes/{change_id}/return", data={"opinion": " "})
    assert answer.status_code == 422 and "退回请写明意见" in answer.text
    assert sg.post(f"/studio/changes/{change_id}/return", data={"opinion": "请补条款"}).status_code == 303
    assert "请补条款" in logged_in("procadmin").get(f"/studio/changes/{change_id}").text


def test_what_stands_against_it_is_said_when_it_is_handed_in(app: Flask, logged_in: LogIn) -> None:
    drawer = logged_in("procadmin")
    draft_id = changed_draft(app, lambda xml: xml.replace('formId="SV-02"', 'formId="nowhere"', 1))
    answer = drawer.post(f"/studio/drafts/{draft_id}/hand-in", data={"reason": "试"})
    assert answer.status_code == 422 and "nowhere" in answer.text and "试</textarea>" in answer.text


def test_two_versions_are_compared_and_the_older_asked_for_again(app: Flask, logged_in: LogIn) -> None:
    drawer, sg = logged_in("procadmin"), logged_in("sg")
    published(app, drawer, sg)
    clerk = logged_in("clerk1")
    page = clerk.get("/studio/versions/supervision").text
    assert "第2版" in page and "重新发布" not in page
    page = clerk.get("/studio/versions/supervision/compare?one=2&other=1").text
    assert "第1版与第2版的区别" in page and "科室核对" in page
    assert clerk.get("/studio/versions/supervision/compare?one=1&other=9").status_code == 404
    first = next(
        line for line in drawer.get("/studio/versions/supervision").text.split() if "/again" in line
    ).split("/")[3]
    answer = drawer.post(f"/studio/deployments/{first}/again", data={"reason": "新环节不合用"})
    assert answer.status_code == 303, answer.text
    change_id = answer.headers["Location"].rsplit("/", 1)[1]
    assert sg.post(f"/studio/changes/{change_id}/publish", data={"opinion": ""}).status_code == 303
    assert "第3版" in clerk.get("/studio/versions/supervision").text
