"""What is reported to an assessment: each report a matter of its own, and all of them read together."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session, undefer

from models import Confidentiality, MatterState, PartyRelation, ProcessInstance, Task, TaskState
from workflows import matters
from workflows.jobs.matter import matter_words, text, value
from workflows.jobs.registry import JobCall, Value, job
from workflows.jobs.telling import name_of, tell
from workflows.rules.periods import name_of_turn
from workflows.running.stored import given_back
from workflows.words import Sentence

ORGANISER = "yjj"  #: the work safety committee's office reads every report
KINDS = {
    "leader": Sentence("自查自评", "self-assessment"),
    "mayor": Sentence("自查报告", "report"),
    "county": Sentence("县区考核结果", "county result"),
    "department": Sentence("部门自查", "department report"),
    "fund": Sentence("专项资金情况", "the fund"),
    "rectification": Sentence("整改方案", "rectification plan"),
}
_STEPS = ("HA-04", "HA-04M", "HA-05D", "HA-05F")


@job("assessment.begin_report", gives=("title", "confidentiality", "self_rows", "report", "half_year"))
def begin_report(call: JobCall) -> Mapping[str, Value]:
    """Only whoever reports and the organisers may see it; he is told. A county the calendar asks reports its
    own check of the half-year that has just ended."""
    report = value(call, "report") or {"kind": "county", "party": text(call, "holder")}
    half_year = text(call, "half_year") or text(call, "reported")
    party, what = report["party"], KINDS[report["kind"]]
    call.instance.confidentiality = Confidentiality.INTERNAL
    matters.set_party(call.session, call.instance, PartyRelation.LEAD, [party])
    if party != ORGANISER:
        matters.set_party(call.session, call.instance, PartyRelation.CO_ORGANISER, [ORGANISER])
    matters.set_state(call.session, call.instance, MatterState.HANDLING, call.now, by=call.by)
    title = f"{name_of_turn(half_year).zh}考核{what.zh}：{name_of(call, party).zh}"
    call.instance.title = title
    matter = matter_words(call)
    tell(
        call,
        [party],
        "assessment",
        Sentence(f"检查考核：{matter.zh}", f"Assessment: {matter.en}"),
        Sentence("请按时报送，逾期不再等待。", "Hand it in in time; it is not waited for for ever."),
    )
    leader = report.get("leader") or {}
    return {
        "title": title,
        "confidentiality": "internal",
        "self_rows": leader.get("rows"),
        "report": report,
        "half_year": half_year,
    }


@job("assessment.close_report", gives=())
def close_report(call: JobCall) -> Mapping[str, Value]:
    matters.set_state(call.session, call.instance, MatterState.ARCHIVED, call.now, by=call.by)
    return {}


@dataclass(frozen=True, slots=True)
class Report:
    """One report that was asked for, handed in or not."""

    kind: str
    party: str
    task: Task

    @property
    def answers(self) -> dict[str, Any]:
        """What was handed in; nothing where it was not."""
        return given_back(self.task.answers) if self.task.state is TaskState.DONE else {}

    @property
    def in_time(self) -> bool:
        closed, due = self.task.closed_at, self.task.due_at
        done = self.task.state is TaskState.DONE and closed is not None
        return done and (due is None or closed <= due)


def reports_to(session: Session, assessment: ProcessInstance) -> list[Report]:
    """Every report that was asked for, in the order of asking."""
    rows = session.execute(
        select(Task, ProcessInstance)
        .join(ProcessInstance, ProcessInstance.id == Task.instance_id)
        .where(ProcessInstance.parent_id == assessment.id, Task.element_id.in_(_STEPS))
        .options(undefer(ProcessInstance.variables))
        .order_by(Task.id)
    )
    found = []
    for task, instance in rows:
        report = given_back(instance.variables)["report"]
        found.append(Report(report["kind"], report["party"], task))
    return found
