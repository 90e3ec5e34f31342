"""An assessment as its people live it: planned, reported to, examined, scored, answered, settled."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from models import Task, TaskState, User
from tests.scenarios import matters_at_work
from tests.scenarios.filling_forms import filled_in
from workflows import tasks
from workflows.permissions import actor_for_task
from workflows.running.stored import given_back

SCAN = [{"document": "1", "name": "材料.pdf"}]
ASSESSED = ["vm_city", "vm_ind", "scm", "sg"]
COUNTIES = ("jsq", "ldq", "sftq", "bsq", "jxx", "yyx", "bqx", "rhx")
PLAN = {
    "assessed_posts": ASSESSED,
    "criteria": "逐条考核职责清单履行情况，按评分表计分。",
    "scorers": ["fgw", "sfj"],
    "reviewers": ["rsj", "jyj"],
    "departments": ["zjj"],
}
COUNTY = {
    "county_result": "good",
    "checked_on": date(2026, 12, 30),
    "list_ok": "yes",
    "leaders_assessed": 6,
    "average_score": 91.5,
    "attachments": SCAN,
}
FUND = {"fund_now": 1050, "fund_before": 1000, "revenue_now": 408000, "revenue_before": 400000}
SITE = {
    "place": "某在建工地",
    "checked_on": date(2027, 1, 4),
    "about": "vm_city",
    "clause": "V-05",
    "finding": "专项整治台账缺少销号记录",
}
CIRCULAR = {
    "circular_scope": "internal",
    "circular_text": "2026年下半年安全生产履职检查考核结果通报如下，请认真对照整改。",
    "copies": ["zzb", "jwjw"],
}


class Office(matters_at_work.Office):
    """The office whose matter is the assessment of the second half of 2026."""

    def assessment(self) -> Assessment:
        [id_] = self.matters_of("half_year_assessment")
        return Assessment(self, id_)

    def report(self, party: str, kind: str = "leader") -> Report:
        """What one leader or unit is asked to report."""
        found = (Report(self, id_) for id_ in self.matters_of("assessment_report"))
        return next(one for one in found if (one.asked["party"], one.asked["kind"]) == (party, kind))

    def sheets(self) -> dict[str, Sheet]:
        """The newest sheet of each leader."""
        found = (Sheet(self, id_) for id_ in self.matters_of("leader_assessment"))
        return {sheet.variables["sheet"]["post"]: sheet for sheet in found}

    def sheet(self, post: str) -> Sheet:
        return self.sheets()[post]


class Report(matters_at_work.Matter):
    """One report of one leader or unit."""

    @property
    def asked(self) -> dict[str, Any]:
        return self.variables["report"]

    def assessed(self, less: Decimal = Decimal(0)) -> None:
        """A leader's self-assessment: full points, or so many less on each clause."""
        rows = [
            {"score": row["full"] - less, "summary": "已按清单落实"} for row in self.variables["self_rows"]
        ]
        self.do("HA-04", self.asked["party"], self_rows=rows, self_summary="下步继续抓好落实")


