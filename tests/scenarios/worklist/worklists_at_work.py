"""An annual list and its items as their people live them."""

from __future__ import annotations

from datetime import date
from typing import Any

from tests.scenarios import matters_at_work
from workflows import messages

SCAN = [{"document": "1", "name": "佐证材料.pdf"}]
ITEM = {
    "key": "list-1/1",
    "no": 1,
    "leader": "vm_city",
    "clauses": ["V-03"],
    "work": "把安全生产纳入行业发展规划和年度计划",
    "target": "分管行业规划、年度计划均有安全生产专章",
    "measures": None,
    "lead": "zjj",
    "co": ["jtj"],
    "due_date": date(2027, 6, 30),
    "evidence": "规划、年度计划文本",
    "weight": 10,
    "set_by": "mayor",
}
SIGNED = {"outcome": "accept", "person": "经办人甲"}
REPORTED = {"outcome": "go_on", "progress": 30, "progress_text": "已完成行业规划安全专章起草。"}
CLAIMED = {"result": "规划和年度计划均已写入安全生产专章。", "attachments": SCAN}


class Office(matters_at_work.Office):
    """The office whose matters are annual lists and their items."""

    def item(self, **differently: Any) -> Item:
        """An item dispatched by the mayor's act, as the list or a hearing calls it."""
        given = {"item": {**ITEM, **differently}, "list_doc_no": "双政办发〔2026〕9号"}
        return Item(self, self.started("mayor", "duty_item", given))


class Item(matters_at_work.Matter):
    """One item, with the walk most scenarios share."""

    @property
    def today(self) -> date:
        return self.office.now.astimezone(matters_at_work.SHANGHAI).date()

    def signed(self, by: str = "zjj_head", **differently: Any) -> Item:
        self.do("WL-08", by, **{**SIGNED, **differently})
        return self

    def at_quarter_end(self) -> Item:
        """Signed in, and the last five working days of 2026 have begun."""
        self.signed()
        self.office.at(2026, 12, 25, 8, 30)
        return self

    def report(self, element: str = "WL-09", by: str = "zjj_sec", **differently: Any) -> None:
        self.do(element, by, **{**REPORTED, **differently})

    def verify(self, outcome: str = "pass", light: str = "green", **more: Any) -> None:
        self.do("WL-10", "clerk1", outcome=outcome, progress_light=light, **more)

    def claimed(self, by: str = "zjj_head") -> Item:
        """The unit presses the button and claims the item done."""
        self.press("申请销号", by)
        return self.claim(by)

    def claim(self, by: str = "zjj_head") -> Item:
        self.do("WL-11", by, finished_on=self.today, **CLAIMED)
        return self

    def sign_claim(self, by: str = "vm_city") -> Item:
        self.do("WL-11L", by, outcome="agree")
        return self

    def clear(self) -> Item:
        self.do("WL-11V", "clerk2", outcome="cleared", quality=5, verified_text="佐证材料齐全，情况属实。")
        return self

    def tell_from_list(self, name: str, by: str, **variables: Any) -> None:
        """What the list sends its items after an act of this person."""

        def work(session: Any) -> None:
            message_id = f"{name}:{self.id}:{self.office.now}"
            messages.send(
                session,
                name,
                ITEM["key"],
                variables,
                self.office.actor(session, by),
                self.office.now,
                message_id=message_id,
            )

        self.office.do(work)
