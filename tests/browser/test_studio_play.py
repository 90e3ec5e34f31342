"""A draft is played in the browser: tokens move on the diagram, the real form judges, a step goes back."""

from __future__ import annotations

from playwright.sync_api import Browser, expect

from tests.browser.axe import violations
from tests.browser.conftest import ServedOffice
from tests.browser.studio import drawing


def test_a_draft_is_played_from_the_editor_and_kept(browser: Browser, office: ServedOffice) -> None:
    with drawing(browser, office) as drawer:
        page = drawer.page
        draft = drawer.open_draft("supervision")
        page.goto(f"{draft}/play/supervision.bpmn")
        page.wait_for_selector("body[data-diagram-ready=true]")
        token = page.locator("[data-element-id='SV-01'].is-active")
        expect(token).to_have_count(1)
        assert violations(page) == []

        form = page.locator("#play-form")
        form.locator("[name=_hand_in]").click()
        expect(page.locator(".error-summary")).to_contain_text("密级标识")
        form.locator("[name=confidentiality][value=classified]").check()
        expect(form.locator("[data-part=title]")).to_be_hidden()
        form.locator("[name=_hand_in]").click()
        expect(page.locator("[data-play-state=completed]")).to_be_visible()
        page.wait_for_selector("body[data-diagram-ready=true]")
        expect(page.locator("[data-element-id='SV-01'].is-done")).to_have_count(1)
        expect(page.locator(".play-trail")).to_contain_text("登记涉密编号")

        page.get_by_role("button", name="退一步").click()
        page.wait_for_selector("body[data-diagram-ready=true]")
        expect(token).to_have_count(1)
        page.locator("button[value=matter-withdrawn]").click()
        expect(page.locator("[data-play-state=waiting]")).to_have_count(0)
        page.get_by_label("场景名称").fill("登记后撤销")
        page.get_by_role("button", name="存为场景").click()
        page.get_by_role("link", name="再走一遍").click()
        expect(page.locator("main")).to_contain_text("照样走通")
