"""What a person types is safe at every moment: saved as typed, kept without a network, whole without a
script."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.people import People, Person
from tests.webapp.walking import REGISTRATION

PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d49444154789c6360000002000001e221bc"
    "330000000049454e44ae426082"
)


@pytest.fixture
def clerk(people: People, request: pytest.FixtureRequest) -> Person:
    """A clerk in front of the registration form of a matter of his own."""
    clerk = people["clerk1"]
    begin(clerk.page, f"排查整治 {request.node.name}")
    return clerk


def begin(page: Page, title: str) -> None:
    page.goto("/matters/new")
    page.fill("input[name=title]", title[:100])
    page.check("input[name=process][value=supervision]")
    with page.expect_navigation():
        page.locator("main form .btn-primary").click()
    expect(page.locator("h1")).to_contain_text("来源登记")


def state(page: Page):
    return page.locator("#draft-state")


def test_what_is_typed_is_saved_by_itself_and_says_when(clerk: Person) -> None:
    clerk.page.fill("[name=instruction_text]", "请立即排查")
    expect(state(clerk.page)).to_have_text(re.compile(r"已自动保存 \d\d:\d\d"))
    clerk.page.reload()
    expect(clerk.page.locator("[name=instruction_text]")).to_have_value("请立即排查")
    expect(clerk.page.locator(".draft-note")).to_contain_text("保存的草稿")


def test_without_a_network_it_is_kept_here_and_sent_when_the_network_is_back(clerk: Person) -> None:
    context = clerk.page.context
    context.set_offline(True)
    clerk.page.fill("[name=instruction_text]", "隧道里写的话")
    expect(state(clerk.page)).to_contain_text("没有网络，已保存在本机")
    context.set_offline(False)
    expect(state(clerk.page)).to_contain_text("已自动保存")
    clerk.page.reload()
    expect(clerk.page.locator("[name=instruction_text]")).to_have_value("隧道里写的话")


def test_handing_in_without_a_network_says_so_and_keeps_everything(clerk: Person) -> None:
    context, address = clerk.page.context, clerk.page.url
    clerk.page.fill("[name=instruction_text]", "断网时点了提交")
    context.set_offline(True)
    clerk.main_button().click()
    expect(state(clerk.page)).to_contain_text("没有网络")
    assert clerk.page.url == address
    context.set_offline(False)
    expect(state(clerk.page)).to_contain_text("已自动保存")  # sent as soon as the network is back
    clerk.page.goto(address)
    expect(clerk.page.locator("[name=instruction_text]")).to_have_value("断网时点了提交")


def test_what_could_not_be_sent_is_there_again_when_the_page_is_opened_anew(clerk: Person) -> None:
    context, address = clerk.page.context, clerk.page.url
    context.set_offline(True)
    clerk.page.fill("[name=instruction_text]", "还没来得及存")
    clerk.page.check("[name=urgency][value=special]")
    expect(state(clerk.page)).to_contain_text("没有网络")
    clerk.page.close()
    context.set_offline(False)
    clerk.page = context.new_page()
    clerk.page.goto(address)
    expect(clerk.page.locator("[name=instruction_text]")).to_have_value("还没来得及存")
    expect(clerk.page.locator("[name=urgency][value=special]")).to_be_checked()
    expect(state(clerk.page)).to_contain_text("已自动保存")


def test_what_does_not_apply_goes_away_and_comes_back(clerk: Person) -> None:
    clerk.page.check("[name=confidentiality][value=classified]")
    expect(clerk.page.locator("[name=instruction_text]")).to_be_hidden()
    clerk.page.check("[name=confidentiality][value=public]")
    expect(clerk.page.locator("[name=instruction_text]")).to_be_visible()


def test_a_preset_opinion_is_one_touch_and_keeps_what_was_typed(clerk: Person) -> None:
    clerk.page.fill("[name=opinion]", "请抓紧。")
    clerk.page.get_by_role("button", name="已阅").click()
    expect(clerk.page.locator("[name=opinion]")).to_have_value("请抓紧。\n已阅")


def test_a_photo_is_up_before_the_form_is_finished(clerk: Person) -> None:
    chooser = clerk.page.locator("input[type=file][name=attachments]").first
    with clerk.page.expect_response(lambda response: response.url.endswith("/files")):
        chooser.set_input_files({"name": "现场.png", "mimeType": "image/png", "buffer": PNG})
    expect(clerk.page.locator(".files-of-field")).to_contain_text("现场.png")
    clerk.page.reload()
    expect(clerk.page.locator("img.attachment-image")).to_be_visible()
    expect(clerk.page.locator("img.attachment-image")).to_have_js_property("naturalWidth", 1)


def test_a_mistake_leads_from_the_summary_to_the_field(clerk: Person) -> None:
    clerk.page.fill("[name=instruction_text]", "写好了的内容")
    with clerk.page.expect_navigation():
        clerk.main_button().click()
    summary = clerk.page.locator(".error-summary")
    expect(summary).to_be_focused()
    summary.get_by_text("收到日期").click()
    expect(clerk.page.locator("[name=received_on]")).to_be_focused()
    expect(clerk.page.locator("[name=instruction_text]")).to_have_value("写好了的内容")


def test_everything_works_without_a_script(people: People) -> None:
    clerk = people.another("clerk2", java_script_enabled=False)
    clerk.log_in()
    begin(clerk.page, "没有脚本也能办")
    address = clerk.page.url
    clerk.page.check("[name=confidentiality][value=public]")
    clerk.page.get_by_role("button", name="同意").click()
    expect(clerk.page.locator("[name=opinion]")).to_have_value("同意")
    clerk.fill_in({name: value for name, value in REGISTRATION.items() if name != "title"})
    clerk.page.locator("input[type=file][name=attachments]").first.set_input_files(
        {"name": "原件.png", "mimeType": "image/png", "buffer": PNG}
    )
    clerk.page.get_by_role("button", name="存草稿").last.click()
    expect(clerk.page.locator(".files-of-field")).to_contain_text("原件.png")
    expect(clerk.page.locator("[name=received_on]")).to_have_value(REGISTRATION["received_on"])
    clerk.hand_in()
    clerk.page.goto(address)
    expect(clerk.page.locator("main")).to_contain_text("办理结果")
