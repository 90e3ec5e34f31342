"""事故调查: opened, its clock started, the team announced, the report received, warnings on the way."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal

from sqlalchemy import func, select

from models import Deadline, MatterState, PartyRelation, Task, TaskState
from workflows import matters, numbering
from workflows.deadlines import rows as deadlines
from workflows.jobs.matter import codes, count, lead, matter_words, text, value
from workflows.jobs.registry import JobCall, Value, job
from workflows.jobs.telling import tell
from workflows.rules.calendars import SHANGHAI
from workflows.rules.deadline_words import due_words
from workflows.running.stored import given_back
from workflows.words import Sentence

BUREAU = "yjj"
INVESTIGATION, APPROVAL, UPPER_APPROVAL = "D04", "D05", "D06"
WRITING, SIGNING = "AI-06", "AI-06S"
REVIEWERS = ("sfj", BUREAU)  #: 市司法局 and 市安委办 read a report before the mayor approves it


@job(
    "investigation.open",
    gives=(
        "number",
        "title",
        "task_text",
        "lead",
        "co",
        "upgraded",
        "round",
        "reviewers",
        "approved_at",
        "report_received_at",
    ),
)
def open_investigation(call: JobCall) -> Mapping[str, Value]:
    """Number the investigation and give it its parties; judged anew, it keeps both."""
    year = call.now.astimezone(SHANGHAI).year
    series = call.office.office.settings["accident.investigation_series"]
    matters.give_number(call.session, call.instance, numbering.document_number(call.session, series, year))
    units = _units(call)
    matters.set_party(call.session, call.instance, PartyRelation.LEAD, [BUREAU])
    matters.set_party(call.session, call.instance, PartyRelation.CO_ORGANISER, units)
    leaders = [code for code in dict.fromkeys(["mayor", "scm", text(call, "leader_in_charge")]) if code]
    matters.set_party(call.session, call.instance, PartyRelation.LEADER, leaders)
    matters.set_state(call.session, call.instance, MatterState.HANDLING, call.now, by=call.by)
    return {
        "number": call.instance.number,
        "title": f"{text(call, 'title')}（调查）",
        "task_text": f"{text(call, 'place')}，{text(call, 'accident_unit')}：{text(call, 'brief')}",
        "lead": BUREAU,
        "co": units,
        "upgraded": False,
        "round": Decimal(1),
        "reviewers": list(REVIEWERS),
        "approved_at": None,
        "report_received_at": None,
    }


def _units(call: JobCall) -> list[str]:
    """The county and the department in charge, the bureau left out."""
    named = dict.fromkeys([text(call, "county"), text(call, "sector")])
    return [code for code in named if code and code != BUREAU]


@job(
    "investigation.begin",
    gives=("lead", "co", "appraisals", "team_leader", "signatures", "declarations", "clear"),
)
def begin(call: JobCall) -> Mapping[str, Value]:
    """Sixty days from the accident (Art. 29), whatever time has passed already; they bind who investigates.
    Where a body above investigates, nothing binds the city. Judged anew, the former party's clock ends."""
    ours = text(call, "role") in ("own", "county")
    party = text(call, "county") if text(call, "role") == "county" else BUREAU
    running = deadlines.live_deadline(call.session, call.instance, INVESTIGATION)
    if running is not None and (not ours or running.party != party):
        deadlines.withdraw(call.session, running, call.now)
    if ours:
        deadlines.open_deadline(call.session, call.instance, INVESTIGATION, call.now, party=party)
    matters.set_party(call.session, call.instance, PartyRelation.LEAD, [party])
    others = [code for code in (*_units(call), BUREAU) if code != party]
    matters.set_party(call.session, call.instance, PartyRelation.CO_ORGANISER, others)
    return {
        "lead": party,
        "co": others,
        "appraisals": Decimal(0),
        "team_leader": None,
        "signatures": [],
        "declarations": [],
        "clear": [],
    }


@job("investigation.form_team", gives=("co",))
def form_team(call: JobCall) -> Mapping[str, Value]:
    """The mayor has approved the team and named its leader: every member's unit takes part and knows."""
    units = [member["unit"] for member in value(call, "members") or []]
    others = [code for code in dict.fromkeys([*codes(call, "co"), *units]) if code != lead(call)]
    matters.set_party(call.session, call.instance, PartyRelation.CO_ORGANISER, others)
    matter, document = matter_words(call), text(call, "team_doc_no")
    due = due_words(_investigation(call).due_at)
    tell(
        call,
        dict.fromkeys([text(call, "team_leader"), lead(call), *others]),
        "team-formed",
        Sentence(f"成立调查组（{document}）：{matter.zh}", f"Team formed ({document}): {matter.en}"),
        Sentence(
            f"调查报告应在{due.zh}前提交，组长主持调查工作。",
            f"The report is due {due.en}; the leader conducts the investigation.",
        ),
    )
    return {"co": others}


