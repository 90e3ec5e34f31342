"""事故报告: the time of receipt, who was late, who is told, what becomes of the report."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta

from sqlalchemy import select

from models import Deadline, MatterState, PartyRelation, Post, Unit, UnitKind
from workflows import matters, numbering
from workflows.deadlines import rows as deadlines
from workflows.jobs.accident_grading import GRADE_WORDS, harm_words
from workflows.jobs.matter import codes, lead, matter_words, text, value
from workflows.jobs.registry import JobCall, Value, job
from workflows.jobs.telling import tell
from workflows.rules.accidents import Harm
from workflows.rules.calendars import SHANGHAI
from workflows.telling import mail
from workflows.words import Sentence

BUREAU = "yjj"  #: whose duty desk registers and reports: 市应急管理局
UNIT_REPORTS, LEVEL_REPORTS, WINDOW = "D01", "D02", "D03"
_HANDED_ON = (
    "title", "accident_domain", "county", "place", "accident_unit", "occurred_at", "brief", "grade",
    "provisional", "deaths", "missing", "serious_injuries", "direct_loss_wan", "sector",
    "leader_in_charge", "late_report",
)  # fmt: skip


@job("accident.receive", gives=("received_at", "registrar"))
def receive(call: JobCall) -> Mapping[str, Value]:
    """The clock is stamped when the report comes in, by nobody's hand; a county that registers it is the
    registrar, otherwise the bureau's duty desk."""
    return {"received_at": call.now.astimezone(SHANGHAI), "registrar": _registrar(call)}


def _registrar(call: JobCall) -> str:
    unit = call.session.scalars(
        select(Unit).join(Post, Post.unit_id == Unit.id).where(Post.code == text(call, "begun_by"))
    ).first()
    return unit.code if unit is not None and unit.kind is UnitKind.COUNTY else BUREAU


@job(
    "accident.open",
    gives=("number", "received_at", "late_report", "window_until", "counted", "lead", "task_text", "urgency"),
)
def open_report(call: JobCall) -> Mapping[str, Value]:
    """Number the accident and put on record how fast it was reported: the unit within an hour (Art. 9), a
    county within two (Art. 11). The city's own two hours run from when the city received it."""
    year = call.now.astimezone(SHANGHAI).year
    series = call.office.office.settings["accident.number_series"]
    matters.give_number(call.session, call.instance, numbering.document_number(call.session, series, year))
    first, registrar = call.variables["received_at"], text(call, "registrar")
    kept = [_reported(call, UNIT_REPORTS, "", value(call, "unit_informed_at"), first)]
    received = first
    if registrar != BUREAU:
        kept.append(_reported(call, LEVEL_REPORTS, registrar, first, call.now))
        received = call.now.astimezone(SHANGHAI)
    window = deadlines.open_deadline(call.session, call.instance, WINDOW, call.now, party=BUREAU)
    matters.set_party(call.session, call.instance, PartyRelation.LEAD, [BUREAU])
    matters.set_state(call.session, call.instance, MatterState.HANDLING, call.now, by=call.by)
    return {
        "number": call.instance.number,
        "received_at": received,
        "late_report": any(row is not None and row.done_at > row.due_at for row in kept),
        "window_until": window.due_at.astimezone(SHANGHAI),
        "counted": Harm.read(call.variables).as_values(),
        "lead": BUREAU,
        "task_text": f"{text(call, 'place')}，{text(call, 'accident_unit')}：{text(call, 'brief')}",
        "urgency": "special",
    }


def _reported(call: JobCall, rule: str, party: str, since: datetime | None, at: datetime) -> Deadline | None:
    """A report that was made: its limit with when it was kept. None where nobody knows since when it ran."""
    if since is None:
        return None
    row = deadlines.open_deadline(call.session, call.instance, rule, call.now, party=party, anchor_at=since)
    deadlines.done(call.session, row, call.now)
    row.done_at = at
    return row


