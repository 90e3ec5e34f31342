"""Whatever goes wrong when a form is handed in, what was typed is still there.

Saving while typing and offline is tried in `test_a_form_while_it_is_filled_in.py`; here it is the handing in.
"""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser import matters
from tests.browser.conftest import SIZES, ServedOffice
from tests.browser.people import People, Person

TYPED = "写了很久的一段办理要求，丢了就得重写。"


@pytest.fixture
def size() -> tuple[int, int]:
    return SIZES["desk"]


@pytest.fixture
def clerk(people: People, office: ServedOffice, request: pytest.FixtureRequest) -> Person:
    """A clerk in front of the proposal of a matter of his own, all but the lead unit filled in."""
    clerk = people["clerk1"]
    title = f"填写 {request.node.name}"[:100]
    matters.registered(office, title)
    clerk.open_task(title, "拟办")
    clerk.fill_in({"open_decision": "open"})
    expect(clerk.page.locator("[name=task_text]")).to_be_visible()
    clerk.fill_in({"co": ["zjj", "xfzd"], "task_text": TYPED, "due_on": "2026-12-10"})
    return clerk


def expect_everything(clerk: Person) -> None:
    page = clerk.page
    expect(page.locator("[name=task_text]")).to_have_value(TYPED)
    expect(page.locator("[name=open_decision][value=open]")).to_be_checked()
    expect(page.locator("[name=co][value=zjj]")).to_be_checked()
    expect(page.locator("[name=co][value=xfzd]")).to_be_checked()
    expect(page.locator("[name=due_on]")).to_have_value("2026-12-10")


def press_main_button(clerk: Person, status: int) -> None:
    with clerk.page.expect_response(lambda answer: answer.status == status):
        clerk.main_button().click()


def test_a_mistake_keeps_every_kind_of_field(clerk: Person) -> None:
    address = clerk.page.url
    press_main_button(clerk, 422)
    expect_everything(clerk)
    clerk.page.goto(address)
    expect_everything(clerk)


def test_a_session_that_ended_shows_what_was_typed_and_keeps_the_draft(
    clerk: Person,
) -> None:
    address = clerk.page.url
    expect(clerk.page.locator("#draft-state")).to_contain_text("已自动保存")
    clerk.page.context.clear_cookies()
    press_main_button(clerk, 401)
    expect(clerk.page.locator("main")).to_contain_text("请先登录")
    expect(clerk.page.locator("main")).to_contain_text(TYPED)
    clerk.log_in()
    clerk.page.goto(address)
    expect_everything(clerk)


def test_what_was_typed_after_the_session_ended_is_back_after_logging_in(clerk: Person) -> None:
    address, later = clerk.page.url, "这一句是登录过期之后才写的。"
    expect(clerk.page.locator("#draft-state")).to_contain_text("已自动保存")
    clerk.page.context.clear_cookies()
    clerk.page.fill("[name=opinion]", later)
    press_main_button(clerk, 401)
    expect(clerk.page.locator("main")).to_contain_text(later)
    clerk.log_in()
    clerk.page.goto(address)
    expect_everything(clerk)
    expect(clerk.page.locator("[name=opinion]")).to_have_value(later)


def test_handing_in_without_a_network_loses_nothing(clerk: Person) -> None:
    address = clerk.page.url
    expect(clerk.page.locator("#draft-state")).to_contain_text("已自动保存")
    context = clerk.page.context
    context.set_offline(True)
    clerk.page.fill("[name=opinion]", "断网时补的一句")
    clerk.main_button().click()
    clerk.page.wait_for_timeout(300)
    context.set_offline(False)
    clerk.page.goto(address)
    expect_everything(clerk)
    expect(clerk.page.locator("[name=opinion]")).to_have_value("断网时补的一句")


def test_what_was_handed_in_leaves_nothing_behind_on_a_shared_computer(clerk: Person) -> None:
    clerk.fill_in({"lead": "yjj", "due_set_by": "approver", "feedback": "once"})
    clerk.hand_in()
    kept = clerk.page.evaluate("Object.keys(localStorage).filter(key => key.startsWith('draft-'))")
    assert kept == []
