"""Two browsers, one task: the second is told who was first, and loses nothing he typed."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser import matters
from tests.browser.conftest import SIZES, ServedOffice
from tests.browser.people import People


@pytest.fixture
def size() -> tuple[int, int]:
    return SIZES["desk"]


def test_the_second_is_told_who_was_first_and_what_he_typed_stands_there_for_copying(
    people: People, office: ServedOffice
) -> None:
    title = "两人同办一件"
    matter = matters.registered(office, title)
    first, second = people["clerk1"], people["clerk2"]
    for clerk in (first, second):
        clerk.open_task(title, "拟办")
    first.fill_in({"open_decision": "not_open", "opinion": "此件阅知。"})
    second.fill_in({"open_decision": "open", "lead": "yjj", "task_text": "第二个人写下的办理要求"})
    first.hand_in()
    with second.page.expect_response(lambda answer: answer.request.method == "POST" and answer.status == 409):
        second.main_button().click()
    page = second.page.locator("main")
    expect(page.locator("h1")).to_have_text("这项任务已经有结果了")
    expect(page).to_contain_text("督查室科员（一）")
    expect(page).to_contain_text("第二个人写下的办理要求")
    expect(page).to_contain_text("没有写入")
    expect(page).not_to_contain_text("task_text")
    assert "SV-02" not in matters.open_steps(office, matter)


def test_who_opens_it_afterwards_sees_the_answer_and_no_form(people: People, office: ServedOffice) -> None:
    title = "已经办过的一件"
    matter = matters.registered(office, title)
    address = f"/tasks/{matters.open_task_id(office, matter, 'SV-02')}"
    matters.do(office, matter, "SV-02", "clerk1", matters.PROPOSAL)
    page = people["clerk2"].page
    page.goto(address)
    expect(page.locator("main")).to_contain_text("全面排查，建立台账。")
    expect(page.locator("#task-form")).to_have_count(0)


def test_what_was_not_handed_in_does_not_reach_the_matter(people: People, office: ServedOffice) -> None:
    title = "草稿只是草稿"
    matter = matters.registered(office, title)
    clerk = people["clerk2"]
    clerk.open_task(title, "拟办")
    clerk.fill_in({"opinion": "只是草稿，还没有想好"})
    expect(clerk.page.locator("#draft-state")).to_contain_text("已自动保存")
    matters.do(office, matter, "SV-02", "clerk1", matters.PROPOSAL)
    clerk.page.goto(f"/matters/{matter}")
    expect(clerk.page.locator("main")).to_contain_text(title)
    expect(clerk.page.locator("main")).not_to_contain_text("还没有想好")
