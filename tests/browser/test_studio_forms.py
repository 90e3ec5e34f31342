"""The form editor: fields, order, rules and English; nothing unknown is lost; the preview is real."""

from __future__ import annotations

import json

from playwright.sync_api import Browser, expect

from tests.bpmn.shipped_files import SHIPPED
from tests.browser.conftest import ServedOffice
from tests.browser.studio import drawing
from tests.browser.test_accessibility import violations

FORM = "forms/SV-02.json"
HOSTILE = "<img src=x onerror=\"document.title='hacked'\">"


def test_a_form_is_edited_without_loss_and_shown_as_people_will_see_it(
    browser: Browser, office: ServedOffice
) -> None:
    with drawing(browser, office) as drawer:
        page = drawer.page
        draft = drawer.open_draft("supervision")
        drawer.edit(draft, "form", FORM)
        expected = json.loads((SHIPPED / "supervision" / FORM).read_text("utf-8"))
        assert json.loads(page.evaluate("() => window.studio.editor.text()")) == expected

        fields, preview = page.locator("[data-fields]"), page.locator("[data-preview-form]")
        first, second = expected["components"][:2]
        page.get_by_label("标题", exact=True).fill(f"改过的标题 {HOSTILE}")
        page.get_by_label("标题（英文）", exact=True).fill("Changed")
        page.get_by_role("button", name="加一条规则").click()
        page.get_by_label("还须满足").fill("=value +")
        expect(page.locator("[data-faults]")).to_contain_text("不合 FEEL 语法")
        page.get_by_label("还须满足").fill('=value != ""')
        page.get_by_label("不满足时提示", exact=True).fill("不能为空")
        expect(page.locator("[data-faults]")).to_contain_text("没有发现问题")
        expect(preview).to_contain_text(f"改过的标题 {HOSTILE}")
        first["label"] = f"改过的标题 {HOSTILE}"
        first["properties"] |= {"label_en": "Changed", "must": '=value != ""', "must_zh": "不能为空"}

        # By keyboard: the first field goes behind the second, and is still the one in hand.
        fields.locator("[aria-current]").focus()
        page.keyboard.press("Alt+ArrowDown")
        expect(fields.locator("[aria-current]")).to_be_focused()
        expected["components"][:2] = [second, first]

        page.locator("[data-add-kind]").select_option("datetime")
        page.get_by_role("button", name="加字段").click()
        page.get_by_label("标题", exact=True).fill("复核日期")
        expect(preview).to_contain_text("复核日期")
        page.get_by_role("button", name="电脑").click()
        assert preview.bounding_box()["width"] > 500
        page.get_by_role("button", name="删除 复核日期").click()

        assert json.loads(drawer.saved(draft, FORM)) == expected
        assert page.title() != "hacked"
        page.locator("[data-act=undo]").click()
        expect(fields).to_contain_text("复核日期")
        assert violations(page) == []
