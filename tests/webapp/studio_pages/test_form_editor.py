"""The form's preview over HTTP: drawn as it is sent, its faults in words, hostile words harmless."""

from __future__ import annotations

import json
from collections.abc import Callable

from flask.testing import FlaskClient

from tests.webapp.studio_pages.test_drafts import begin

LogIn = Callable[[str], FlaskClient]


def test_the_preview_is_the_form_as_people_will_see_it(logged_in: LogIn) -> None:
    drawer = logged_in("procadmin")
    draft = begin(drawer)
    assert "加字段" in drawer.get(f"{draft}/form/forms/SV-01.json").text

    def preview(schema: object) -> dict:
        return drawer.post(f"{draft}/form-preview/forms/SV-01.json", data=json.dumps(schema)).json

    field = {"type": "textfield", "id": "a", "key": "a", "label": "<script>alert(1)</script>"}
    drawn = preview({"components": [field]})
    assert "&lt;script&gt;" in drawn["html"] and "<script>" not in drawn["html"] and drawn["faults"] == []
    must = {**field, "properties": {"must": "=value +"}}
    assert "不合 FEEL 语法" in preview({"components": [must]})["faults"][0]
    assert "出现了两次" in preview({"components": [field, field]})["faults"][0]
    assert preview([1])["faults"] != [] and preview({"components": [{"type": "iframe"}]})["html"] == ""
    broken = drawer.post(f"{draft}/form-preview/forms/SV-01.json", data="{").json
    assert "JSON" in broken["faults"][0]
