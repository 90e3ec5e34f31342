"""Files in and out through the pages; a hostile name or text is shown as text and never runs."""

from __future__ import annotations

import io
from collections.abc import Callable

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.studio.test_intake import BOMB, PLAIN
from workflows.shipped import SHIPPED

LogIn = Callable[[str], FlaskClient]


def sent(drawer: FlaskClient, address: str, file: str, content: bytes, **more: str) -> TestResponse:
    return drawer.post(address, data={"file": (io.BytesIO(content), file), **more})


def test_a_draft_is_downloaded_uploaded_and_downloaded_the_same(logged_in: LogIn) -> None:
    drawer = logged_in("procadmin")
    draft = drawer.post("/studio/processes/supervision/draft").headers["Location"]
    archive = drawer.get(f"{draft}.zip").data
    answer = sent(drawer, f"{draft}/upload", "supervision.zip", archive)
    assert answer.status_code == 303, answer.text
    assert drawer.get(f"{draft}.zip").data == archive
    shipped = (SHIPPED / "supervision" / "supervision.bpmn").read_bytes()
    assert drawer.get(f"{draft}/download/supervision.bpmn").data == shipped
    again = sent(drawer, "/studio/upload", "supervision.zip", archive, name="supervision")
    assert again.status_code == 303 and again.headers["Location"] != draft


def test_hostile_files_are_refused_on_the_page_and_scripts_stay_text(logged_in: LogIn) -> None:
    drawer = logged_in("procadmin")
    answer = sent(drawer, "/studio/upload", "visit.bpmn", BOMB, name="visit")
    assert answer.status_code == 422 and "DOCTYPE" in answer.text and 'value="visit"' in answer.text
    answer = sent(drawer, "/studio/upload", "<script>x.exe", b"MZ", name="visit")
    assert answer.status_code == 422 and "<script>x" not in answer.text
    named = PLAIN.replace(b'id="visit"', b'id="visit" name="&lt;script&gt;alert(1)&lt;/script&gt;"')
    draft = sent(drawer, "/studio/upload", "visit.bpmn", named, name="visit").headers["Location"]
    assert "<script>alert" not in drawer.get(draft).text
    file = drawer.get(f"{draft}/download/visit.bpmn")
    assert file.data == named and "attachment" in file.headers["Content-Disposition"]
    assert drawer.get(f"{draft}/download/nothing.bpmn").status_code == 404
    assert logged_in("clerk1").get(f"{draft}.zip").status_code == 403
