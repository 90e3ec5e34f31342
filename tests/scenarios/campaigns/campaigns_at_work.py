"""A campaign as its people live it: proposed, sorted, drawn up, inspected, rectified, summed up."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from models import Task, TaskState, User
from tests.scenarios import matters_at_work
from tests.scenarios.filling_forms import filled_in
from workflows import tasks
from workflows.permissions import actor_for_task

SCAN = [{"document": "1", "name": "现场照片.jpg"}]
PROPOSED = {
    "confidentiality": "public",
    "outcome": "propose",
    "title": "城镇燃气安全专项整治",
    "type": "rectification",
    "trigger": "problem",
    "scope": "全市管道燃气企业和餐饮场所",
    "access_check": False,
    "period_from": date(2026, 11, 23),
    "period_to": date(2026, 12, 31),
    "proposed_lead": "zjj",
}
SORTED = {"outcome": "go", "lead": "zjj", "co": []}
SCHEME = {
    "goals": "查清隐患，整改到位，建立长效机制。",
    "checklist": [{"item": "燃气报警装置"}, {"item": "连接软管"}],
    "stages": [{"name": "集中整治", "until": date(2026, 12, 31)}],
    "inspecting": ["zjj"],
}
INSPECTED = {
    "inspected": "某餐饮店",
    "inspected_on": date(2026, 11, 24),
    "inspectors": [{"name": "检查员甲"}, {"name": "检查员乙"}],
    "results": [{"result": "conform"}, {"result": "conform"}],
    "hazards": [],
    "violation": "none",
    "signed": "signed",
    "outcome": "finished",
}
HAZARD = {
    "description": "连接软管老化破损",
    "grade": "general",
    "owner": "jsq",
    "rectify_by": date(2026, 12, 10),
}
PLAN = {
    "measures": "更换合格软管并加装报警装置",
    "responsible": "某餐饮店店长",
    "funds_wan": 0,
    "finish_on": date(2026, 12, 8),
    "contingency": "整改期间停止使用燃气灶具",
}


class Office(matters_at_work.Office):
    """The office whose matters are campaigns."""

    def begin(self, by: str = "zjj_head", **variables: Any) -> Campaign:
        return Campaign(self, self.started(by, "special_campaign", variables))


class Campaign(matters_at_work.Matter):
    """One campaign, with the walk most scenarios share, act by act."""

    def proposed(self, by: str = "zjj_head", **differently: Any) -> Campaign:
        self.do("SC-01", by, **{**PROPOSED, **differently})
        return self

    def sorted_out(self, proposed: dict[str, Any] | None = None, **differently: Any) -> Campaign:
        """Proposed, and the lead named: at the scheme."""
        self.proposed(**(proposed or {}))
        self.do("SC-02", "yjj_liaison", **{**SORTED, **differently})
        return self

    def planned(self, **differently: Any) -> None:
        self.do("SC-03", "zjj_liaison", **{**SCHEME, **differently})

    def deployed(
        self,
        proposed: dict[str, Any] | None = None,
        sorting: dict[str, Any] | None = None,
        **scheme: Any,
    ) -> Campaign:
        """The scheme approved and deployed: inspections may begin. Partners agree where there are any."""
        self.sorted_out(proposed, **(sorting or {}))
        self.planned(**scheme)
        for unit in (sorting or {}).get("co", []):
            self.do("SC-03C", f"{unit}_head", party=unit, countersign="agree")
        [approver] = self.offered_to("SC-04")
        self.do("SC-04", approver, outcome="approve")
        return self

    def inspect(self, unit: str = "zjj", **differently: Any) -> None:
        suffix = "gov" if unit in ("jsq", "bsq", "jxx") else "sec"
        self.do("SC-06", f"{unit}_{suffix}", party=unit, **{**INSPECTED, **differently})

    def found(self, *hazards: dict[str, Any], **differently: Any) -> Campaign:
        """One inspection that finds these hazards, and is the unit's last."""
        results = [{"result": "problem"}, {"result": "conform"}]
        self.inspect(hazards=list(hazards), results=results, **differently)
        return self

    def rectify(self, owner: str = "jsq", **plan: Any) -> None:
        """The owner plans the rectification and reports it done, on the same day."""
        liaison = f"{owner}_yj" if owner in ("jsq", "bsq", "jxx") else f"{owner}_liaison"
        self.do("SC-07", liaison, party=owner, **{**PLAN, **plan})
        self.report_done(owner)

    def plan_first(self, until: date) -> None:
        """Plan the oldest hazard that has no plan yet."""

        def work(session: Session) -> None:
            task = session.get_one(Task, self.tasks(TaskState.OPEN, "SC-07")[0].id)
            user = session.scalars(select(User).filter_by(username="jsq_yj")).one()
            actor = actor_for_task(session, user, task, self.office.now)
            typed = filled_in(session, task, {**PLAN, "finish_on": until}, self.office.now)
            tasks.complete(session, task, actor, typed, self.office.now)

        self.office.do(work)

    def report_done(self, owner: str = "jsq") -> None:
        liaison = f"{owner}_yj" if owner in ("jsq", "bsq", "jxx") else f"{owner}_liaison"
        self.do(
            "SC-07F",
            liaison,
            party=owner,
            finish_text="已更换软管并安装报警器",
            finished_on=self.today,
            attachments=SCAN,
        )

    def recheck(self, by: str = "zjj_sec", **differently: Any) -> None:
        answers = {"outcome": "cleared", "rechecked_on": self.today, "recheck_text": "现场复查合格"}
        self.do("SC-10", by, **{**answers, **differently})

    def summed_up(self) -> None:
        """The final report, and the leader's approval of it."""
        plan = "继续督促整改到位" if self.variables["counts"]["open"] else None
        answers = {"report": "行动期间检查整改情况总结，目标已经完成，机制已经建立。", "effect": "met"}
        if plan:
            answers["open_hazards_plan"] = plan
        self.do("SC-12", "zjj_head", attachments=SCAN, **answers)
        [approver] = self.offered_to("SC-12L")
        self.do("SC-12L", approver, outcome="approve")

    def stage_read(self, outcome: str = "noted", **more: Any) -> None:
        self.do("SC-11", "zjj_liaison", stage_summary="本阶段检查整改进展顺利，下步继续推进。")
        [approver] = self.offered_to("SC-11L")
        self.do("SC-11L", approver, outcome=outcome, **more)

    @property
    def today(self) -> date:
        return self.office.now.astimezone(matters_at_work.SHANGHAI).date()
