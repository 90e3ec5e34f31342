"""A year's drills as their people live them: planned, approved, checked, held, assessed, put right."""

from __future__ import annotations

from datetime import date
from typing import Any

from tests.scenarios import matters_at_work

SCAN = [{"document": "1", "name": "演练方案.pdf"}]
DRILL = {
    "unit": "zjj",
    "name": "深基坑坍塌应急演练",
    "plan": "建筑施工生产安全事故应急预案",
    "kind": "live",
    "on": date(2027, 3, 18),
    "co": ["xfzd"],
}
CHECKED = {
    "plan_name": "部门生产安全事故应急预案",
    "plan_status": "filed",
    "filed_on": date(2025, 5, 6),
    "last_drill_on": date(2026, 5, 20),
}
SCHEME = {"scenario": "某工地深基坑局部坍塌，两人被困。", "place": "某工地", "attachments": SCAN}
HELD = {
    "outcome": "held",
    "started_at": "09:30",
    "ended_at": "11:00",
    "participants": 86,
    "record": "按方案完成报警、处置、救援、恢复各环节。",
}
ASSESSED = {"assessment": "指挥有序，个别队伍到场偏慢。", "drill_grade": "good", "problems": []}
PROBLEM = {"problem": "救援力量到场偏慢", "kind": "rectify", "owner": "zjj", "due": date(2027, 4, 20)}


class Office(matters_at_work.Office):
    """The office whose matters are plans of drills."""

    def plan(self, by: str = "yjj_head") -> Plan:
        """A plan begun by hand, on a day in January."""
        self.now = max(self.now, matters_at_work.shanghai(2027, 1, 6, 9, 0))
        return Plan(self, self.started(by, "emergency_drill", {}))


class Plan(matters_at_work.Matter):
    """One year's plan, or one monthly check."""

    def planned(self, *drills: dict[str, Any]) -> Plan:
        self.do("DR-01", "yjj_liaison", drills=list(drills or [DRILL]))
        return self

    def approved(self, *drills: dict[str, Any]) -> Plan:
        self.planned(*drills).do("DR-02", "scm", outcome="approve")
        return self

    def check(self, unit: str, **differently: Any) -> None:
        self.do("DR-03", f"{unit}_head", party=unit, **{**CHECKED, **differently})

    def scheme(self, on: date = DRILL["on"], **differently: Any) -> Plan:
        given = {"drill_kind": "live", "drill_on": on, **SCHEME, **differently}
        self.do("DR-04", "zjj_sec", party="zjj", **given)
        return self

    def hold(self, **differently: Any) -> Plan:
        self.do("DR-05", "zjj_sec", party="zjj", **{**HELD, "held_on": self.today, **differently})
        return self

    def assess(self, *problems: dict[str, Any], **differently: Any) -> Plan:
        self.do("DR-06", "yjj_sec", **{**ASSESSED, "problems": list(problems), **differently})
        return self