def _investigation(call: JobCall) -> Deadline:
    return deadlines.open_deadline(
        call.session, call.instance, INVESTIGATION, call.now, party=lead(call), by=call.by
    )


@job("investigation.signatures", gives=("signatures", "missing_signatures"))
def signatures(call: JobCall) -> Mapping[str, Value]:
    """Who signed, with what dissent, and which members' units did not sign here: the leader answers for them
    (Art. 30). Read from the record, because those who signed in time keep their signature; what was signed
    before this report was written does not count."""
    written = select(func.max(Task.closed_at)).where(
        Task.instance_id == call.instance.id, Task.element_id == WRITING, Task.state == TaskState.DONE
    )
    signed = [
        {"unit": given_back(task.variables).get("member_unit"), **_signature(given_back(task.answers))}
        for task in call.session.scalars(
            select(Task)
            .where(
                Task.instance_id == call.instance.id,
                Task.element_id == SIGNING,
                Task.opened_at >= written.scalar_subquery(),
                Task.state == TaskState.DONE,
            )
            .order_by(Task.id)
        )
    ]
    units = dict.fromkeys(member["unit"] for member in value(call, "members") or [])
    missing = [unit for unit in units if unit not in {line["unit"] for line in signed}]
    return {
        "signatures": signed,
        "missing_signatures": [{"unit": unit, "way": None, "missing_reason": None} for unit in missing],
    }


def _signature(answers: Mapping[str, Value]) -> dict[str, Value]:
    return {name: answers.get(name) for name in ("signature", "dissent")}


@job("investigation.submit", gives=("report_received_at", "round"))
def submit(call: JobCall) -> Mapping[str, Value]:
    """The report is received: the approval's days run from here (Art. 32). A supplemented report (header
    `again`) begins them anew in another round, and the first ones stay on record. A report made above was
    received when its body says so."""
    again = call.headers.get("again") == "true"
    round_ = count(call, "round") + 1 if again else max(count(call, "round"), 1)
    former = deadlines.live_deadline(call.session, call.instance, APPROVAL)
    if former is not None:
        deadlines.withdraw(call.session, former, call.now)
    received = value(call, "upper_submitted_at") or call.now.astimezone(SHANGHAI)
    if text(call, "role") == "own":
        deadlines.open_deadline(
            call.session,
            call.instance,
            APPROVAL,
            call.now,
            party="mayor",
            anchor_at=received,
            round_=round_,
            by=call.by,
        )
    matters.set_state(call.session, call.instance, MatterState.REVIEWING, call.now, by=call.by)
    return {"report_received_at": received, "round": Decimal(round_)}


@job("investigation.warn", gives=())
def warn(call: JobCall) -> Mapping[str, Value]:
    """A date is near: of the report, whoever investigates and the leader of the team; of the approval, the
    mayor and the secretary-general (header `rule`)."""
    rule = call.headers["rule"]
    of_report = rule == INVESTIGATION
    party = lead(call) if of_report else "mayor"
    limit = deadlines.live_deadline(call.session, call.instance, rule, party)
    due = due_words(limit.due_at if limit is not None else call.now)
    matter, name = matter_words(call), call.office.office.rules[rule].name
    told = [lead(call), text(call, "team_leader"), "mayor"] if of_report else ["mayor", "sg"]
    tell(
        call,
        dict.fromkeys(told),
        "investigation-near",
        Sentence(f"{name.zh}临期：{matter.zh}", f"{name.en} is near: {matter.en}"),
        Sentence(f"{due.zh}到期。", f"Due {due.en}."),
    )
    return {}


@job("investigation.late_approval", gives=("approval_late",))
def late_approval(call: JobCall) -> Mapping[str, Value]:
    """The fifteen days have passed, and nobody may extend them: a risk to be answered for to the province."""
    matter = matter_words(call)
    tell(
        call,
        ["mayor", "sg", "scm", BUREAU],
        "approval-late",
        Sentence(f"批复逾期：{matter.zh}", f"The approval is overdue: {matter.en}"),
        Sentence(
            "法定批复期限已过，不得延长，须向省政府说明。",
            "The legal limit has passed and cannot be extended.",
        ),
    )
    return {"approval_late": True}


@job("investigation.not_applicable", gives=())
def not_applicable(call: JobCall) -> Mapping[str, Value]:
    """Pollution, nuclear facilities, defence research (Art. 2): closed, other laws apply."""
    matters.set_state(
        call.session,
        call.instance,
        MatterState.CLOSED,
        call.now,
        by=call.by,
        reason=text(call, "investigator"),
    )
    return {}


def moment(call: JobCall, name: str) -> datetime | None:
    """A date and time a form asked for; None where there is none."""
    at = value(call, name)
    return at if isinstance(at, datetime) else None
