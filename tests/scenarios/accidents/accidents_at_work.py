"""An accident as its people live it: registered, graded, told, rescued, summed up."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import Any

from models import TaskState
from tests.scenarios import matters_at_work
from tests.scenarios.matters_at_work import shanghai

OCCURRED = shanghai(2026, 11, 23, 7, 50)
INFORMED = shanghai(2026, 11, 23, 8, 10)
REPORTED = {
    "title": "某工地坍塌事故",
    "accident_domain": "construction",
    "county": "jxx",
    "place": "集贤县某路某工地",
    "accident_unit": "某建筑公司",
    "occurred_at": OCCURRED,
    "unit_informed_at": INFORMED,
    "source": "phone",
    "reporter": "项目经理",
    "brief": "基坑支护坍塌，有人被困，正在救援。",
    "deaths": 1,
    "missing": 0,
    "serious_injuries": 2,
    "direct_loss_wan": 300,
}
CITY_RESPONSE = {"response": "city", "response_level": "3", "commander": "scm"}
COUNTY_RESPONSE = {"response": "county", "county_commander": "集贤县副县长"}


class Office(matters_at_work.Office):
    """The office whose matters are accidents."""

    def called(self, by: str = "yjj_liaison") -> Report:
        """A report comes in; nothing is written down yet."""
        return Report(self, self.started(by, "accident_report", {"title": REPORTED["title"]}))

    def reported(self, by: str = "yjj_liaison", **differently: Any) -> Report:
        """A report comes in and is registered."""
        report = self.called(by)
        report.do("AR-01", by, **{**REPORTED, **differently})
        return report

    def in_hours(self, **time: float) -> None:
        self.moved_to(self.now + timedelta(**time))


class Report(matters_at_work.Matter):
    """One accident report, with the walk most scenarios share, act by act."""

    def figures(self) -> tuple[int | None, ...]:
        """Deaths, missing, serious injuries and loss as the matter has them now."""
        names = ("deaths", "missing", "serious_injuries", "direct_loss_wan")
        values = (self.variables[name] for name in names)
        return tuple(int(value) if isinstance(value, Decimal) else None for value in values)

    @property
    def grade(self) -> tuple[str, bool]:
        """The grade, and whether it is provisional."""
        return self.variables["grade"], self.variables["provisional"]

    def signed(self, *to: str, by: str = "yjj_head", **differently: Any) -> None:
        content = "集贤县某工地基坑坍塌，已造成人员伤亡，正在组织救援，详情续报。"
        answers = {"outcome": "report", "report_content": content, "report_to": list(to) or ["city"]}
        self.do("AR-03", by, **{**answers, "sent_at": self.office.now, **differently})

    def told_bodies(self) -> None:
        rows = [{"told_at": self.office.now, "contact": "值班员"} for _ in self.variables["notifications"]]
        self.do("AR-04", "yjj_sec", notifications=rows)

    def reads_it(self, leader: str, **differently: Any) -> None:
        answers: dict[str, Any] = {"outcome": "read"}
        if leader == "scm" and self.variables["grade"] != "general":
            answers["told_committee_at"] = self.office.now
        self.do("AR-05", leader, party=leader, **{**answers, **differently})

    def read_by_all(self) -> None:
        for leader in self.variables["readers"]:
            self.reads_it(leader)

    def rescued(self, by: str = "scm", **differently: Any) -> None:
        arrived = {"arrived_at": self.office.now, "teams": [{"team": "市矿山救护队", "people": 20}]}
        self.do("AR-06", by, **{**CITY_RESPONSE, **arrived, **differently})

    def ended(self, by: str = "scm") -> None:
        self.do("AR-09", by, response_ended_at=self.office.now, end_reason="被困人员全部救出，现场已无危险。")

    def summed_up(self, **differently: Any) -> None:
        answers = {
            "summary": "接报后立即启动响应，各队伍到场救援，被困人员全部救出。",
            "lessons": "基坑支护未按方案施工，监理未制止。",
            "nature": "production",
            "great_effect": False,
            "alert": False,
        }
        self.do("AR-10", "yjj_sec", **{**answers, **differently})

    def handled(self) -> Report:
        """Reported, told, read, rescued: at the summary."""
        levels = ["city", "province", "state"]
        self.signed(*levels[: levels.index(self.variables["reporting"]["level"]) + 1])
        self.told_bodies()
        self.read_by_all()
        self.rescued()
        self.ended()
        return self

    def supplement(self, by: str = "yjj_liaison", **figures: Any) -> None:
        self.press("补报伤亡变化", by)
        self.do("AR-08", by, change_reason="医院通报伤亡变化。", **figures)

    def opened(self, element: str) -> int:
        """How many tasks of an element are open."""
        return len(self.tasks(TaskState.OPEN, element))