class Assessment(matters_at_work.Matter):
    """The whole assessment, with the walk most scenarios share, act by act."""

    def planned(self, **differently: Any) -> Assessment:
        self.do("HA-01", "yjj_head", **{**PLAN, **differently})
        self.do("HA-02", "mayor", outcome="approve")
        return self

    def collected(self) -> Assessment:
        """Everybody hands in what was asked of him."""
        office = self.office
        for row in self.variables["assessed"]:
            office.report(row["post"]).assessed()
        office.report("mayor", "mayor").do(
            "HA-04M", "mayor", self_report="本人认真履行第一责任人职责，组织制定年度清单。"
        )
        for county in COUNTIES:
            office.report(county, "county").do("HA-05", f"{county}_gov", **COUNTY)
        office.report("zjj", "department").do(
            "HA-05D",
            "zjj_head",
            department_report="按照职责开展监督检查四十次。",
            department_problems="力量不足",
        )
        office.report("czj", "fund").do("HA-05F", "czj_liaison", **FUND)
        return self

    def examined(self, *findings: dict[str, Any]) -> Assessment:
        self.do("HA-06", "yjj_liaison", review_notes="资料齐全，与记录一致。")
        self.do("HA-07", "fgw_head", findings=list(findings) or [SITE])
        return self

    def final(self) -> list[dict[str, Any]]:
        """Everybody in the ranking, with the grade proposed or decided."""
        known = self.variables
        return [{**one, **two} for one, two in zip(known["ranking"], known["final"], strict=True)]

    def decided(self, **differently: Any) -> Assessment:
        """The meeting as ranked, and the mayor's approval."""
        self.deliberated(**differently)
        self.do("HA-12M", "mayor", outcome="approve")
        return self

    def deliberated(self, **differently: Any) -> None:
        rows = [
            {"final_grade": row["final_grade"], "change_reason": row["change_reason"]} for row in self.final()
        ]
        answers = {"meeting_no": "双安委纪〔2027〕1号", "meeting_on": self.today, "final": rows}
        self.do("HA-12", "yjj_head", **{**answers, **differently})

    @property
    def today(self) -> date:
        return self.office.now.astimezone(matters_at_work.SHANGHAI).date()


class Sheet(matters_at_work.Matter):
    """One leader's sheet."""

    def do_for(self, element: str, about: Mapping[str, Any], by: str, **answers: Any) -> None:
        """Fill in the open task that sees these variables."""
        task_id = self.task_for(element, about).id

        def work(session: Session) -> None:
            task = session.get_one(Task, task_id)
            user = session.scalars(select(User).filter_by(username=by)).one()
            actor = actor_for_task(session, user, task, self.office.now)
            typed = filled_in(session, task, answers, self.office.now)
            tasks.complete(session, task, actor, typed, self.office.now)

        self.office.do(work)
        assert not self.incidents(), self.incidents()

    def task_for(self, element: str, about: Mapping[str, Any]) -> Task:
        [found] = [
            task
            for task in self.tasks(TaskState.OPEN, element)
            if all(given_back(task.variables).get(name) == code for name, code in about.items())
        ]
        return found

    def rows(self, **scores: Any) -> list[dict[str, Any]]:
        """The sheet's rows as proposed; a clause named here (V_05=10) has other points, with a reason."""
        rows = []
        for row in self.variables["sheet"]["rows"]:
            name = row["clause"].replace("-", "_")
            answer = {"score": row["score"], "reason": row["reason"], "records": row["records"]}
            if name in scores:
                answer = {
                    "score": scores[name],
                    "reason": "现场核查发现问题",
                    "records": [self.record_for(row["clause"])],
                }
            rows.append({key: value for key, value in answer.items() if value not in (None, [])})
        return rows

    def record_for(self, clause: str) -> str:
        """The last record a deduction on this clause may rest on."""
        records = self.variables["sheet"]["records"]
        return [record["value"] for record in records if clause in record["clauses"]][-1]

    def scored(self, by: Mapping[str, Mapping[str, Any]] | None = None, **more: Any) -> Sheet:
        """Every unit scores: as the record proposes, or as `by` says for a unit."""
        for unit in self.variables["sheet"]["scorers"]:
            own = (by or {}).get(unit, {})
            self.do_for(
                "HA-08", {"scorer": unit}, f"{unit}_head", rows=self.rows(**own), **{"bonus": 0, **more}
            )
        return self

    def checked(self, *vetoes: str) -> Sheet:
        more = {"veto_basis": "双纪发〔2027〕3号"} if vetoes else {}
        self.do("HA-09", "yjj_head", vetoes=list(vetoes), **more)
        return self

    def accepted(self) -> Sheet:
        self.do("HA-10", self.variables["sheet"]["post"], outcome="accept")
        return self

    def finished(self, *vetoes: str) -> None:
        self.scored().checked(*vetoes).accepted()


def all_settled(office: Office) -> None:
    for sheet in office.sheets().values():
        sheet.finished()
