"""An accident as its people live it: registered, graded, told, rescued, summed up."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from sqlalchemy.orm import Session

from models import Task, TaskState
from tests.scenarios import matters_at_work
from tests.scenarios.matters_at_work import SHANGHAI, shanghai
from workflows import messages
from workflows.running.stored import given_back

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
PROPOSED = {
    "title": "某工地坍塌事故",
    "report_key": "901",
    "accident_domain": "construction",
    "county": "jxx",
    "place": "集贤县某路某工地",
    "accident_unit": "某建筑公司",
    "occurred_at": OCCURRED,
    "brief": "基坑支护坍塌，有人被困。",
    "grade": "larger",
    "provisional": False,
    "deaths": Decimal(3),
    "missing": Decimal(0),
    "serious_injuries": Decimal(2),
    "direct_loss_wan": Decimal(420),
    "sector": "zjj",
    "leader_in_charge": "vm_city",
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

    def investigated(self, **differently: Any) -> Investigation:
        """An accident whose investigation the report has just proposed."""
        known: Mapping[str, Any] = {**PROPOSED, **differently}

        def propose(session: Session) -> None:
            key = known["report_key"]
            messages.send(
                session, "investigation-proposed", key, known, None, self.now, message_id=f"proposed:{key}"
            )

        self.do(propose)
        return Investigation(self, self.matters_of("accident_investigation")[-1])

    def scheduled(self, **differently: Any) -> Evaluation:
        """An evaluation that an approval of today has just scheduled."""
        known: Mapping[str, Any] = {**SCHEDULED, "approved_at": self.now, **differently}

        def schedule(session: Session) -> None:
            key = known["investigation_key"]
            messages.send(
                session, "evaluation-scheduled", key, known, None, self.now, message_id=f"scheduled:{key}"
            )

        self.do(schedule)
        return Evaluation(self, self.matters_of("rectification_evaluation")[-1])

    @property
    def today(self) -> date:
        return self.now.astimezone(SHANGHAI).date()


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


SCAN = [{"document": "1", "name": "盖章件.pdf"}]
TEAM = [
    {"unit": unit, "name": name, "post": "处长"}
    for unit, name in (
        ("yjj", "成员甲"),
        ("gaj", "成员乙"),
        ("jwjw", "成员丙"),
        ("szgh", "成员丁"),
        ("zjj", "成员戊"),
    )
]
DECISIONS = [
    {"who": "某建筑公司", "what": "罚款", "kind": "penalty", "by_unit": "yjj", "due": date(2027, 4, 30)},
    {"who": "项目经理", "what": "记过", "kind": "discipline", "by_unit": "zjj", "due": date(2027, 3, 31)},
]
MEASURES = [{"measure": "全市深基坑专项排查整治", "owner": "zjj", "due": date(2027, 5, 31)}]
WRITTEN = {
    "report_unit": "某建筑公司，房屋建筑施工总承包一级。",
    "report_course": "事故经过：基坑支护坍塌。救援：当日救出全部被困人员。",
    "report_harm": "死亡三人，重伤二人。",
    "report_cause": "直接原因：未按方案支护。性质：生产安全责任事故。",
    "report_liability": "施工单位负主要责任，监理单位负监理责任。",
    "report_prevention": "全市开展深基坑专项排查，严格方案审批。",
    "decisions": DECISIONS,
    "measures": MEASURES,
}
GATHERED = {
    "evidence": [{"what": "现场勘验笔录", "kind": "scene"}],
    "interviews": 23,
    "direct_cause": "未按专项施工方案进行支护，擅自超挖。",
    "verified_loss_wan": 420,
    "rescue_evaluation": "响应及时，处置得当，未发生次生事故。",
    "liability": "施工单位、监理单位和主管部门的责任认定。",
}


class Investigation(matters_at_work.Matter):
    """One investigation, with the walk most scenarios share, act by act."""

    def confirmed(self, **differently: Any) -> Investigation:
        self.do("AI-01", "yjj_head", **{"upgrade": "none", **differently})
        return self

    def team_formed(self, **differently: Any) -> Investigation:
        """Confirmed as the city's own, the team drafted, its members' declarations made, and approved."""
        self.confirmed()
        drafted = {"team_doc_no": "双政函〔2026〕88号", "form_mode": "direct", "team_leader": "scm"}
        self.do(
            "AI-03",
            "yjj_liaison",
            **{**drafted, "members": TEAM, "procuratorate_invited": True, **differently},
        )
        self.all_declare()
        self.do("AI-03M", "mayor", outcome="approve")
        return self

    def all_declare(self) -> None:
        """Every member and expert declares that he has no interest; those without an account on paper."""
        while declared := self.tasks(TaskState.OPEN, "AI-03D"):
            self.declares(declared[0])

    def declares(self, task: Task, by: str | None = None, **differently: Any) -> None:
        """One member declares, by default that he has no interest."""
        paper = given_back(task.variables)["on_paper"]
        by = by or ("yjj_liaison" if paper else f"{given_back(task.variables)['declarer']['unit']}_head")
        signed = {"attachments": SCAN} if paper else {}
        self.do_task(task.id, by, **{"declared": "none", **signed, **differently})

    def written(self) -> Investigation:
        """Evidence gathered and the report written: at the signatures."""
        self.do("AI-04", "scm", **GATHERED)
        self.do("AI-06", "scm", attachments=SCAN, **WRITTEN)
        return self

    def signed_by(self, *units: str, **differently: Any) -> Investigation:
        for unit in units:
            self.do("AI-06S", f"{unit}_head", party=unit, **{"signature": "signed", **differently})
        return self

    def submitted(self) -> Investigation:
        """Signed by all who can, handed in to the city government."""
        self.team_formed().written().signed_by("yjj", "gaj", "zjj")
        self.hand_in()
        return self

    def hand_in(self) -> None:
        paper = [{"way": "paper"} for _ in self.variables["missing_signatures"]]
        evidence = [{"item": "现场勘验笔录"}]
        answers = {"missing_signatures": paper, "evidence_list": evidence, "attachments": SCAN}
        self.do("AI-07", "scm", **answers)

    def reviewed(self, **differently: Any) -> Investigation:
        """Both reviewers pass it, the provincial office has said its word."""
        for unit in ("sfj", "yjj"):
            answers = {"review": "pass", "review_text": "程序合法，建议批复。"}
            self.do("AI-08", f"{unit}_head", party=unit, **{**answers, **differently})
        return self

    def province_heard(self) -> Investigation:
        today = self.office.today
        self.do(
            "AI-08P",
            "yjj_sec",
            province_doc_no="黑安办〔2027〕5号",
            province_on=today,
            province_text="同意。",
        )
        return self

    def approved(self, **differently: Any) -> Investigation:
        """From the submission to the mayor's approval."""
        self.reviewed().province_heard()
        answers = {"approval_doc_no": "双政复〔2027〕3号", "outcome": "agree", "attachments": SCAN}
        self.do("AI-09", "mayor", **{**answers, "decisions": DECISIONS, "measures": MEASURES, **differently})
        return self

    def served(self, by: str = "yjj_sec") -> None:
        served = [{"to": "某建筑公司", "at": self.office.now}]
        self.do("AI-09S", by, served=served, remedies_stated=True)

    def published(self, reviewer: str = "sfj_head", by: str = "yjj_sec") -> None:
        self.do("AI-11R", reviewer, outcome="full", no_secrets=True, privacy_removed=True)
        place = {"channel": "website", "url": "https://example.gov.cn/report"}
        self.do("AI-11", by, published_on=self.office.today, **place)

    def ask_extension(self, days: int, by: str = "scm") -> None:
        self.press("申请延期", by)
        self.do(
            "AI-05X", by, outcome="ask", extension_days=days, extension_reason="需要补充模拟实验和技术鉴定。"
        )


