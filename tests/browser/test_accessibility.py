"""No page has an accessibility violation (axe, WCAG 2 A and AA), on a desk and on a phone, light and dark."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page

from models import Incident, ProcessInstance, Task, TaskState, db
from tests.browser.axe import violations
from tests.browser.conftest import SIZES, ServedOffice
from tests.browser.people import People
from tests.webapp.studio_pages.publishing import changed_draft
from webapp.transactions import new_session
from workflows.demonstration.matters import make_demo_matters

CLERK_PAGES = [
    "/",
    "/done",
    "/matters/",
    "/matters/new",
    "/board/",
    "/board/?light=red",
    "/duties/",
    "/notices/",
    "/preferences",
]
ADMIN_PAGES = [
    "/admin/",
    "/admin/people",
    "/admin/posts/yjj-head",
    "/admin/absences",
    "/admin/accounts",
    "/admin/calendars",
    "/admin/calendars/2027",
    "/admin/rules",
    "/admin/rules/SV-09",
    "/admin/settings",
]
PROCESS_PAGES = ["/admin/incidents", "/admin/deployments", "/studio/", "/studio/new"]
EDITORS = ["diagram/supervision.bpmn", "form/forms/SV-07.json", "table/supervision_limits.dmn"]
AUDIT_PAGES = ["/admin/audit/security", "/admin/audit/reads"]


@pytest.fixture(scope="module", autouse=True)
def demo_matters(office: ServedOffice) -> None:
    """A living office: pages with something in them."""
    with office.app.app_context():
        make_demo_matters(new_session, office.app.config["DATA"], office.clock())


def found_on(page: Page, paths: list[str]) -> list[str]:
    """Each page loaded once; the stylesheet answers to the scheme while it is open, and no script asks."""
    found: list[str] = []
    for path in paths:
        answer = page.goto(path)
        assert answer is not None and answer.status == 200, f"{path}: {answer and answer.status}"
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme)
            found += violations(page)
    return found


def test_the_login_page(people: People) -> None:
    assert found_on(people.another("nobody").page, ["/login"]) == []


def test_the_pages_of_a_clerk(people: People) -> None:
    assert found_on(people["clerk1"].page, CLERK_PAGES) == []


def test_the_pages_of_the_administration(people: People) -> None:
    assert found_on(people["sysadmin"].page, ADMIN_PAGES) == []


def test_the_pages_of_the_process_administrator(people: People) -> None:
    assert found_on(people["procadmin"].page, PROCESS_PAGES) == []


def test_the_editors_of_a_draft(people: People, office: ServedOffice) -> None:
    draft = f"/studio/drafts/{changed_draft(office.app, str)}"  # opened, not changed
    page = people["procadmin"].page
    assert found_on(page, [draft, f"{draft}/upload", f"{draft}/play/supervision.bpmn"]) == []
    for path in EDITORS:
        page.goto(f"{draft}/{path}")
        page.wait_for_selector("body[data-editor-ready=yes]", state="attached")
        assert violations(page) == []


def test_the_pages_of_the_auditor(people: People) -> None:
    assert found_on(people["auditor"].page, AUDIT_PAGES) == []


def test_matters_and_their_print(people: People, office: ServedOffice) -> None:
    with office.app.app_context():
        running = db.session.scalars(
            db.select(ProcessInstance.id).order_by(ProcessInstance.id).limit(7)
        ).all()
        assert db.session.scalar(db.select(db.func.count(Incident.id))) == 0
        db.session.remove()
    paths = [f"/matters/{running[0]}", f"/matters/{running[6]}", f"/matters/{running[1]}/print"]
    assert found_on(people["clerk1"].page, paths) == []


def test_tasks_with_and_without_errors(people: People, office: ServedOffice) -> None:
    with office.app.app_context():
        task = db.session.scalars(
            db.select(Task).where(Task.element_id == "SV-02", Task.state == TaskState.OPEN)
        ).first()
        path = f"/tasks/{task.id}"
        db.session.remove()
    page = people["clerk1"].page
    assert found_on(page, [path]) == []
    with page.expect_navigation():
        people["clerk1"].main_button().click()
    assert page.locator(".error-summary, [role=alert]").first.is_visible()
    assert violations(page) == []


def test_english_pages(people: People, size: tuple[int, int]) -> None:
    # The language is kept with the person: each size asks somebody who still reads Chinese.
    page = people["clerk2" if size == SIZES["desk"] else "dch"].page
    page.goto("/preferences")
    page.locator("input[type=radio][name=language][value=en]").check()
    with page.expect_navigation():
        page.locator("form:has(input[type=radio][name=language]) .btn-primary").click()
    assert found_on(page, ["/", "/board/", "/duties/"]) == []
