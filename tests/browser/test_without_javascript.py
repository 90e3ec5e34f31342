"""A browser that runs no script does the office's work all the same: the server knows every button."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser import matters
from tests.browser.conftest import SIZES, ServedOffice
from tests.browser.people import People, Person

LETTER = {"name": "来文原件.txt", "mimeType": "text/plain", "buffer": "请抓紧办理。".encode()}


@pytest.fixture
def size() -> tuple[int, int]:
    return SIZES["phone"]


def without_javascript(people: People, name: str) -> Person:
    person = people.another(name, java_script_enabled=False)
    person.log_in()
    return person


def press(person: Person, button: str) -> None:
    with person.page.expect_navigation():
        person.page.get_by_role("button", name=button).last.click()


def test_a_leader_approves(people: People, office: ServedOffice) -> None:
    title = "秘书长不用脚本审批"
    matter = matters.proposed(office, title)
    sg = without_javascript(people, "sg")
    sg.open_task(title, "立项审批")
    press(sg, "同意")
    expect(sg.page.locator("[name=opinion]")).to_have_value("同意")
    sg.fill_in({"outcome": "approve"})
    sg.hand_in()
    assert matters.open_steps(office, matter) == {"SV-04"}


def test_a_clerk_proposes_two_matters_of_one_paper_with_a_file(people: People, office: ServedOffice) -> None:
    title, further = "不用脚本的第一件", "不用脚本的第二件"
    matter = matters.registered(office, title)
    clerk = without_javascript(people, "clerk1")
    clerk.open_task(title, "拟办")
    clerk.fill_in({"open_decision": "open"})
    press(clerk, "按所选内容更新表单")
    clerk.fill_in({"lead": "yjj", "task_text": "逐户排查。", "feedback": "once"})
    press(clerk, "再加一项")
    expect(clerk.page.locator("[name=task_text]")).to_have_value("逐户排查。")
    clerk.fill_in(
        {"matters[0].title": further, "matters[0].lead": "zjj", "matters[0].task_text": "另一件要办的事。"}
    )
    clerk.page.locator("input[type=file][name=attachments]").first.set_input_files(LETTER)
    clerk.hand_in()
    matters.do(office, matter, "SV-03", "sg", {"outcome": "approve", "opinion": "同意"})
    matters.do(office, matter, "SV-04", "clerk1", {})
    assert {title, further} <= set(matters.titles(office))
    clerk.page.goto(f"/matters/{matter}")
    expect(clerk.page.locator("main")).to_contain_text("来文原件.txt")


def test_a_row_too_many_is_taken_away_again(people: People, office: ServedOffice) -> None:
    title = "多加了一行"
    matters.registered(office, title)
    clerk = without_javascript(people, "clerk1")
    clerk.open_task(title, "拟办")
    clerk.fill_in({"open_decision": "open"})
    press(clerk, "按所选内容更新表单")
    press(clerk, "再加一项")
    clerk.fill_in({"matters[0].title": "这一行是多加的"})
    press(clerk, "再加一项")
    clerk.fill_in({"matters[1].title": "这一行要留下"})
    with clerk.page.expect_navigation():
        clerk.page.get_by_role("button", name="删除").first.click()
    expect(clerk.page.locator("[name='matters[0].title']")).to_have_value("这一行要留下")
    expect(clerk.page.locator("[name='matters[1].title']")).to_have_count(0)


def test_a_refused_form_says_why_and_keeps_everything(people: People, office: ServedOffice) -> None:
    title = "不用脚本填错了"
    matters.registered(office, title)
    clerk = without_javascript(people, "clerk1")
    clerk.open_task(title, "拟办")
    clerk.fill_in({"open_decision": "open", "opinion": "先写下的说明"})
    press(clerk, "按所选内容更新表单")
    with clerk.page.expect_response(lambda answer: answer.status == 422):
        clerk.main_button().click()
    summary = clerk.page.locator(".error-summary")
    expect(summary).to_contain_text("主办单位")
    expect(clerk.page.locator("[name=opinion]")).to_have_value("先写下的说明")
    expect(clerk.page.locator("[name=open_decision][value=open]")).to_be_checked()
