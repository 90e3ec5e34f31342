"""演练: the year's plan begun and issued, drills noted and urged; monthly, who has not drilled for long."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

from sqlalchemy import select

from models import Deadline, DeadlineState, MatterState, PartyRelation
from workflows import matters
from workflows.deadlines import rows as deadlines
from workflows.jobs.drill_record import DrillRecord, drill_record
from workflows.jobs.matter import matter_words, text, value
from workflows.jobs.registry import JobCall, Value, job
from workflows.jobs.telling import name_of, tell
from workflows.jobs.yearly import is_second_of_year, turn_year
from workflows.rules.calendars import SHANGHAI
from workflows.rules.deadline_words import due_words
from workflows.rules.limits import months_later
from workflows.telling import mail
from workflows.words import Sentence

BUREAU, INTERVAL = "yjj", "D13"
LEGAL_MONTHS = (
    24  #: 《生产安全事故应急条例》 Art. 8: at least one drill in two years; the limit itself is rule D13
)


@job("drill.open", gives=("already", "year", "title", "task_text", "lead", "must_drill", "unknown_units"))
def open_plan(call: JobCall) -> Mapping[str, Value]:
    """The year, and who must drill in it. A second plan of one year is refused; a timer that finds one
    ends."""
    year = turn_year(call) or call.office.today.year
    if is_second_of_year(
        call, year, Sentence(f"{year}年度已有演练计划", f"There is a plan for {year} already")
    ):
        return {"already": True}
    record = drill_record(call.session)
    before = date(year, 12, 31)
    must = [unit for unit in _departments(call) if _due_by(record, unit, LEGAL_MONTHS, before)]
    return {
        "already": False,
        "year": Decimal(year),
        "title": f"{year}年度应急演练计划",
        "task_text": "各部门核对应急预案，按计划演练、评估、整改；全年至少一次实战演练。",
        "lead": BUREAU,
        "must_drill": must,
        "unknown_units": [unit for unit in _departments(call) if record.last(unit) is None],
    }


def _departments(call: JobCall) -> list[str]:
    return [unit.code for unit in call.office.office.units.values() if unit.kind == "department"]


def _due_by(record: DrillRecord, unit: str, months: int, day: date) -> bool:
    last = record.last(unit)
    return last is not None and months_later(last, months) <= day


@job("drill.issue", gives=())
def issue(call: JobCall) -> Mapping[str, Value]:
    """The plan is approved: whoever drills is a party, every department is asked about its plan."""
    drills = value(call, "drills") or []
    units = dict.fromkeys([unit for row in drills for unit in (row["unit"], *(row.get("co") or []))])
    units = dict.fromkeys([*units, *_departments(call)])
    matters.set_party(call.session, call.instance, PartyRelation.LEAD, [BUREAU])
    others = [unit for unit in units if unit != BUREAU]
    matters.set_party(call.session, call.instance, PartyRelation.CO_ORGANISER, others)
    leaders = [post.code for post in call.office.office.posts.values() if post.duty_role == "S"]
    matters.set_party(call.session, call.instance, PartyRelation.LEADER, leaders)
    matters.set_state(call.session, call.instance, MatterState.HANDLING, call.now, by=call.by)
    matter = matter_words(call)
    tell(
        call,
        list(units),
        "drill-plan",
        Sentence(f"下达演练计划：{matter.zh}", f"The plan of drills: {matter.en}"),
        Sentence("请核对预案备案，按计划组织演练。", "Check your plan, and hold the drills planned."),
    )
    return {}


@job("drill.urge", gives=())
def urge(call: JobCall) -> Mapping[str, Value]:
    """A drill, or what it showed, is late: the unit, its leader and the bureau know."""
    unit, what, matter = text(call, "urged"), text(call, "what"), matter_words(call)
    tell(
        call,
        dict.fromkeys([unit, call.office.leader_of(unit), BUREAU]),
        "drill-late",
        Sentence(f"逾期：{matter.zh}", f"Late: {matter.en}"),
        Sentence(f"{name_of(call, unit).zh}：{what}", f"{name_of(call, unit).en}: {what}"),
    )
    return {}


@job("drill.held", gives=())
def held(call: JobCall) -> Mapping[str, Value]:
    """A drill was held: whoever was to drill in time because it is long ago has done so."""
    unit = text(call, "drilled")
    message_id = f"drill-held:{call.instance.id}:{call.key}"
    mail.send(call.session, "drill-held", unit, {}, call.now, message_id=message_id, kept_for=timedelta(0))
    return {}


@job("drill.check", gives=("title", "task_text", "lead", "late"))
def check(call: JobCall) -> Mapping[str, Value]:
    """Who has not drilled for so long that it is amber, and is not being asked already."""
    months = int(call.office.office.settings["drill.amber_months"])
    today, record = call.office.today, drill_record(call.session)
    asked = _asked_already(call)
    late = [
        {"unit": unit, "last_on": record.last(unit)}
        for unit in _departments(call)
        if unit not in asked and _due_by(record, unit, months, today)
    ]
    units = [row["unit"] for row in late]
    matters.set_party(call.session, call.instance, PartyRelation.LEAD, [BUREAU])
    matters.set_party(
        call.session, call.instance, PartyRelation.CO_ORGANISER, [unit for unit in units if unit != BUREAU]
    )
    state = MatterState.HANDLING if late else MatterState.ARCHIVED
    matters.set_state(call.session, call.instance, state, call.now)
    return {
        "title": f"{today.year}年{today.month}月演练周期检查",
        "task_text": "满20个月未演练的部门应在满两年前组织演练。",
        "lead": BUREAU,
        "late": late,
    }


def _asked_already(call: JobCall) -> set[str]:
    """The units an earlier check still asks."""
    running = select(Deadline.party).where(
        Deadline.rule_code == INTERVAL, Deadline.state == DeadlineState.RUNNING, Deadline.done_at.is_(None)
    )
    return set(call.session.scalars(running))


@job("drill.amber", gives=())
def amber(call: JobCall) -> Mapping[str, Value]:
    """The two years of one department, amber since the month the office has set; it and its leader know."""
    late: Mapping[str, Any] = value(call, "late_unit")
    months = int(call.office.office.settings["drill.amber_months"])
    limit = deadlines.open_deadline(
        call.session, call.instance, INTERVAL, call.now, party=late["unit"], variables=call.variables
    )
    limit.amber_at = datetime.combine(months_later(late["last_on"], months), time(), SHANGHAI)
    due, name = due_words(limit.due_at), name_of(call, late["unit"])
    tell(
        call,
        dict.fromkeys([late["unit"], call.office.leader_of(late["unit"]), BUREAU]),
        "drill-amber",
        Sentence(f"{name.zh}已{months}个月未演练", f"{name.en}: no drill for {months} months"),
        Sentence(f"应在{due.zh}前组织演练。", f"A drill is to be held by {due.en}."),
    )
    return {}


@job("drill.archive", gives=("statistics",))
def archive(call: JobCall) -> Mapping[str, Value]:
    """The year's figures stay with the matter, for the assessment; archived."""
    matters.set_state(call.session, call.instance, MatterState.ARCHIVED, call.now, by=call.by)
    counts = drill_record(call.session, call.instance).counts()
    return {"statistics": {name: Decimal(count) for name, count in counts.items()}}