SCHEDULED = {
    "title": "某工地坍塌事故",
    "investigation_key": "902",
    "investigation_number": "双事调〔2026〕1号",
    "approval_doc_no": "双政复〔2026〕3号",
    "county": "jxx",
    "sector": "zjj",
    "role": "own",
    "lead": "yjj",
    "co": ["jxx", "zjj"],
    "decisions": DECISIONS[1:],
    "measures": MEASURES,
    "team_units": ["yjj", "gaj", "jwjw", "szgh", "zjj"],
}
GROUP = [
    {"unit": unit, "name": name, "post": "科长", "no_interest": True}
    for unit, name in (("yjj", "评估甲"), ("gaj", "评估乙"), ("szgh", "评估丙"))
]


class Evaluation(matters_at_work.Matter):
    """One evaluation of what an approval ordered, with the walk most scenarios share."""

    def planned(self, by: str = "yjj_sec", **differently: Any) -> Evaluation:
        """The group formed and its plan settled: at the self-reports."""
        self.do(
            "RE-02", by, group_leader="安委办副主任", group=GROUP, discipline_invited=True, attachments=SCAN
        )
        plan = {
            "unit_state": "operating",
            "methods": ["papers", "visits"],
            "plan_text": "分两组开展资料审查和现场核查。",
        }
        until = self.office.today + timedelta(days=50)
        self.do("RE-03", by, **{**plan, "finish_by": until, **differently})
        return self

    def self_reported(self, status: str = "done") -> Evaluation:
        """The department reports on its measure and decision, the county that nothing is asked of it."""
        measure = [{"status": status, "evidence": "排查台账和整改照片"}]
        decision = [{"status": "done"}]
        self.do(
            "RE-04",
            "zjj_liaison",
            party="zjj",
            own_results=measure,
            own_decisions=decision,
            self_text="已按批复落实。",
        )
        self.do(
            "RE-04", "jxx_yj", party="jxx", own_results=[], own_decisions=[], self_text="无本县承担的措施。"
        )
        return self

    def examined(self, status: str = "done", **on_site: Any) -> Evaluation:
        """Papers and site examined: at the report."""
        row = {"status": status} | ({} if status == "done" else {"note": "仅完成部分工地排查"})
        self.do("RE-05", "yjj_sec", results=[row], papers_text="资料齐全。")
        visited = {"visited_on": self.office.today, "visit_text": "抽查五个工地。"}
        self.do("RE-06", "yjj_sec", results=[row], **{**visited, **on_site})
        return self

    def reported(self, conclusion: str = "all") -> Evaluation:
        text = "整改措施总体落实，工地管理得到加强，机制基本建立。"
        self.do("RE-07", "yjj_head", conclusion=conclusion, evaluation_text=text, attachments=SCAN)
        return self

    def approved(self) -> Evaluation:
        self.do("RE-08", "scm", outcome="approve")
        self.do("RE-08M", "mayor", outcome="approve")
        return self
