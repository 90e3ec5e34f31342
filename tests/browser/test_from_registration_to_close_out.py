"""One matter through every hand in the browser: returned once, extended once, a co-organiser late, the
ladder up to the secretary-general, closed; on a desk and on a phone."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest
from playwright.sync_api import expect

from models import ProcessInstance, db
from tests.browser.conftest import ServedOffice
from tests.browser.people import People, Person
from workflows.office.calendar_years import load_calendar
from workflows.rules.calendars import local_day


@pytest.fixture
def stamped_report(tmp_path: Path) -> Path:
    """A small real PDF, as the unit would upload it."""
    file = tmp_path / "办理情况报告.pdf"
    file.write_bytes(
        b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
        b"2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
        b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
    )
    return file


def working_days_later(office: ServedOffice, amount: int) -> datetime:
    """Half past nine in the morning, so many working days after the office's present day."""
    with office.app.app_context():
        day = load_calendar(db.session()).add_working_days(local_day(office.clock()), amount)
        db.session.remove()
    return datetime(day.year, day.month, day.day, 1, 30, tzinfo=UTC)


def matter_page(person: Person, office: ServedOffice, title: str) -> None:
    with office.app.app_context():
        instance = db.session.scalars(db.select(ProcessInstance).where(ProcessInstance.title == title)).one()
        number = instance.id
        db.session.remove()
    person.page.goto(f"/matters/{number}")


def register(clerk: Person, title: str, today: str) -> None:
    clerk.page.goto("/matters/new")
    clerk.page.fill("input[name=title]", title)
    supervision = clerk.page.locator("input[type=radio][name=process][value=supervision]")
    if supervision.count():
        supervision.check()
    clerk.hand_in()
    expect(clerk.page.locator("h1")).to_contain_text("来源登记")
    clerk.fill_in(
        {
            "confidentiality": "public",
            "title": title,
            "category": "3",
            "kind": "instruction",
            "instruction_text": "请住建局牵头，消防救援支队配合，抓紧办理。",
            "leader": "vm_city",
            "received_on": today,
            "urgency": "urgent",
        }
    )
    clerk.hand_in()


def test_a_matter_goes_through_every_hand(
    people: People, office: ServedOffice, size: tuple[int, int], stamped_report: Path
) -> None:
    title = f"高层住宅消防通道治理（{size[0]}）"
    today = local_day(office.clock()).isoformat()
    clerk = people["clerk1"]
    clerk.log_in()

    register(clerk, title, today)
    clerk.do(
        title,
        "拟办",
        {
            "open_decision": "open",
            "lead": "zjj",
            "co": ["xfzd"],
            "task_text": "打通全部高层住宅消防通道，逐栋登记销号。",
            "feedback": "once",
        },
    )
    people["sg"].do(title, "立项审批", {"outcome": "approve", "opinion": "同意"})
    clerk.do(title, "交办督办通知单", {})
    people["zjj_liaison"].do(title, "签收或退回", {"outcome": "accept"})
    people["zjj_head"].do(title, "分办", {"section": "物业科", "person": "科长", "plan": "三天内完成排查。"})

    # An extension is asked for before the due time and granted by the secretary-general.
    office.time_passes_until(working_days_later(office, 2))
    lead = people["zjj_head"]
    matter_page(lead, office, title)
    lead.page.get_by_role("button", name="申请延期").click()
    expect(lead.page.locator("h1")).to_contain_text("延期申请")
    new_due = working_days_later(office, 3).date().isoformat()
    lead.fill_in(
        {
            "outcome": "ask",
            "extension_reason": "个别小区须协调产权单位。",
            "new_due": new_due,
            "extension_progress": "已完成六成。",
        }
    )
    lead.hand_in()
    people["sg"].do(title, "延期审批", {"outcome": "grant", "opinion": "同意"})
    matter_page(lead, office, title)
    expect(lead.page.locator("main")).to_contain_text("延期")

    # The co-organiser is late: its own light turns red, the lead's stays as it is.
    office.time_passes_until(working_days_later(office, 2))
    head_of_co = people["xfzd_head"]
    head_of_co.page.goto("/")
    expect(head_of_co.task_line(title, "协办意见")).to_be_visible()
    expect(head_of_co.page.locator("tr", has=head_of_co.task_line(title, "协办意见"))).to_contain_text(
        "已逾期"
    )
    lead.page.goto("/")
    expect(lead.page.locator("tr", has=lead.task_line(title, "办理结果反馈"))).not_to_contain_text("已逾期")

    # The lead is late too: the ladder reaches the secretary-general, who calls it to account.
    office.time_passes_until(working_days_later(office, 7))
    people["sg"].page.goto("/")
    expect(people["sg"].task_line(title, "约谈").first).to_be_visible()
    board = clerk
    board.page.goto("/board/")
    expect(board.page.locator("main")).to_contain_text(title)

    head_of_co.do(title, "协办意见", {"co_opinion": "无不同意见，已派员配合。", "countersign": "agree"})
    hand_in_result(lead, title, stamped_report)

    # Returned once, handed in again.
    people["clerk2"].do(title, "审核", {"outcome": "return", "rework_reason": "缺少三个小区的照片。"})
    hand_in_result(lead, title, stamped_report)
    reviewer = people["clerk2"]
    reviewer.do(title, "审核", {"outcome": "pass", "quality": "4"})
    people["vm_city"].do(title, "审阅", {"outcome": "agree", "opinion": "同意办结"})
    people["dch"].do(
        title, "办结销号", {"closing_type": "completed", "closing_text": "予以销号。", "quality": "4"}
    )

    matter_page(clerk, office, title)
    expect(clerk.page.locator("main")).to_contain_text("已办结")
    expect(clerk.page.locator("main")).to_contain_text("双政督〔2026〕")
    expect(clerk.page.locator(".djs-container, [data-diagram], .bjs-container").first).to_be_visible()


def hand_in_result(lead: Person, title: str, report: Path) -> None:
    """The lead may have to plan the work again after a return; then it hands in the result."""
    lead.page.goto("/")
    if lead.task_line(title, "分办").count():
        lead.do(title, "分办", {"section": "物业科", "person": "科长", "plan": "当天补齐材料。"})
    lead.do(
        title,
        "办理结果反馈",
        {"conclusion": "done", "result_text": "已全部打通并登记销号。", "attachments": report},
    )
