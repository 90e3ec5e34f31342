"""Files of a draft: kept as typed, a late save as a copy, findings about what is drawn."""

from __future__ import annotations

from collections.abc import Callable

from flask.testing import FlaskClient

from tests.bpmn.shipped_files import SHIPPED
from tests.webapp.studio_pages.test_drafts import begin, two_drawers

__all__ = ["two_drawers"]

LogIn = Callable[[str], FlaskClient]
CIRCULAR = (SHIPPED / "supervision_circular" / "supervision_circular.bpmn").read_text("utf-8")


def save(client: FlaskClient, draft: str, content: str, revision: int, path: str = "supervision.bpmn"):
    return client.post(f"{draft}/contents/{path}", json={"content": content, "revision": revision})


def test_what_is_typed_is_kept_even_while_it_is_no_valid_file(logged_in: LogIn) -> None:
    drawer = logged_in("procadmin")
    draft = begin(drawer)
    told = save(drawer, draft, "<half a", 1).json
    assert told["revision"] == 2 and "已自动保存" in told["saved"] and told["copy"] is None
    assert drawer.get(f"{draft}/contents/supervision.bpmn").text == "<half a"


def test_a_save_from_another_tab_is_kept_as_a_copy_beside_it(logged_in: LogIn) -> None:
    drawer = logged_in("procadmin")
    draft = begin(drawer)
    save(drawer, draft, "first", 1)
    late = save(drawer, draft, "second", 1).json
    assert drawer.get(f"{draft}/contents/supervision.bpmn").text == "first"
    copy = late["copy"].replace("/diagram/", "/contents/")
    assert copy != f"{draft}/contents/supervision.bpmn" and drawer.get(copy).text == "second"


def test_whoever_lost_the_draft_goes_on_in_a_copy(two_drawers: tuple[FlaskClient, FlaskClient]) -> None:
    first, second = two_drawers
    draft = begin(first)
    second.post(f"{draft}/take-over")
    assert save(first, draft, "mine", 1).json["copy"] is not None
    assert second.get(f"{draft}/contents/supervision.bpmn").text.startswith("<?xml")


def test_the_editor_of_anothers_draft_says_whose_it_is(two_drawers: tuple[FlaskClient, FlaskClient]) -> None:
    first, second = two_drawers
    page = f"{begin(first)}/diagram/supervision.bpmn"
    assert 'data-mine="yes"' in first.get(page).text
    shown = second.get(page)
    assert 'data-mine="no"' in shown.text and "接手来画" in shown.text
    assert second.get(page.replace("supervision.bpmn", "nothing.bpmn")).status_code == 404


def test_only_what_a_draft_may_hold_is_kept(logged_in: LogIn) -> None:
    drawer = logged_in("procadmin")
    draft = begin(drawer)
    refused = save(drawer, draft, "x", 1, path="notes.txt")
    assert refused.status_code == 422 and "不能用" in refused.json["words"]
    assert save(drawer, draft, "x", "1").status_code == 400


def test_findings_name_the_element_and_what_nothing_answers_to(logged_in: LogIn) -> None:
    drawer = logged_in("procadmin")
    draft = begin(drawer, "supervision_circular")

    def found(xml: str) -> dict[str, str]:
        answer = drawer.post(f"{draft}/lint/supervision_circular.bpmn", data=xml.encode())
        return {finding["rule"]: finding["element"] for finding in answer.json if finding["refused"]}

    assert found(CIRCULAR) == {}
    assert found(CIRCULAR.replace('formId="CI-02"', 'formId="CI-99"')).keys() == {"form"}
    assert found("<html/>") == {"not-bpmn": None}
    assert "xml-doctype" in found('<!DOCTYPE d [<!ENTITY a "aa">]><definitions>&a;</definitions>')
