"""The decision table's editor: a cell edited, checked by our FEEL, a row tried; everything in Chinese."""

from __future__ import annotations

import re

from playwright.sync_api import Browser, expect

from tests.bpmn.shipped_files import SHIPPED
from tests.browser.conftest import ServedOffice
from tests.browser.studio import drawing

TABLE = "escalation_ladder.dmn"


def test_a_cell_is_edited_checked_and_tried(browser: Browser, office: ServedOffice) -> None:
    with drawing(browser, office) as drawer:
        page = drawer.page
        draft = drawer.open_draft("supervision")
        drawer.edit(draft, "table", TABLE)
        findings = page.locator("[data-said]")
        expect(findings).to_contain_text("没有规则管到")

        page.get_by_label("级次 (rung)").fill("ES-01")
        page.get_by_label("缓急 (urgency)").fill("normal")
        page.get_by_role("button", name="看结果").click()
        expect(page.locator("[data-tried]")).to_contain_text("触发的规则：3")
        expect(page.locator("tr.is-fired")).to_have_count(1)

        cell = page.locator(".tjs-table tbody tr").nth(2).locator("td.output-cell").first
        cell.click()
        page.keyboard.press("Control+a")
        page.keyboard.type("-4 +")
        expect(findings).to_contain_text("须改")
        page.keyboard.press("Backspace")
        page.keyboard.press("Backspace")
        expect(findings).not_to_contain_text("须改")
        page.get_by_role("button", name="看结果").click()
        expect(page.locator("[data-tried]")).to_contain_text("amount: -4")
        kept = drawer.saved(draft, TABLE)
        original = (SHIPPED / "supervision" / TABLE).read_text("utf-8")
        assert "<text>-4</text>" in kept and kept.count("<rule ") == original.count("<rule ")

        # Menus and views: nothing is asked for that has no Chinese.
        cell.click(button="right")
        page.keyboard.press("Escape")
        page.get_by_role("button", name="关系图", exact=True).click()
        expect(page.locator(".dmn-drd-container .djs-shape").first).to_be_visible()
        unanswered = page.evaluate("() => [...window.studio.modeller.translate.unanswered]")
        assert [words for words in unanswered if not re.search("[一-鿿]", words)] == []
        expect(page.locator(".bjs-powered-by").first).to_be_visible()
