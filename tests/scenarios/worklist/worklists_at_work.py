"""An annual list and its items as their people live them."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from models import Task, TaskState
from tests.scenarios import matters_at_work
from workflows import messages
from workflows.running.stored import given_back

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

    def worklist(self, by: str = "yjj_head") -> Worklist:
        """A list begun by hand."""
        return Worklist(self, self.started(by, "annual_worklist", {}))


class Item(matters_at_work.Matter):
    """One item, with the walk most scenarios share."""

    def signed(self, by: str = "zjj_head", **differently: Any) -> Item:
        self.do("WL-08", by, **{**SIGNED, **differently})
        return self

    def at_quarter_end(self) -> Item:
        """Signed in, and the last five working days of 2026 have begun."""
        self.signed()
        self.wake_at(2026, 12, 25, 8, 30)
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


def listed(leader: str, clause: str, lead: str = "yjj", **differently: Any) -> dict[str, Any]:
    """A row of the list."""
    row = {
        "leader": leader,
        "clauses": [clause],
        "work": f"重点工作{clause}",
        "target": "目标可以衡量",
        "measures": "按季度调度推进",
        "lead": lead,
        "co": [],
        "due_date": date(2027, 11, 30),
        "evidence": "文件、台账",
    }
    return {**row, **differently}


#: One item for each leader the consultation asks, and one of the mayor's, whom it does not.
ROWS = [
    listed("mayor", "M-05"),
    listed("evm", "E-01"),
    listed("scm", "S-08"),
    listed("vm_ind", "V-01"),
    listed("vm_city", "V-03", "zjj", co=["jtj"]),
    listed("vm_agri", "V-01"),
    listed("vm_social", "V-01"),
    listed("vm_law", "V-01"),
]
ASKED = ["evm", "scm", "vm_ind", "vm_city", "vm_agri", "vm_social", "vm_law"]
DOC_NO = "双政办发〔2027〕3号"


class Worklist(matters_at_work.Matter):
    """One annual list, with the walk most scenarios share."""

    def drafted(self, rows: list[dict[str, Any]] | None = None) -> Worklist:
        self.do("WL-02", "yjj_liaison", items=ROWS if rows is None else rows)
        return self

    def answer(self, leader: str, wanted: str | None = None, element: str = "WL-03", by: str = "") -> None:
        """A leader answers for all his items; where something is wanted, it concerns the first."""
        count = len(self.local(element, leader)["replies"])
        replies: list[dict[str, Any]] = [{"reply": "agree"} for _ in range(count)]
        if wanted:
            replies[0] = {"reply": "adjust", "reply_text": wanted}
        self.do(element, by or leader, party=leader, replies=replies)

    def local(self, element: str, party: str) -> dict[str, Any]:
        """What the open task of this party sees of its own."""

        def question(session: Session, instance: Any) -> dict[str, Any]:
            [task] = [
                task
                for task in session.scalars(
                    select(Task).filter_by(instance_id=instance.id, element_id=element, state=TaskState.OPEN)
                )
                if task.deadline is not None and task.deadline.party == party
            ]
            return given_back(task.variables)

        return self.read(question)

    def consulted(self, **wanted: str) -> Worklist:
        """Every leader asked answers; some want changes."""
        for leader in self.asked("WL-03"):
            self.answer(leader, wanted.get(leader))
        return self

    def countersigned(self, **objections: str) -> Worklist:
        for unit in self.asked("WL-04"):
            answer = {"countersign": "agree"}
            if unit in objections:
                answer = {"countersign": "disagree", "reason": objections[unit]}
            self.do("WL-04", f"{unit}_head", party=unit, **answer)
        return self

    def reviewed(self, **differently: Any) -> Worklist:
        passed = {"outcome": "pass", "meeting": "waived", "waiver": "12月20日电话指示"}
        self.do("WL-05", "sg", **{**passed, **differently})
        return self

    def approved(self, by: str = "mayor") -> Worklist:
        self.do("WL-07", by, outcome="approve")
        return self

    def issue(self, **differently: Any) -> Worklist:
        issued = {"doc_no": DOC_NO, "issued_on": self.today, "published": True, "attachments": SCAN}
        self.do("WL-08", "clerk1", **{**issued, **differently})
        return self

    def issued(self) -> Worklist:
        return self.drafted().consulted().countersigned().reviewed().approved().issue()

    def items(self) -> list[Item]:
        """The items dispatched, in their order."""
        return [Item(self.office, id_) for id_ in self.office.matters_of("duty_item")]
