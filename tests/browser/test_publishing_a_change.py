"""A changed process from its draft to running matters moved and one taken back, by people without a mouse."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.axe import violations
from tests.browser.conftest import SIZES, ServedOffice
from tests.browser.keyboard import Keyboard
from tests.browser.matters import registered
from tests.browser.people import People
from tests.scenarios.moving.versions import with_check_step
from tests.webapp.studio_pages.publishing import carried_on, changed_draft

DRAWN = """<bpmndi:BPMNShape id="SV-09K-shape" bpmnElement="SV-09K">
        <dc:Bounds x="{x}" y="{y}" width="100" height="80" />
      </bpmndi:BPMNShape>
      <bpmndi:BPMNEdge id="from-SV-09K-edge" bpmnElement="to-SV-09-hand-in-from-SV-09K">
        <di:waypoint x="{right}" y="{middle}" /><di:waypoint x="{further}" y="{middle}" />
      </bpmndi:BPMNEdge>
      """
PICTURES = os.environ.get("BPM_PICTURES")


def looked_at(page: Page, name: str) -> None:
    """Nothing is wider than the screen, at the desk or on a phone, and axe finds nothing; kept where somebody
    wants to see it."""
    for width, height in reversed(SIZES.values()):
        page.set_viewport_size({"width": width, "height": height})
        page.wait_for_timeout(150)
        assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), f"{name}: {width}"
        assert violations(page) == [], f"{name}: {width}"
        if PICTURES:
            page.screenshot(path=Path(PICTURES) / f"{name}-{width}.png", full_page=True)


def with_a_drawn_step(xml: str) -> str:
    """One more step, drawn below the one it follows, and that one under a longer name."""
    shape = '<bpmndi:BPMNShape id="SV-09-shape"'
    bounds = xml[xml.index(shape) :]
    x, y = (int(float(re.search(rf' {name}="([\d.]+)"', bounds)[1])) for name in ("x", "y"))
    drawn = DRAWN.format(x=x, y=y + 110, right=x + 100, further=x + 150, middle=y + 150)
    renamed = with_check_step(xml).replace('name="办理结果反馈"', 'name="办理结果反馈（科室起草）"', 1)
    return renamed.replace(shape, drawn + shape, 1)


@pytest.mark.parametrize("size", [SIZES["desk"]], ids=["desk"])
def test_a_change_is_handed_in_approved_published_and_running_matters_move(
    office: ServedOffice, people: People
) -> None:
    for title in ("燃气安全排查", "供暖安全检查"):
        registered(office, title)
    draft_id = changed_draft(office.app, with_a_drawn_step)
    drawer, approver, clerk = people["procadmin"].page, people["sg"].page, people["clerk1"].page

    drawer.goto(f"/studio/drafts/{draft_id}/hand-in")
    looked_at(drawer, "hand-in")
    Keyboard(drawer).type(drawer.locator("textarea[name=reason]"), "报送前由科室核对，避免返工。")
    Keyboard(drawer).press(drawer.get_by_role("button", name="交审"))
    expect(drawer.get_by_text("自己起草的变更由另一人审核")).to_be_visible()

    approver.goto("/studio/changes")
    looked_at(approver, "changes")
    reader = Keyboard(approver)
    reader.press(approver.locator("main").get_by_role("link", name="督办", exact=True))
    expect(approver.locator("body[data-differences-ready]")).to_be_attached()
    expect(approver.locator("[data-difference-ready=true]")).to_be_attached()
    expect(approver.locator(".difference-mark-added").first).to_be_attached()
    reader.press(approver.get_by_role("button", name="科室核对"))
    expect(approver.locator(".djs-element.is-chosen").first).to_be_attached()
    both = approver.locator(".difference-canvas:not(.is-far)")
    expect(both).to_have_count(2)  # the older picture follows to the same place
    looked_at(approver, "change")
    reader.type(approver.locator("textarea[name=opinion]"), "同意")
    reader.press(approver.get_by_role("button", name="批准并发布"))
    expect(approver.get_by_text("已发布，新事项按新版本办理")).to_be_visible()

    clerk.goto("/studio/versions")
    looked_at(clerk, "versions")
    mover = Keyboard(clerk)
    mover.press(clerk.get_by_role("link", name="看移到现行版本会怎样"))
    mover.press(clerk.get_by_role("radio", name="能移的全部移过去"), "Space")
    looked_at(clerk, "plan")
    mover.type(clerk.locator("textarea[name=reason]"), "在办的也要核对")
    mover.press(clerk.get_by_role("button", name="移到第"))
    expect(clerk.get_by_role("heading", name="正在进行")).to_be_visible()
    carried_on(office.app)
    expect(clerk.get_by_role("heading", name="已全部处理")).to_be_visible(timeout=15_000)
    mover.press(clerk.get_by_role("checkbox"), "Space")
    expect(clerk.get_by_role("checkbox").first).to_be_checked()
    looked_at(clerk, "run")
    mover.press(clerk.get_by_role("button", name="撤回勾选的"))
    expect(clerk.get_by_text("正在撤回1件")).to_be_visible()
    carried_on(office.app)
    expect(clerk.get_by_role("heading", name="已撤回，回到原来的版本")).to_be_visible(timeout=15_000)
    looked_at(clerk, "undone")
    clerk.goto("/studio/versions/supervision")
    looked_at(clerk, "process-versions")
    mover.press(clerk.get_by_role("link", name="流程手册"))
    expect(clerk.locator("body[data-handbook-ready]")).to_be_attached()
    expect(clerk.locator(".handbook-picture svg")).to_be_visible()
    looked_at(clerk, "handbook")
