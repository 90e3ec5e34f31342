"""The diagram's editor: a member of staff redraws supervision; nothing is lost; all is in Chinese."""

from __future__ import annotations

import re

from playwright.sync_api import Browser, expect

from tests.browser.conftest import ServedOffice
from tests.browser.keyboard import Keyboard
from tests.browser.studio import drawing
from workflows.shipped import shipped_files

DIAGRAM = "supervision.bpmn"
#: Latin letters that are right in Chinese: names of standards, ids, codes.
NOT_WORDS = re.compile(r"\b(BPMN|FEEL|DMN|JSON|ISO|cron)\b|\w+_\w+|\([\w-]+\)|（[\w-]+）")


def test_a_step_a_timer_and_a_condition_are_redrawn_by_keyboard_alone(
    browser: Browser, office: ServedOffice
) -> None:
    with drawing(browser, office) as drawer:
        page, keys = drawer.page, Keyboard(drawer.page)

        def select(name: str) -> None:
            entries = page.locator("[data-outline] button")
            keys.walk(entries, entries.filter(has_text=name))
            page.keyboard.press("Enter")

        def unfold(group: str) -> None:
            header = page.locator(f"[data-group-id='group-{group}'] .bio-properties-panel-group-header")
            if "open" not in (header.get_attribute("class") or ""):
                keys.press(header)

        draft = drawer.open_draft("supervision")
        drawer.edit(draft, "diagram", DIAGRAM)

        def add(label: str, value: str) -> None:
            chosen = page.get_by_label(label)
            keys.choose(chosen, value)
            keys.press(page.locator(".office-pick", has=chosen).get_by_role("button"))

        # A step behind the registration: append, type, name.
        select("来源登记")
        page.keyboard.press("a")
        page.keyboard.type("用户任务")
        page.keyboard.press("Shift")  # an input method ends with a key; the menu searches on it
        expect(page.locator(".djs-popup")).to_contain_text("找到 1 项")
        page.keyboard.press("Enter")
        expect(page.locator(".djs-direct-editing-content")).to_be_focused()
        page.keyboard.type("复核来源")
        page.keyboard.press("Enter")
        select("复核来源")
        unfold("office-office")
        add("添加岗位或单位", "sg")
        keys.choose(page.get_by_label("表单", exact=True), "SV-01")
        unfold("office-limit")
        keys.choose(page.get_by_label("时限规则"), "SV-03")
        unfold("office-basis")
        add("从现行清单选条款", "G-01")
        expect(page.locator(".office-clauses")).to_contain_text("党中央")

        # What is wrong with it is said in the list, on the element and beside its fields.
        finding = page.locator("[data-findings] button", has_text="复核来源")
        expect(finding.first).to_be_visible()
        expect(page.locator("[data-panel-findings] li").first).to_be_visible()
        assert page.locator(".finding-badge").count() > 0

        # A condition by picking.
        select("涉密 顺序流")
        unfold("office-condition_pick")
        keys.choose(page.locator("#bio-properties-panel-condition-value"), "internal")

        # A timer: how long nobody may leave the registration unsigned.
        select("逾期未签收")
        unfold("timer")
        timer = page.locator("[data-group-id='group-timer'] .cm-content")
        keys.type(timer, 'deadline("SV-05", lead) + duration("P1D"')
        select("逾期未签收")
        kept = drawer.saved(draft, DIAGRAM)
        added = re.search(r'<bpmn:userTask id="\w+" name="复核来源">.*?</bpmn:userTask>', kept, re.DOTALL)
        assert added is not None
        for said in ('candidateGroups="sg"', 'formId="SV-01"', 'value="SV-03"', 'value="G-01"'):
            assert said in added[0], said
        assert '=confidentiality = "internal"' in kept
        assert "P1D" in kept

        # Undo is one step a change, and what was drawn is there again after the page is left.
        page.keyboard.press("Control+z")
        drawer.edit(draft, "diagram", DIAGRAM)
        expect(page.locator("[data-outline]")).to_contain_text("复核来源")
        expect(page.locator(".bjs-powered-by")).to_be_visible()


def test_no_word_of_the_editor_is_left_untranslated(browser: Browser, office: ServedOffice) -> None:
    with drawing(browser, office) as drawer:
        drawer.edit(drawer.open_draft("supervision_circular"), "diagram", "supervision_circular.bpmn")
        found = drawer.run("studio_words.js")
        assert found["kinds"] > 30
        unanswered = [words for words in found["unanswered"] if not re.search("[一-鿿]", words)]
        assert unanswered == []
        ours = "".join(file.read_text("utf-8") for file in shipped_files("element_templates"))
        left = {text for text in found["texts"] if re.search("[A-Za-z]{3}", NOT_WORDS.sub("", text))}
        assert {text for text in left if text.replace('"', '\\"') not in ours} == set()