@job("accident.tell", gives=("co", "leader"))
def tell_parties(call: JobCall) -> Mapping[str, Value]:
    """The department, the county and the leaders become parties, and all of them know at once."""
    leaders = codes(call, "readers")
    units = [code for code in dict.fromkeys([text(call, "county"), text(call, "sector")]) if code != BUREAU]
    matters.set_party(call.session, call.instance, PartyRelation.CO_ORGANISER, units)
    matters.set_party(call.session, call.instance, PartyRelation.LEADER, leaders)
    grade, matter = GRADE_WORDS[text(call, "grade")], matter_words(call)
    harm = harm_words(Harm.read(call.variables))
    tell(
        call,
        [*leaders, *units],
        "accident",
        Sentence(f"事故快报（{grade.zh}）：{matter.zh}", f"Accident ({grade.en}): {matter.en}"),
        Sentence(f"{text(call, 'brief')} {harm.zh}。", f"{text(call, 'brief')} {harm.en}."),
    )
    return {"co": units, "leader": text(call, "leader_in_charge") or None}


@job("accident.warn", gives=())
def warn(call: JobCall) -> Mapping[str, Value]:
    """A report nears its end, or is late: the bureau's head and duty desk know; a late report upwards also
    the leader in charge of work safety and the secretary-general (headers `rule`, `late`)."""
    late, rule = call.headers["late"] == "true", call.headers["rule"]
    above = ["scm", "sg"] if late and rule == LEVEL_REPORTS else []
    what = Sentence("已超过时限", "overdue") if late else Sentence("时限将满", "nearly due")
    name = call.office.office.rules[rule].name
    matter = matter_words(call)
    tell(
        call,
        [BUREAU, *above],
        "accident-late" if late else "accident-near",
        Sentence(f"{name.zh}{what.zh}：{matter.zh}", f"{name.en} {what.en}: {matter.en}"),
        Sentence("请立即办理。时限连续计算，不因节假日顺延。", "Act at once. The clock runs day and night."),
    )
    return {}


@job("accident.alert", gives=())
def alert(call: JobCall) -> Mapping[str, Value]:
    """警示通报: the counties and the department are warned, where the bureau decided to."""
    if value(call, "alert") is True:
        counties = select(Unit.code).where(Unit.kind == UnitKind.COUNTY).order_by(Unit.position, Unit.id)
        matter, words = matter_words(call), text(call, "alert_text")
        tell(
            call,
            dict.fromkeys([*call.session.scalars(counties), text(call, "sector")]),
            "accident-alert",
            Sentence(f"警示通报：{matter.zh}", f"Warning: {matter.en}"),
            Sentence(words, words),
        )
    return {}


@job("accident.investigate", gives=("investigated",))
def investigate(call: JobCall) -> Mapping[str, Value]:
    """Start the investigation, once for each accident, with what the report knows."""
    key = str(call.instance.id)
    mail.send(
        call.session,
        "investigation-proposed",
        key,
        {name: value(call, name) for name in _HANDED_ON}
        | {"proposed_by": key, "report_key": key, "report_number": call.instance.number},
        call.now,
        message_id=f"investigation-proposed:{key}",
        kept_for=timedelta(days=30),
    )
    return {"investigated": True}


@job("accident.strike_off", gives=())
def strike_off(call: JobCall) -> Mapping[str, Value]:
    """It was no work accident, or the Regulations do not apply (Art. 2): closed with the reason."""
    reason = text(call, "strike_reason")
    matters.set_state(call.session, call.instance, MatterState.CLOSED, call.now, by=call.by, reason=reason)
    matter = matter_words(call)
    tell(
        call,
        [lead(call), *codes(call, "co")],
        "struck-off",
        Sentence(f"已核销：{matter.zh}", f"Struck off: {matter.en}"),
        Sentence(f"理由：{reason}", f"Reason: {reason}"),
    )
    return {}


@job("accident.archive", gives=())
def archive(call: JobCall) -> Mapping[str, Value]:
    """The window for supplements has ended: the report is archived, the investigation goes on by itself."""
    matters.set_state(call.session, call.instance, MatterState.ARCHIVED, call.now, by=call.by)
    return {}
