"""Files with a task: kept before the answers are judged, shown without being able to act, open to few."""

from __future__ import annotations

import io
from collections.abc import Callable

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.webapp.walking import REGISTRATION, begin, hand_in

LogIn = Callable[[str], FlaskClient]

PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d49444154789c6360000002000001e221bc"
    "330000000049454e44ae426082"
)
PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"


def file(content: bytes, name: str) -> tuple[io.BytesIO, str]:
    return io.BytesIO(content), name


def upload(
    person: FlaskClient, task_id: int, content: bytes, name: str, field: str = "attachments"
) -> TestResponse:
    return person.post(f"/tasks/{task_id}/files", data={"field": field, "file": file(content, name)})


def look_at(person: FlaskClient, which: str) -> TestResponse:
    """An attachment, read whole and its file closed."""
    answer = person.get(f"/tasks/attachments/{which}", buffered=True)
    answer.close()
    return answer


def test_a_file_sent_with_a_refused_form_is_kept(logged_in: LogIn) -> None:
    clerk = logged_in("clerk1")
    task_id = begin(clerk)
    answer = hand_in(clerk, task_id, {"title": "很好的标题"}, attachments=file(PNG, "现场照片.png"))
    assert answer.status_code == 422
    assert "现场照片.png" in answer.text and "现场照片.png" in clerk.get(f"/tasks/{task_id}").text


def test_a_photo_goes_up_at_once_and_is_shown_in_place(logged_in: LogIn) -> None:
    clerk = logged_in("clerk1")
    task_id = begin(clerk)
    line = upload(clerk, task_id, PNG, "照片.png")
    assert line.status_code == 200 and "照片.png" in line.text and "_withdraw" in line.text
    assert '<img class="attachment-image" src="/tasks/attachments/1"' in clerk.get(f"/tasks/{task_id}").text
    shown = look_at(clerk, "1")
    assert shown.mimetype == "image/png" and shown.data == PNG
    assert shown.headers["X-Content-Type-Options"] == "nosniff"
    assert shown.headers["X-Frame-Options"] == "SAMEORIGIN"
    assert "script-src 'none'" in shown.headers["Content-Security-Policy"]
    taken_home = look_at(clerk, "1?download=1")
    assert taken_home.headers["Content-Disposition"].startswith("attachment")


def test_what_could_act_in_a_browser_is_never_shown_in_one(logged_in: LogIn) -> None:
    clerk = logged_in("clerk1")
    task_id = begin(clerk)
    for content, name in [
        (b"<html><script>alert(1)</script></html>", "页面.html"),
        (b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>", "图.svg"),
        (b"<script>alert(1)</script>", "说明.txt"),
        (b"<script>alert(1)</script>" + PNG, "假照片.png"),
    ]:
        answer = upload(clerk, task_id, content, name)
        if answer.status_code == 200:  # taken, but only to be taken home
            number = answer.text.split("/tasks/attachments/")[1].split('"')[0]
            shown = look_at(clerk, number)
            assert shown.headers["Content-Disposition"].startswith("attachment")
            assert shown.mimetype == "application/octet-stream"


def test_an_empty_file_is_refused_at_its_field_and_the_form_stays(logged_in: LogIn) -> None:
    clerk = logged_in("clerk1")
    task_id = begin(clerk)
    answer = hand_in(clerk, task_id, REGISTRATION, attachments=file(b"", "空.pdf"))
    assert answer.status_code == 422
    assert 'href="#field-attachments"' in answer.text and REGISTRATION["instruction_text"] in answer.text


def test_a_file_is_taken_back_while_the_task_is_open(logged_in: LogIn) -> None:
    clerk = logged_in("clerk1")
    task_id = begin(clerk)
    upload(clerk, task_id, PDF, "报告.pdf")
    page = clerk.post(f"/tasks/{task_id}", data={**REGISTRATION, "_withdraw": "1"})
    assert "报告.pdf" not in page.text.split('id="task-form"')[1].split("</form>")[0]
    assert REGISTRATION["instruction_text"] in page.text
    assert clerk.get("/tasks/attachments/1").status_code == 404


def test_nobody_outside_the_matter_sees_or_adds_a_file(logged_in: LogIn) -> None:
    clerk, outsider = logged_in("clerk1"), logged_in("gaj_head")
    task_id = begin(clerk)
    upload(clerk, task_id, PDF, "报告.pdf")
    assert outsider.get("/tasks/attachments/1").status_code == 404
    assert upload(outsider, task_id, PDF, "x.pdf").status_code == 404
    assert upload(clerk, task_id, PDF, "x.pdf", field="title").status_code == 400
    assert clerk.get("/tasks/attachments/999").status_code == 404
